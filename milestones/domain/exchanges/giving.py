"""Who is said to give a commitment: an area by its key, or a third party by any name that is no area's.

A third party is free text, since nobody lists them all. So an area by its name would become a party of its own, which gives for
nothing while the area gives nothing: the balance would be another, and nobody would see why.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.errors import Problem
from accounts.models.text import in_language
from milestones.domain.parties import areas_doing
from roadmap.domain.document import Document, Entry, Gap
from roadmap.domain.document.folding import fold
from roadmap.domain.document.local import local_list


def refuse_areas_by_name(exchange: Entry, document: Document) -> Iterator[Problem]:
    """Givers that name an area otherwise than by its key: by its name in any language, or by its code."""
    meant = _areas_by_name(document)
    for each in exchange.data.get("commitments") or ():
        giver = each.get("giver") or ""
        key = meant.get(fold(giver))
        if key and giver not in meant.values():
            words = _("“%(giver)s” means an area of control: write its key, “%(key)s”, or the full name of a third party.")
            yield Problem(f"commitments.{each.get('milestone')}.giver", words % {"giver": giver, "key": key})


def _areas_by_name(document: Document) -> dict[str, str]:
    """Folded name or code → key. A key comes first: what names one area may be the key of another."""
    areas = document.of("areas")
    named = [(text, area.key) for area in areas for text in (area.code, *(area.data.get("name") or {}).values()) if text]
    found = {fold(area.key): area.key for area in areas}
    for text, key in named:
        found.setdefault(fold(text), key)
    return found


def giver_gaps(exchange: Entry, document: Document) -> Iterator[Gap]:
    """Givers that are an area by name, in drafts of earlier; and doubtful ones: who gives is not who is to do it.

    Told at once where a file is read if the giver is no area: it may be misspelt.
    """
    refused = list(refuse_areas_by_name(exchange, document))
    yield from (Gap(exchange.ref, problem.path, problem.message, is_slip=True) for problem in refused)
    for each in exchange.data.get("commitments") or ():
        path = f"commitments.{each['milestone']}.giver"
        milestone = document.find("milestones", each["milestone"])
        if milestone and path not in {problem.path for problem in refused} and not _may_give(each, milestone, exchange):
            is_area = bool(document.find("areas", each["giver"]))
            yield Gap(exchange.ref, path, _doubt(each["giver"], milestone, document), blocking=False, is_slip=not is_area)


def _may_give(commitment: Mapping[str, Any], milestone: Entry, exchange: Entry) -> bool:
    """Whether a giver is left out, is to do the milestone, or holds what is given; so too where nobody is to do it yet."""
    giver, doing, actor = commitment.get("giver"), areas_doing(milestone), milestone.data.get("actor") or {}
    if not giver or giver in doing or not (doing or actor):
        return True
    known = {fold(text) for texts in (actor, exchange.data.get("holder") or {}) for text in texts.values()}
    return fold(giver) in known


def _doubt(giver: str, milestone: Entry, document: Document) -> str:
    areas = [document.find("areas", key) for key in areas_doing(milestone)]
    area = document.find("areas", giver)
    told = {
        "code": milestone.code or milestone.key,
        "giver": area.title() if area else giver,
        "doing": local_list(each.title() for each in areas if each) or in_language(milestone.data.get("actor") or {}),
    }
    return _("%(code)s is given by %(giver)s, but %(doing)s is to do it: correct one of them, or leave the giver out.") % told
