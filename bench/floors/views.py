"""Plain views for somebody signed in: SQL by hand, rows to a list of maps, orjson."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.db import connection
from django.http import HttpRequest, HttpResponse

from bench.floors.words import compare_versions

View = Callable[..., HttpResponse]

_CRITERIA = """
SELECT c.key, c.code, c.uid, c.revision, c.title::text, c.dimension, c.definition::text, c.indicator::text, c.unit::text,
       c.baseline::text, c.threshold::text, c.verification::text,
       (SELECT jsonb_object_agg(a.key, jsonb_build_object('state', s.state, 'note', s.note))::text
          FROM roadmap_criterionstate s JOIN roadmap_area a ON a.id = s.area_id WHERE s.criterion_id = c.id)
  FROM roadmap_criterion c JOIN roadmap_roadmap r ON r.id = c.roadmap_id
 WHERE r.key = %s AND c.deletion IS NULL ORDER BY c.position, c.id LIMIT %s OFFSET %s
"""
_COMMENTS = """
SELECT c.uid, i.ref, p.uid, g.key, n.pseudonym, c.kind, t.slug, c.visibility, c.language, c.quote, c.text, c.proposed,
       c.revision, c.posted_at, c.edited_at, a.outcome, a.reason::text, a.change, a.revision, a.updated_at, a.released_at
  FROM roadmap_comment c
  JOIN roadmap_roundgroup rg ON rg.id = c.round_group_id JOIN accounts_group g ON g.id = rg.group_id
  JOIN roadmap_invitation n ON n.id = c.invitation_id
  LEFT JOIN roadmap_versionitem i ON i.id = c.item_id LEFT JOIN roadmap_comment p ON p.id = c.parent_id
  LEFT JOIN roadmap_theme t ON t.id = c.theme_id LEFT JOIN roadmap_response a ON a.comment_id = c.id
 WHERE c.round_id = %s AND c.state = 'posted' ORDER BY i.position NULLS FIRST, c.id
"""
_INSERT = """
INSERT INTO floor_comment (uid, kind, visibility, language, quote, text, proposed, folded, state, client_key, receipt,
                             revision, created_at, posted_at, invitation_id, round_id, round_group_id, item_id)
SELECT %s, 'concern', 'office', 'en', '', %s, '', %s, 'posted', %s, %s, 1, now(), now(), n.id, n.round_id, n.round_group_id, %s
  FROM roadmap_invitation n WHERE n.id = %s
"""
_NAMES = ("uid", "item", "parent", "group", "pseudonym", "kind", "theme", "visibility", "language", "quote", "text", "proposed")
_ANSWER = ("outcome", "reason", "change", "revision", "updated_at", "released_at")
_WORDS = ("title", "dimension", "definition", "indicator", "unit", "baseline", "threshold", "verification", "states")


#: Run once: the table that :func:`insert` fills.
PREPARE = "CREATE TABLE IF NOT EXISTS floor_comment (LIKE roadmap_comment INCLUDING ALL)"


def signed_in(view: View) -> View:
    @wraps(view)
    def inner(request: HttpRequest, **address: Any) -> HttpResponse:
        return view(request, **address) if request.user.is_authenticated else HttpResponse(status=401)

    return inner


def healthy(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"ok")


@signed_in
def empty(_request: HttpRequest) -> HttpResponse:
    """What Django needs to know who asks."""
    return HttpResponse(b"")


@signed_in
def items(request: HttpRequest, key: str) -> HttpResponse:
    """A page of the criteria of a roadmap's draft: what row 1 asks the product for."""
    size, number = int(request.GET.get("page_size", 500)), int(request.GET.get("page", 1))
    return _json([_item(row) for row in _rows(_CRITERIA, [key, size, (number - 1) * size])])


@signed_in
def comments(_request: HttpRequest, number: int) -> HttpResponse:
    """All comments of the round with this id."""
    return _json([_comment(row) for row in _rows(_COMMENTS, [number])])


@signed_in
def insert(request: HttpRequest, invitation: int, item: int) -> HttpResponse:
    """One comment as a bare row of a table like the product's, which has no triggers: no checks, no audit row."""
    text = request.POST["text"]
    receipt = uuid.uuid4().hex[:14]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [uuid.uuid4(), text, text.lower(), uuid.uuid4(), receipt, item, invitation])
    return _json({"receipt": receipt})


@signed_in
def compare(_request: HttpRequest, key: str, old: int, new: int) -> HttpResponse:
    """What differs between two versions, word by word, with difflib."""
    found = _rows(
        "SELECT v.canonical FROM roadmap_version v JOIN roadmap_roadmap r ON r.id = v.roadmap_id"
        " WHERE r.key = %s AND v.number IN (%s, %s) ORDER BY v.number",
        [key, old, new],
    )
    return _json(compare_versions(*(orjson.loads(canonical) for (canonical,) in found)))


def _rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _item(row: tuple[Any, ...]) -> dict[str, Any]:
    key, code, uid, revision = row[:4]
    shape = {"ref": f"criteria/{key}", "key": key, "code": code, "uid": uid, "revision": revision}
    for name, value in zip(_WORDS, row[4:], strict=True):
        if value and value != "{}":
            shape[name] = value if name == "dimension" else orjson.Fragment(value)
    return shape


def _comment(row: tuple[Any, ...]) -> dict[str, Any]:
    said = dict(zip((*_NAMES, "revision", "posted_at", "edited_at"), row[:15], strict=True))
    answer = dict(zip(_ANSWER, row[15:], strict=True))
    said["response"] = answer | {"reason": orjson.Fragment(answer["reason"])} if answer["outcome"] else None
    return said


def _json(data: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(data), content_type="application/json")
