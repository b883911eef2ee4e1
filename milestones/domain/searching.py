"""Searching for packages in the background: asked for once, made by a worker, taken over by another when that one dies.

A search is a row. What it finds is kept in words of every language, with what it takes to make a draft of it: never more than a
proposal, until somebody takes an exchange over.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict
from accounts.models import Group, User
from accounts.models.text import in_language
from milestones.domain.deciding import today
from milestones.domain.exchanges.commitments import Exchanges
from milestones.domain.exchanges.naming import Names
from milestones.domain.exchanges.package_words import Groups, exchange_words, excluded_words, package_words, search_words
from milestones.domain.exchanges.packages import Package, Search, propose
from milestones.domain.exchanges.splitting import Proposed
from milestones.domain.exchanges.stands import GroupStands, stands_of
from milestones.domain.plan import Plan
from milestones.domain.standing import subject_titles
from milestones.models import PackageSearch
from roadmap.domain.clock import database_now
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.domain.queries.convergence import convergence_of
from roadmap.enums import JobState
from roadmap.models import Item, Roadmap

#: Groups' names by their keys, by language.
GroupNames = Mapping[str, Groups]

log = structlog.get_logger(__name__)
#: A search takes five seconds; a worker that said nothing for so long is dead.
SILENCE = dt.timedelta(seconds=30)
ATTEMPTS = 2
#: So many searches of a roadmap are kept; older ones are dropped when a new one is asked for.
KEPT = 5


@verb
def request_search(*, roadmap: Roadmap, actor: User, as_of: dt.date | None = None) -> PackageSearch:
    """Ask for packages of what can still be given on a day, today without one.

    While a search of the roadmap for that day is waiting or running, that one is answered.
    """
    as_of = as_of or today()
    Roadmap.objects.select_for_update(no_key=True).get(pk=roadmap.pk)
    searches = PackageSearch.objects.filter(roadmap=roadmap)
    search = searches.filter(state__in=(JobState.QUEUED, JobState.RUNNING), as_of=as_of).first()
    if search is None:
        search = PackageSearch.objects.create(roadmap=roadmap, requested_by=actor, as_of=as_of)
        searches.exclude(pk__in=list(searches.values_list("pk", flat=True)[:KEPT])).delete()
    transaction.on_commit(_hint, robust=True)
    return search


@verb
def claim_search(*, actor: None = None) -> PackageSearch | None:
    """Take the oldest search that waits, or whose worker fell silent; None when there is none."""
    silent = Q(state=JobState.RUNNING, started_at__lt=database_now() - SILENCE)
    due = PackageSearch.objects.filter(Q(state=JobState.QUEUED) | silent).order_by("pk")
    search = due.select_for_update(skip_locked=True, of=("self",)).select_related("roadmap", "requested_by").first()
    if search is None:
        return None
    if search.attempts >= ATTEMPTS:
        _fail(search, _("It was tried several times and never finished."))
        return claim_search()
    search.state, search.attempts, search.started_at = JobState.RUNNING, search.attempts + 1, database_now()
    search.save(update_fields=["state", "attempts", "started_at"])
    return search


@verb
def complete_search(*, search: PackageSearch, digest: str, found: dict[str, Any], actor: None = None) -> bool:
    """Keep what was found; False when another worker has taken over."""
    return bool(_mine(search).update(state=JobState.DONE, digest=digest, found=found, finished_at=Now(), error=""))


@verb
def release_search(*, search: PackageSearch, reason: str, actor: None = None) -> bool:
    """Give up on a search, for a reason that one can read."""
    return bool(_mine(search).update(state=JobState.FAILED, error=reason[:200], finished_at=Now()))


@verb
def take_package(*, search: PackageSearch, proposal: int, exchange: int, actor: User | None) -> Item:
    """Make a draft exchange of a proposed one. Raises Conflict where the proposal is gone, or names what was deleted since."""
    try:
        proposed = search.found["proposals"][proposal]["exchanges"][exchange]
    except (KeyError, IndexError) as error:
        raise Conflict(_("There is no such proposal any more. Search again.")) from error
    document = build_document(search.roadmap)
    known = {each["milestone"]: each for entry in document.of("exchanges") for each in entry.data.get("commitments", ())}
    if any(key not in known for key in proposed["milestones"]):
        raise Conflict(_("The draft has changed since: some of it stands in no exchange any more. Search again."))
    commitments = [_commitment(known[key], proposed["gates"].get(key, ())) for key in proposed["milestones"]]
    data = {"title": proposed["title"], "mode": proposed["mode"], "phase": proposed["phase"], "commitments": commitments}
    return insert_item(roadmap=search.roadmap, kind_name="exchanges", data=data)


def _commitment(known: dict[str, Any], gates: list[str]) -> dict[str, Any]:
    """As it is rated in the draft, waiting for what the proposal says."""
    kept = {name: value for name, value in known.items() if name != "gate"}
    return {**kept, "gate": gates[0]} if gates else kept


def run_searches() -> int:
    """Make all searches that are due, one after the other; answers how many were finished."""
    finished = 0
    while search := claim_search():
        finished += _run(search)
    return finished


def _run(search: PackageSearch) -> bool:
    """One search. Who asked must still be allowed to see the draft."""
    if not search.requested_by.has_perm("roadmap.view_draft", search.roadmap):
        release_search(search=search, reason=_("The person who asked may not see this draft any more."))
        return False
    try:
        document = build_document(search.roadmap)
        plan = Plan(document, search.as_of or today())
        positions = stands_of(convergence_of(search.roadmap, search.requested_by))
        found = _search(plan, positions, _group_names(positions, document.languages))
    except Exception:
        log.exception("package_search_failed", search=search.pk)
        release_search(search=search, reason=_("The search could not be made."))
        raise
    return complete_search(search=search, digest=document.digest(), found=found)


def _group_names(positions: GroupStands, languages: list[str]) -> GroupNames:
    """The groups that spoke, as every language calls them: what is found is kept for all readers."""
    names = dict(Group.objects.filter(key__in=positions.names).values_list("key", "name"))
    return {
        code: {key: in_language(names.get(key, {}), code) or given for key, given in positions.names.items()}
        for code in languages
    }


def _search(plan: Plan, positions: GroupStands, groups: GroupNames) -> dict[str, Any]:
    """``excluded`` in words by language, ``left_out`` the same as data; both complete."""
    document, exchanges = plan.document, plan.assessment.exchanges
    found = propose(plan, stands=positions.stands)
    return {
        "as_of": plan.as_of.isoformat(),
        "proposals": [_proposal(each, exchanges, groups, document.languages) for each in found.packages],
        "said": {code: _said(found, code) for code in document.languages},
        "excluded": {code: _excluded(found, exchanges, groups[code], document, code) for code in document.languages},
        "left_out": [each.as_dict() for each in found.choice.excluded],
        "seconds": round(found.seconds, 1),
    }


def _said(found: Search, language: str) -> list[str]:
    with override(language):
        return search_words(found)


def _excluded(found: Search, exchanges: Exchanges, groups: Groups, document: Document, language: str) -> list[str]:
    with override(language):
        subjects = subject_titles(document)
        return [excluded_words(each, exchanges, groups, subjects) for each in found.choice.excluded]


def _proposal(package: Package, exchanges: Exchanges, groups: GroupNames, languages: list[str]) -> dict[str, Any]:
    told = package.as_dict()
    lines = {}
    for code in languages:
        with override(code):
            of_exchanges = sum(len(exchange_words(each, package, exchanges, groups[code])) for each in package.exchanges)
            whole = package_words(package, exchanges, groups[code])
            lines[code] = whole[: len(whole) - of_exchanges]
    shown = [
        _proposed(each, package, exchanges, groups, languages) | plain
        for each, plain in zip(package.exchanges, told["exchanges"], strict=True)
    ]
    return {**told, "lines": lines, "exchanges": shown}


def _proposed(each: Proposed, package: Package, exchanges: Exchanges, groups: GroupNames, languages: list[str]) -> dict[str, Any]:
    lines, title = {}, {}
    for code in languages:
        with override(code):
            lines[code] = exchange_words(each, package, exchanges, groups[code])
            title[code] = _("Proposal: %(codes)s") % {"codes": Names(exchanges).milestones(each.milestones)}
    return {"lines": lines, "title": title}


def _mine(search: PackageSearch) -> QuerySet[PackageSearch]:
    return PackageSearch.objects.filter(pk=search.pk, state=JobState.RUNNING, attempts=search.attempts)


def _fail(search: PackageSearch, reason: str) -> None:
    search.state, search.error = JobState.FAILED, reason
    search.save(update_fields=["state", "error"])


def _hint() -> None:
    """Tell a worker that there is something to do; the sweep finds it without."""
    from milestones.tasks import find_packages as task

    task.delay()
