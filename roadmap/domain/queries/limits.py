"""What groups set as limits: red lines, refusals, and the conditions under which they accept an item.

A group's last word holds until the group says otherwise: neither a new round nor a new version lifts a red line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple
from uuid import UUID

from django.db.models import F, Value

from accounts.models import User
from accounts.models.text import in_language
from roadmap.domain.scripts import guess_language
from roadmap.enums import CommentKind, RoundState, Stand
from roadmap.models import Comment, Position, Roadmap

LimitKind = Literal["red_line", "cannot_accept", "conditional"]
_NAMES = ("round__number", "round_group__group__key", "round_group__group__name", "item__ref", "uid", "pk")
_ACCEPTS = {Stand.SUPPORT, Stand.CONDITIONAL}


@dataclass(frozen=True)
class Limit:
    """One group's limit on one item (``ref`` is empty for the whole). No person is named, also not by pseudonym.

    ``red_line``: a comment of a member of the group. ``cannot_accept`` and ``conditional``: the group's signed-off position.
    ``since``: the number of the round in which it was drawn, or since which the group's positions have said the same.
    ``language`` is that of ``text`` ("" without one). ``outcome`` is the office's answer to a red line, if it has one.
    """

    ref: str
    kind: LimitKind
    group: str
    group_names: dict[str, str]
    since: int
    round: int
    text: str
    language: str
    uid: UUID
    outcome: str = ""

    @property
    def is_hard(self) -> bool:
        """Whether it rules the item out; a condition does not."""
        return self.kind != "conditional"

    @property
    def label(self) -> str:
        """The kind in words, in the active language."""
        return str(CommentKind.RED_LINE.label if self.kind == "red_line" else Stand(self.kind).label)

    @property
    def group_name(self) -> str:
        """In the active language."""
        return in_language(self.group_names)


class _Said(NamedTuple):
    """A signed-off position, or (with ``stand`` empty) a red line."""

    round: int
    group: str
    names: dict[str, str]
    ref: str | None
    uid: UUID
    pk: int
    stand: str
    text: str
    language: str
    outcome: str | None


def limits_of(roadmap: Roadmap, user: User, *, until: int | None = None) -> dict[str, list[Limit]]:
    """By ref, the limits that hold, hard ones first, then by group; with ``until``: as they were after that round.

    What the person may see of a roadmap's rounds only. One query.
    """
    signed: dict[tuple[str, str], list[_Said]] = defaultdict(list)
    drawn: list[_Said] = []
    for said in sorted(_said(roadmap, user, until), key=lambda each: (each.round, each.pk)):
        if said.stand:
            signed[said.ref or "", said.group].append(said)
        else:
            drawn.append(said)
    found: dict[str, list[Limit]] = defaultdict(list)
    for limit in (*_red_lines(drawn, signed), *_positions(signed)):
        found[limit.ref].append(limit)
    for limits in found.values():
        limits.sort(key=lambda each: (not each.is_hard, each.group))
    return dict(found)


def touched(limits: Iterable[Limit]) -> list[Limit]:
    """What an edit of an item has to mind: all limits on it where at least one is hard, none otherwise."""
    listed = list(limits)
    return listed if any(each.is_hard for each in listed) else []


def touched_by(refs: Iterable[str], roadmap: Roadmap, user: User) -> dict[str, list[Limit]]:
    """By ref, what edits of these items have to mind. One query."""
    found = limits_of(roadmap, user)
    return {ref: minded for ref in refs if (minded := touched(found.get(ref, [])))}


def _said(roadmap: Roadmap, user: User, until: int | None) -> Iterator[_Said]:
    within: dict[str, Any] = {"round__roadmap": roadmap} | ({"round__number__lte": until} if until is not None else {})
    signed = Position.objects.visible_to(user).filter(for_group=True, **within).exclude(round__state=RoundState.DRAFT)
    drawn = Comment.objects.visible_to(user).filter(kind=CommentKind.RED_LINE, **within)
    nothing = Value("")
    rows = signed.order_by().values_list(*_NAMES, F("stand"), F("conditions"), nothing, nothing)
    more = drawn.order_by().values_list(*_NAMES, nothing, F("text"), F("language"), F("response__outcome"))
    return (_Said(*row) for row in rows.union(more, all=True))


def _red_lines(drawn: list[_Said], signed: dict[tuple[str, str], list[_Said]]) -> Iterator[Limit]:
    """Red lines that the group has not lifted: by accepting the item in a later round."""
    for said in drawn:
        after = signed.get((said.ref or "", said.group), [])
        if not any(each.round > said.round and each.stand in _ACCEPTS for each in after):
            yield _limit("red_line", said, said.round)


def _positions(signed: dict[tuple[str, str], list[_Said]]) -> Iterator[Limit]:
    for stated in signed.values():
        last = stated[-1]
        since = last.round
        for each in reversed(stated):
            if each.stand != last.stand:
                break
            since = each.round
        if last.stand == Stand.CANNOT_ACCEPT:
            yield _limit("cannot_accept", last, since)
        elif last.stand == Stand.CONDITIONAL:
            yield _limit("conditional", last, since)


def _limit(kind: LimitKind, said: _Said, since: int) -> Limit:
    language = said.language or guess_language(said.text)
    return Limit(
        said.ref or "", kind, said.group, said.names, since, said.round, said.text, language, said.uid, said.outcome or ""
    )
