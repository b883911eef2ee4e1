"""Building an exchange: choose what each side gives, then say what it costs, whom it helps and in which order. No JavaScript."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.http import SignedInRequest
from accounts.models.text import in_language, page_first
from milestones.domain.exchanges.assessing import assess
from milestones.domain.exchanges.commitments import HIGHEST
from milestones.domain.exchanges.parties import Parties
from milestones.domain.protected import subjects_marked
from milestones.enums import ExchangeMode
from milestones.web.exchanges import undoing
from milestones.web.exchanges.index import frame
from milestones.web.exchanges.showing import Told, reading_language, told_of
from roadmap.domain.document import Document, Entry, kind
from roadmap.domain.document.folding import fold, fold_words
from roadmap.domain.document.local import apart, direction
from roadmap.domain.document.storage import build_document
from roadmap.domain.document.values import Context
from roadmap.domain.drafting import add_item
from roadmap.models import Roadmap
from roadmap.web import lookups

NEW = "new-exchange"
#: What the button of the first step says that goes on with one side.
ONE_SIDE = "one-side"
#: As many letters of a search as its field takes.
_LONGEST_SEARCH = 200
_SHORT = 25
#: The finding that says the same as a gap does.
_AS_GAP = "no-counterpart"
_ROW = re.compile(r"commitments(\[(?P<place>\d+)\]|\.(?P<key>[^.]+))")
_SECOND_STEP = {"title", "mode", "holder", "phase", "cost", "reason", "benefit", "why", "gate"}


@dataclass(frozen=True)
class Offered:
    """A milestone that one may put in. ``protected``: key and title of each subject for which one may not; ``standing`` names the
    exchanges it is in already."""

    key: str
    code: str
    title: str
    chosen: bool
    protected: list[tuple[str, str]]
    standing: str


@dataclass(frozen=True)
class Subject:
    """A subject that is never exchanged: why, and where that is said."""

    key: str
    title: str
    reason: str
    source: str


@dataclass(frozen=True)
class OfferedSide:
    name: str
    code: str
    milestones: list[Offered]

    @property
    def unfolded(self) -> bool:
        """Long lists are folded until something is chosen in them."""
        return len(self.milestones) <= _SHORT or any(each.chosen for each in self.milestones)


@dataclass(frozen=True)
class Benefit:
    """What a commitment brings to one area, as it is typed: from 0 to 5, and why."""

    key: str
    code: str
    name: str
    control: str
    value: str
    reason: str


@dataclass(frozen=True)
class Chosen:
    """A commitment being built; controls are named by what they are and by the milestone."""

    key: str
    code: str
    title: str
    giver: str
    cost: str
    reason: str
    gate: str
    gates: list[tuple[str, str]]
    benefits: list[Benefit]
    wrong: list[str]


@dataclass
class Builder:
    """What is offered and what was typed so far. ``data`` is what the browser sent, ``refused`` why it was not taken."""

    document: Document
    data: QueryDict
    refused: Refused | None = None

    @property
    def keys(self) -> list[str]:
        """The milestones chosen, in the order of the draft."""
        wanted = set(self.data.getlist("m"))
        return [entry.key for entry in self.document.of("milestones") if entry.key in wanted]

    # --- First step: what each side gives --------------------------------------------------------------------------

    def sides(self) -> list[OfferedSide]:
        """Milestones by who is to do them: areas first, then those that act jointly, then third parties."""
        parties = Parties(self.document)
        found: dict[tuple[str, ...], list[Offered]] = {(key,): [] for key in parties.areas}
        standing = self._standing()
        words = fold_words(self.sought)
        for entry in self.document.of("milestones"):
            offered = self._offered(entry, standing.get(entry.key, ""))
            fits = all(word in fold(f"{entry.code} {' '.join((entry.data.get('title') or {}).values())}") for word in words)
            if not entry.data.get("lapse") and (fits or offered.chosen):
                found.setdefault(parties.doing(entry), []).append(offered)
        return [
            OfferedSide(" + ".join(parties[key].title() for key in keys) or _("Nobody is named"), _codes(parties, keys), listed)
            for keys, listed in found.items()
            if listed
        ]

    def _offered(self, entry: Entry, standing: str) -> Offered:
        protected = [(subject.key, subject.title()) for subject in subjects_marked(entry, self.document)]
        chosen = entry.key in self.data.getlist("m")
        return Offered(entry.key, entry.code, entry.title(), chosen and not protected, protected, standing)

    def subjects(self) -> list[Subject]:
        """The protected subjects of what is offered, each once."""
        offered = {key for side in self.sides() for each in side.milestones for key, _title in each.protected}
        marked = (entry for each in self.document.of("milestones") for entry in subjects_marked(each, self.document))
        found = {entry.key: entry for entry in marked if entry.key in offered}
        return [
            Subject(
                key,
                entry.title(),
                in_language(entry.data.get("reason") or {}),
                apart(entry.data.get("source", ""), reading_language()),
            )
            for key, entry in found.items()
        ]

    @property
    def is_one_sided(self) -> bool:
        """Whether fewer than two sides would give something."""
        parties = Parties(self.document)
        chosen = (entry for key in self.keys if (entry := self.document.find("milestones", key)))
        return len({party for entry in chosen for party in parties.doing(entry)}) < 2

    @property
    def goes_on(self) -> bool:
        """Whether the first step is done: of one side alone only where it is said that it asks for nothing."""
        return "next" in self.data and bool(self.keys) and (self._asks_nothing or not self.is_one_sided)

    @property
    def _asks_nothing(self) -> bool:
        return self.data.get("next") == ONE_SIDE

    def _standing(self) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for exchange in self.document.of("exchanges"):
            for each in exchange.data.get("commitments", ()):
                found.setdefault(each["milestone"], []).append(exchange.code)
        return {key: ", ".join(codes) for key, codes in found.items()}

    # --- Second step: cost, gains, order ---------------------------------------------------------------------------

    def commitments(self) -> Iterator[Chosen]:
        parties = Parties(self.document)
        entries = [entry for key in self.keys if (entry := self.document.find("milestones", key))]
        for entry in entries:
            doing = parties.doing(entry)
            yield Chosen(
                key=entry.key,
                code=entry.code,
                title=entry.title(),
                giver=" + ".join(parties[key].title() for key in doing),
                cost=self.data.get(f"cost.{entry.key}", ""),
                reason=self.data.get(f"reason.{entry.key}", ""),
                gate=self.data.get(f"gate.{entry.key}", ""),
                gates=[(each.key, f"{each.code} · {each.title()}") for each in entries if each.key != entry.key],
                wrong=self.wrong.get(entry.key, []),
                benefits=[
                    Benefit(area.key, area.code, area.title(), name, self.data.get(name, ""), self.data.get(f"why.{name}", ""))
                    for area in parties.areas.values()
                    for name in [f"benefit.{entry.key}.{area.key}"]
                    if area.key not in doing
                ],
            )

    @cached_property
    def wrong(self) -> dict[str, list[str]]:
        """What was refused, by the milestone whose row it is about, or by the name of the field."""
        found: dict[str, list[str]] = {}
        for problem in self.refused.problems if self.refused else ():
            found.setdefault(row_of(problem.path, self.keys), []).append(str(problem.message))
        return found

    @property
    def refusals(self) -> list[tuple[str, str]]:
        """(name, words) of what was refused; the name tells where it stands, and the words begin with what it is called."""
        labels = {name: str(field.label) for name, field in kind("exchanges").by_name.items()}
        labels |= {entry.key: entry.code for entry in self.document.of("milestones")}
        told = [(name, labels.get(name, ""), message) for name, messages in self.wrong.items() for message in messages]
        return [(name, f"{label}: {words}" if label and label not in words else words) for name, label, words in told]

    def titles(self) -> list[dict[str, Any]]:
        """The title in the languages of the roadmap."""
        codes = [code for code in page_first() if code in self.document.languages]
        return [
            {"code": code, "label": Language(code).label, "dir": direction(code), "name": f"title.{code}", "value": value}
            for code in codes
            for value in [self.data.get(f"title.{code}", "")]
        ]

    @property
    def holder(self) -> str:
        return self.data.get("holder", "")

    @property
    def phase(self) -> str:
        return self.data.get("phase", "")

    @property
    def sought(self) -> str:
        return self.data.get("q", "")[:_LONGEST_SEARCH]

    def modes(self) -> list[tuple[str, str, str, bool]]:
        """(value, label, help, chosen)."""
        told = {
            "simultaneous": _("All of it happens on the same day."),
            "gated": _("One starts when the other is verified: choose a gate below."),
            "held": _("A third party keeps what is given until the counterpart is verified."),
            "unconditional": _("One side gives, and asks for nothing."),
        }
        chosen = self.data.get("mode") or ExchangeMode.SIMULTANEOUS
        if self._asks_nothing:
            chosen = ExchangeMode.UNCONDITIONAL
        return [(str(value), str(label), told[value], value == chosen) for value, label in ExchangeMode.choices]

    def typed(self) -> dict[str, Any]:
        """The exchange as a file would hold it."""
        found = {
            "title": {each["code"]: each["value"] for each in self.titles()},
            "holder": {self.document.source_language: self.data.get("holder", "")},
            "mode": self.data.get("mode", ""),
            "phase": self.data.get("phase", ""),
            "commitments": [self._commitment(each) for each in self.commitments()],
        }
        return {name: value for name, value in found.items() if value}

    def _commitment(self, each: Chosen) -> dict[str, Any]:
        benefits = {one.key: scored for one in each.benefits if (scored := self._score(one.value, one.reason))}
        cost = self._score(each.cost, each.reason)
        gate = each.gate if self.data.get("mode") == ExchangeMode.GATED else ""
        found = {"milestone": each.key, "cost": cost, "benefits": benefits, "gate": gate}
        return {name: value for name, value in found.items() if value}

    def _score(self, value: str, reason: str) -> dict[str, Any]:
        found = {"value": value, "reason": {self.document.source_language: reason} if reason else None}
        return {name: given for name, given in found.items() if given}

    @property
    def typed_before(self) -> list[tuple[str, str]]:
        """(name, value) of what the second step asked for, so that a way back to the first loses none of it."""
        return [(name, self.data.get(name, "")) for name in self.data if name.partition(".")[0] in _SECOND_STEP]

    def findings(self) -> list[Told]:
        """What would be said of this exchange, and which deadlock it would close, if it were saved as it is typed."""
        fields = kind("exchanges").by_name
        context = Context(self.document.source_language, lambda _path, _message: None)
        loaded = {name: fields[name].value.load(raw, name, context) for name, raw in self.typed().items()}
        entry = Entry("exchanges", NEW, _("(not yet added)"), {name: value for name, value in loaded.items() if value})
        before = assess(self.document)
        sections = {**self.document.sections, "exchanges": [*self.document.of("exchanges"), entry]}
        after = assess(Document(self.document.roadmap, sections))
        known = {each.milestones for each in before.findings if each.code == "deadlock"}
        told = [e for e in after.findings if e.exchange == NEW or (e.code == "deadlock" and e.milestones not in known)]
        return [*_missing(entry, after.document), *(told_of(each, after) for each in told if each.code != _AS_GAP)]


def _missing(entry: Entry, document: Document) -> list[Told]:
    """What would keep a draft with it from being frozen."""
    gaps = entry.definition.gaps
    return [Told(str(each.message), _("Missing"), "bad") for each in (gaps(entry, document) if gaps else ()) if each.blocking]


def row_of(path: str, keys: list[str]) -> str:
    """The milestone of the commitment that a path names by its key or its place, else the name of the field."""
    found = _ROW.match(path)
    if found is None:
        return path.partition(".")[0].partition("[")[0]
    if found["key"]:
        return found["key"]
    place = int(found["place"])
    return keys[place] if place < len(keys) else "commitments"


def _codes(parties: Parties, keys: tuple[str, ...]) -> str:
    return " ".join(parties[key].code for key in keys if parties[key].code)


@access("roadmap.edit_draft", lookup=lookups.roadmap)
def new(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Two steps of one page; what was typed is kept through a refusal, and nothing is saved by looking first."""
    document = build_document(roadmap)
    builder = Builder(document, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST" or "choosing" in request.POST:
        return _page(request, roadmap, builder, chosen=builder.goes_on)
    if "look" in request.POST or not builder.keys:
        return _page(request, roadmap, builder, chosen=bool(builder.keys), looked="look" in request.POST)
    try:
        item = add_item(roadmap=roadmap, kind_name="exchanges", data=builder.typed(), actor=request.user)
    except Refused as refused:
        builder = replace(builder, refused=refused)
        return _page(request, roadmap, builder, chosen=True)
    undoing.added(request, roadmap, _("%(code)s was added.") % {"code": item.code}, "exchanges", item)
    return redirect(f"{reverse('exchanges', args=[roadmap.key])}#exchange-{item.key}")


def _page(
    request: SignedInRequest,
    roadmap: Roadmap,
    builder: Builder,
    *,
    chosen: bool,
    looked: bool = False,
) -> HttpResponse:
    back = reverse("exchanges", args=[roadmap.key])
    context = {
        "roadmap": roadmap,
        "builder": builder,
        "looked": looked,
        "lacks": not chosen and "next" in builder.data,
        "scale": [str(value) for value in range(HIGHEST + 1)],
        "steps": [
            {"label": _("What each side gives"), "url": "", "state": "done" if chosen else "current"},
            {"label": _("Cost, gains and order"), "url": "", "state": "current" if chosen else "open"},
        ],
        "back": back,
        **frame(roadmap, ""),
        "crumbs": [(reverse("draft", args=[roadmap.key]), str(roadmap)), (back, _("Exchanges"))],
    }
    template = "milestones/exchanges/build.html" if chosen else "milestones/exchanges/choose.html"
    return render(request, template, context, status=builder.refused.status if builder.refused else 200)
