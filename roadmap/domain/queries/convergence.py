"""Convergence over the rounds of one roadmap: per item, which groups support it, on what condition, and which cannot accept it.

An item is the same by its ref in every version; where its text changed between two rounds, the step says so. A group's position
is a public act of the group within the office, so that it is never suppressed; what members hold themselves is not in here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from accounts.models.text import in_language
from roadmap.domain.queries.convergence_rows import (
    HIDDEN,
    SILENT,
    Cell,
    Convergence,
    GroupColumn,
    Held,
    ItemRow,
    RoundMark,
    Step,
    most_contested_first,
)
from roadmap.domain.queries.limits import Limit, limits_of
from roadmap.domain.queries.version_lines import Lines, VersionLine, lines_of
from roadmap.domain.scripts import guess_language
from roadmap.enums import RoundState, Stand
from roadmap.models import Position, Roadmap, Round, RoundGroup

_WHOLE = VersionLine("", "", "", -1, {}, frozenset(), frozenset(), b"")
_CLOSED = {RoundState.CLOSED, RoundState.ANSWERED}


@dataclass
class _Review:
    """A round as it is counted: its groups' keys, what is withheld from each, and what they signed off by ref and group."""

    mark: RoundMark
    lines: Lines
    groups: dict[str, RoundGroup] = field(default_factory=dict)
    withheld: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    held: dict[str, dict[str, Held]] = field(default_factory=lambda: defaultdict(dict))

    def stand(self, ref: str, group: str) -> Held | None:
        """What a group held of an item here; None where the group or the item was not part of the round."""
        if group not in self.groups or (ref and ref not in self.lines):
            return None
        if ref in self.withheld.get(group, ()):
            return Held(self.mark.number, HIDDEN)
        return self.held[ref].get(group) or Held(self.mark.number, SILENT)


def convergence_of(roadmap: Roadmap, user: User, *, number: int | None = None, language: str | None = None) -> Convergence:
    """Where the groups stand in round ``number`` (default: the newest that is closed, else the newest that was opened), and in
    those before it. Nothing for whoever does not see the roadmap's rounds. Raises LookupError for a round that there is not.

    Titles and names are in ``language`` (default: the active one). At most six queries, whatever the size.
    """
    rounds = list(_rounds(roadmap, user))
    marks = tuple(RoundMark(each.number, each.version.number, each.state) for each in rounds)
    shown = _shown(rounds, number)
    if shown is None:
        return Convergence(rounds=marks)
    reviews = _reviews([each for each in rounds if each.number <= shown.number], user)
    limits = limits_of(roadmap, user, until=shown.number)
    return _Table(reviews, limits, language).convergence(marks)


def _rounds(roadmap: Roadmap, user: User) -> Iterable[Round]:
    rows = Round.objects.visible_to(user).filter(roadmap=roadmap).exclude(state=RoundState.DRAFT).select_related("version")
    found: Iterable[Round] = rows.defer("version__canonical").order_by("number")
    return found


def _shown(rounds: Sequence[Round], number: int | None) -> Round | None:
    if number is not None:
        found = next((each for each in rounds if each.number == number), None)
        if found is None:
            raise LookupError(number)
        return found
    closed = [each for each in rounds if each.state in _CLOSED]
    return next(reversed(closed or list(rounds)), None)


def _reviews(rounds: Sequence[Round], user: User) -> list[_Review]:
    """Oldest first. Four queries: the groups, what is withheld from them, what they signed off, the versions."""
    lines = lines_of(each.version for each in rounds)
    found = {r.pk: _Review(RoundMark(r.number, r.version.number, r.state), lines[r.version_id]) for r in rounds}
    groups = {each.pk: each for each in RoundGroup.objects.filter(round__in=found).select_related("group").order_by("group__key")}
    for each in groups.values():
        found[each.round_id].groups[each.group.key] = each
    hidden = RoundGroup.withheld.through.objects.filter(roundgroup__round__in=found)
    for pk, ref in hidden.values_list("roundgroup_id", "versionitem__ref"):
        found[groups[pk].round_id].withheld[groups[pk].group.key].add(ref)
    signed = Position.objects.visible_to(user).filter(round__in=found, for_group=True).order_by()
    for round_id, pk, ref, stand, said in signed.values_list("round_id", "round_group_id", "item__ref", "stand", "conditions"):
        review = found[round_id]
        held = Held(review.mark.number, stand, said, guess_language(said))
        review.held[ref or ""][groups[pk].group.key] = held
    return list(found.values())


@dataclass(frozen=True)
class _Table:
    """Puts rounds together to rows; the last of ``reviews`` is the round shown."""

    reviews: list[_Review]
    limits: Mapping[str, list[Limit]]
    language: str | None

    @property
    def last(self) -> _Review:
        return self.reviews[-1]

    def convergence(self, marks: tuple[RoundMark, ...]) -> Convergence:
        groups = self.last.groups
        known = {key: each for review in self.reviews for key, each in review.groups.items()}
        absent = sorted(in_language(each.group.name, self.language) for key, each in known.items() if key not in groups)
        return Convergence(
            rounds=marks,
            shown=self.last.mark,
            groups=tuple(GroupColumn(k, e.group.uid, in_language(e.group.name, self.language)) for k, e in groups.items()),
            absent=tuple(absent),
            whole=self._row(_WHOLE),
            items=most_contested_first(self._row(line) for line in self.last.lines.values()),
            red_lines=tuple(sorted(self._hard(), key=self._place)),
        )

    def _row(self, line: VersionLine) -> ItemRow:
        hard = {each.group: each for each in self.limits.get(line.ref, ()) if each.is_hard}
        drawn = {each.group for each in self.limits.get(line.ref, ()) if each.kind == "red_line"}
        return ItemRow(
            ref=line.ref,
            kind=line.kind,
            code=line.code,
            title=in_language(dict(line.titles), self.language),
            place=line.place,
            areas=line.areas,
            sectors=line.sectors,
            cells=tuple(self._cell(line.ref, group, has_red_line=group in drawn) for group in self.last.groups),
            steps=tuple(self._steps(line.ref)),
            against=len(hard),
        )

    def _cell(self, ref: str, group: str, *, has_red_line: bool) -> Cell:
        stands = (review.stand(ref, group) for review in self.reviews)
        return Cell(group, tuple(held for held in stands if held), has_red_line)

    def _steps(self, ref: str) -> Iterator[Step]:
        """The item in each round whose version has it."""
        wording: object = None
        for review in self.reviews:
            if ref and ref not in review.lines:
                continue
            said: object = review.lines[ref].wording if ref else review.mark.version
            stands = [held.stand for group in review.groups if (held := review.stand(ref, group)) and held.stand != HIDDEN]
            yield Step(
                round=review.mark.number,
                version=review.mark.version,
                asked=len(stands),
                support=stands.count(Stand.SUPPORT),
                conditional=stands.count(Stand.CONDITIONAL),
                cannot=stands.count(Stand.CANNOT_ACCEPT),
                reworded=wording not in {None, said},
            )
            wording = said

    def _hard(self) -> Iterator[Limit]:
        return (each for limits in self.limits.values() for each in limits if each.is_hard)

    def _place(self, limit: Limit) -> tuple[bool, int, str]:
        line = self.last.lines.get(limit.ref) if limit.ref else _WHOLE
        return line is None, line.place if line else 0, limit.ref
