"""The trigger that writes the audit trail; a model carries it in ``Meta.triggers``."""

from collections.abc import Sequence

import pgtrigger

EVERY_CHANGE = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def audited(
    operation: pgtrigger.Operation = EVERY_CHANGE, *, leave_out: Sequence[str] = (), unless: str = "false"
) -> pgtrigger.Trigger:
    """Write each change of a row to the audit trail, in the same transaction (function: migration 0002).

    ``operation`` narrows it for rows that a worker changes many times by itself. ``leave_out`` names columns that the trail does
    not copy. ``unless`` is SQL over OLD and NEW: where it is true the change is nobody's business yet, such as a private draft.
    """
    columns = ", ".join(f"'{name}'" for name in leave_out)
    old, new = (f"to_jsonb({row}) - ARRAY[{columns}]::text[]" for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="audit",
        operation=operation,
        when=pgtrigger.After,
        func=(
            f"IF NOT coalesce({unless}, false) THEN PERFORM audit_write(TG_TABLE_NAME::text, TG_OP::text, {old}, {new}); END IF; "
            "RETURN NULL;"
        )
        if leave_out or unless != "false"
        else "PERFORM audit_write(TG_TABLE_NAME::text, TG_OP::text, to_jsonb(OLD), to_jsonb(NEW)); RETURN NULL;",
    )


def append_only() -> list[pgtrigger.Trigger]:
    """Refuse any change of a row once written, and the emptying of the table."""
    return [
        pgtrigger.Protect(name="keep_rows", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="keep_table",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
        ),
    ]
