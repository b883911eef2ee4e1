"""Comments as plain rows in one query: for lists of thousands that are read as they are."""

from typing import Any

import orjson
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from roadmap.querysets.comment import CommentQuerySet

_OWN = ("uid", "item", "parent", "group", "pseudonym", "kind", "theme", "visibility", "language", "quote", "text", "proposed")
_TIMES = ("revision", "posted_at", "edited_at")
_RESPONSE = ("outcome", "reason", "change", "revision", "updated_at", "released_at")
_NAMES = (*_OWN, *_TIMES)
_PATHS = {"item": "item__ref", "parent": "parent__uid", "group": "round_group__group__key", "theme": "theme__slug"}


def as_rows(comments: CommentQuerySet) -> QuerySet[Any, Any]:
    """The columns that :func:`comment_row` reads."""
    named = {"pseudonym_shown": F("invitation__pseudonym"), "reason_json": Cast("response__reason", TextField())}
    columns = [_PATHS.get(name, "pseudonym_shown" if name == "pseudonym" else name) for name in _NAMES]
    answers = ["reason_json" if name == "reason" else f"response__{name}" for name in _RESPONSE]
    rows: QuerySet[Any, Any] = comments.annotate(**named).values_list(*columns, *answers)
    return rows


def comment_row(row: tuple[Any, ...]) -> dict[str, Any]:
    """One row by name, with its answer as ``response`` (None where there is none)."""
    said = dict(zip(_NAMES, row, strict=False))
    said["response"] = _response(row[len(_NAMES) :]) if row[len(_NAMES)] else None
    return said


def _response(columns: tuple[Any, ...]) -> dict[str, Any]:
    answer = dict(zip(_RESPONSE, columns, strict=True))
    answer["reason"] = orjson.Fragment(answer["reason"])
    return answer
