"""What an address names, out of the roadmaps that the person sees. Monitors see no draft, and reach what they report on here."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from milestones.models import Evidence, EvidenceFile
from milestones.sections.evidence import SUBJECTS
from roadmap.domain.document import kind
from roadmap.models import Area, Crossing, Item
from roadmap.web import lookups

#: Kinds that evidence is about, with the field of the record that names the item.
FIELDS = dict(zip(("milestones", "measures", "criteria"), SUBJECTS, strict=True))


def subject(user: User, key: str, about: str, subject: str) -> Item:
    """A milestone, measure or criterion."""
    roadmap = lookups.roadmap(user, key)
    if about not in FIELDS:
        raise Http404
    rows = kind(about).model.objects.live().select_related("roadmap")
    found: Item = get_object_or_404(rows, roadmap=roadmap, key=subject)
    return found


def evidence(user: User, key: str, evidence: str) -> Evidence:
    rows = Evidence.objects.live().visible_to(user).select_related("roadmap", "milestone", "measure", "criterion", "area")
    found: Evidence = get_object_or_404(rows, roadmap__key=key, key=evidence)
    return found


@dataclass(frozen=True)
class Kept:
    """A file of evidence, with the roadmap that rules ask for."""

    file: EvidenceFile

    @property
    def roadmap_id(self) -> int:
        return int(self.file.evidence.roadmap_id)


def file(user: User, key: str, evidence: str, uid: UUID) -> Kept:
    rows = EvidenceFile.objects.visible_to(user).select_related("evidence__roadmap")
    return Kept(get_object_or_404(rows, evidence__roadmap__key=key, evidence__key=evidence, uid=uid))


def crossing(user: User, key: str, crossing: str) -> Crossing:
    return _crossing(user, key, crossing)


def _crossing(user: User, key: str, crossing: str) -> Crossing:
    roadmap = lookups.roadmap(user, key)
    found: Crossing = get_object_or_404(Crossing.objects.live().select_related("roadmap"), roadmap=roadmap, key=crossing)
    return found


@dataclass(frozen=True)
class Line:
    """A line of a crossing's log by its place, from 1, with the roadmap that rules ask for."""

    crossing: Crossing
    number: int

    @property
    def roadmap_id(self) -> int:
        return int(self.crossing.roadmap_id)


def crossing_line(user: User, key: str, crossing: str, line: int) -> Line:
    found = _crossing(user, key, crossing)
    if not 1 <= line <= len(found.log):
        raise Http404
    return Line(found, line)


def area(user: User, key: str, area: str) -> Area:
    roadmap = lookups.roadmap(user, key)
    found: Area = get_object_or_404(Area.objects.live().select_related("roadmap"), roadmap=roadmap, key=area)
    return found
