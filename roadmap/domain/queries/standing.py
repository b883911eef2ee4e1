"""Whether a draft is still as it was: one question for all of its rows, far cheaper than reading them.

What was read is kept by that in the memory of the process, for pages that only show it.
"""

import datetime as dt
import functools

from django.db import connection
from django.utils.translation import get_language

from roadmap.domain.clock import DAMASCUS
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document, Gap
from roadmap.domain.document.containers import PerRef
from roadmap.domain.document.registry import kinds
from roadmap.domain.document.storage import build_document
from roadmap.domain.document.values import Keys, Refs
from roadmap.models import Roadmap

#: Every version of a row that PostgreSQL ever keeps has a place (ctid) and a transaction (xmin) of its own, whoever wrote it and
#: however. Their sum over a draft's rows is that of the draft.
_OF_ROWS = "SELECT %d AS place, count(*) AS rows, sum(hashtextextended(t.ctid::text || t.xmin::text, 0)) AS sum FROM %s"


def standing(roadmap: Roadmap) -> str:
    """Changes with every change of any row that :func:`~roadmap.domain.document.storage.build_document` reads. One query.

    Ask before reading the draft: what is read afterwards is then never older than its standing.
    """
    statement, tables = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [roadmap.pk] * tables)
        return str(cursor.fetchone()[0])


def kept_document(roadmap: Roadmap, standing: str) -> Document:
    """The draft as it stands, to be read and never changed: others are shown the same object."""
    return _document(roadmap.pk, standing)


def kept_gaps(roadmap: Roadmap, standing: str) -> list[Gap]:
    """What it lacks, in the active language. A gap may come with the day."""
    return list(_gaps(roadmap.pk, standing, get_language() or "en", dt.datetime.now(tz=DAMASCUS).date()))


@functools.lru_cache(maxsize=4)
def _document(pk: int, standing: str) -> Document:  # noqa: ARG001 the name of the content
    # Read again: the row that the caller holds may be older than the standing.
    return build_document(Roadmap.objects.get(pk=pk))


@functools.lru_cache(maxsize=8)
def _gaps(pk: int, standing: str, language: str, day: dt.date) -> tuple[Gap, ...]:  # noqa: ARG001
    return tuple(find_gaps(_document(pk, standing)))


@functools.cache
def _statement() -> tuple[str, int]:
    """The question, and how many tables it is about."""
    own = [f"{Roadmap._meta.db_table} t WHERE t.id = %s"]
    for kind in kinds():
        table = kind.model._meta.db_table
        own.append(f"{table} t WHERE t.roadmap_id = %s")
        for each in kind.fields:
            if isinstance(each.value, PerRef):
                relation = kind.model._meta.get_field(each.relation)
                linked, column = relation.related_model._meta.db_table, relation.field.column  # type: ignore[union-attr]
            elif isinstance(each.value, Refs) and not isinstance(each.value, Keys):
                field = kind.model._meta.get_field(each.name)
                through = field.remote_field.through  # type: ignore[union-attr]
                linked = through._meta.db_table
                column = through._meta.get_field(field.m2m_field_name()).column  # type: ignore[union-attr]
            else:
                continue
            own.append(f"{linked} t JOIN {table} o ON o.id = t.{column} WHERE o.roadmap_id = %s")
    rows = " UNION ALL ".join(_OF_ROWS % (place, source.replace("%s", "%%s")) for place, source in enumerate(own))
    rows = rows.replace("%%s", "%s")
    return f"SELECT string_agg(rows || ':' || coalesce(sum, 0), ' ' ORDER BY place) FROM ({rows}) AS each", len(own)  # noqa: S608
