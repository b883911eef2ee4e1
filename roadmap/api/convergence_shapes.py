"""Convergence and limits as plain data, each beside its description."""

from typing import Any

from roadmap.api.schemas import BOOL, INT, STR, UID, Schema, array, null, one_of, ref, shape
from roadmap.domain.queries.convergence_rows import HIDDEN, SILENT, Cell, Convergence, GroupColumn, Held, ItemRow, RoundMark, Step
from roadmap.domain.queries.limits import Limit
from roadmap.enums import Outcome, RoundState, Stand

_LIMITS = ["red_line", "cannot_accept", "conditional"]
_MOVES = ["", "first", "nearer", "further", "same", "silent"]

COMPONENTS: dict[str, Schema] = {
    "Convergence": shape(
        round=null(ref("ConvergenceRound")),
        rounds=array("ConvergenceRound"),
        groups=array("ConvergenceGroup"),
        absent={"type": "array", "items": STR},
        whole=null(ref("ConvergenceItem")),
        items=array("ConvergenceItem"),
        red_lines=array("Limit"),
    ),
    "ConvergenceRound": shape(number=INT, version=INT, state=one_of(RoundState)),
    "ConvergenceGroup": shape(uid=UID, key=STR, name=STR),
    "ConvergenceItem": shape(
        item=null(STR),
        code=STR,
        title=STR,
        against=INT,
        nearer=INT,
        further=INT,
        rounds=array("ConvergenceStep"),
        groups=array("ConvergenceStand"),
    ),
    "ConvergenceStep": shape(
        round=INT,
        version=INT,
        asked=INT,
        support=INT,
        conditional=INT,
        cannot_accept=INT,
        share=null(INT),
        reworded=BOOL,
    ),
    "ConvergenceStand": shape(
        group=STR,
        move={"type": "string", "enum": _MOVES},
        red_line=BOOL,
        rounds={"type": "array", "items": shape(round=INT, stand=one_of(Stand, SILENT, HIDDEN), conditions=STR)},
    ),
    "Limit": shape(
        item=null(STR),
        kind={"type": "string", "enum": _LIMITS},
        group=STR,
        since=INT,
        text=STR,
        language=STR,
        outcome=null(one_of(Outcome)),
    ),
}


def convergence_shape(found: Convergence) -> dict[str, Any]:
    return {
        "round": _round(found.shown) if found.shown else None,
        "rounds": [_round(each) for each in found.rounds],
        "groups": [_group(each) for each in found.groups],
        "absent": list(found.absent),
        "whole": _item(found.whole) if found.whole else None,
        "items": [_item(each) for each in found.items],
        "red_lines": [limit_shape(each) for each in found.red_lines],
    }


def limit_shape(limit: Limit) -> dict[str, Any]:
    """What a group set as a limit to an item; no person, and nothing by which a comment is found."""
    return {
        "item": limit.ref or None,
        "kind": limit.kind,
        "group": limit.group,
        "since": limit.since,
        "text": limit.text,
        "language": limit.language,
        "outcome": limit.outcome or None,
    }


def _round(mark: RoundMark) -> dict[str, Any]:
    return {"number": mark.number, "version": mark.version, "state": mark.state}


def _group(group: GroupColumn) -> dict[str, Any]:
    return {"uid": group.uid, "key": group.key, "name": group.name}


def _item(row: ItemRow) -> dict[str, Any]:
    return {
        "item": row.ref or None,
        "code": row.code,
        "title": row.title,
        "against": row.against,
        "nearer": row.nearer,
        "further": row.further,
        "rounds": [_step(each) for each in row.steps],
        "groups": [_stand(each) for each in row.cells],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "round": step.round,
        "version": step.version,
        "asked": step.asked,
        "support": step.support,
        "conditional": step.conditional,
        "cannot_accept": step.cannot,
        "share": step.share,
        "reworded": step.reworded,
    }


def _stand(cell: Cell) -> dict[str, Any]:
    return {
        "group": cell.group,
        "move": cell.move,
        "red_line": cell.has_red_line,
        "rounds": [_held(each) for each in cell.stands],
    }


def _held(held: Held) -> dict[str, Any]:
    return {"round": held.round, "stand": held.stand, "conditions": held.conditions}
