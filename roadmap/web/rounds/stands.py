"""The positions of the groups on a page for the office."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import access
from roadmap.domain.queries.answering import titles_of
from roadmap.domain.queries.stands import ItemStands, stands_of, totals
from roadmap.enums import Stand
from roadmap.models import Round
from roadmap.web.rounds.lookups import round_ as round_of
from roadmap.web.rounds.replies import crumbs

_LOOKS: Mapping[str, tuple[str, str]] = {
    Stand.SUPPORT: ("good", "support"),
    Stand.CONDITIONAL: ("warn", "conditions"),
    Stand.CANNOT_ACCEPT: ("bad", "cannot"),
    Stand.NONE: ("", "no-position"),
}


@require_GET
@access("roadmap.view_comments", lookup=round_of)
def index(request: HttpRequest, round_: Round) -> HttpResponse:
    """Each item with the positions that groups signed off."""
    chosen = request.GET.get("stand", "")
    chosen = chosen if chosen in Stand.values else ""
    everything = stands_of(round_)
    titles = titles_of(round_.version, (get_language() or "en")[:2])
    numbers = totals(everything)
    tabs: list[dict[str, Any]] = [{"url": request.path, "label": _("All"), "current": not chosen, "count": sum(numbers.values())}]
    for stand in Stand:
        url = f"{request.path}?stand={stand.value}"
        tabs.append({"url": url, "label": stand.label, "current": stand == chosen, "count": numbers[stand]})
    context = {
        "round": round_,
        "crumbs": crumbs(round_),
        "tabs": tabs,
        "items": [_shown(each, titles) for each in everything if not chosen or each.count(chosen)],
    }
    return render(request, "roadmap/rounds/stands.html", context)


def _shown(item: ItemStands, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": item.code,
        "title": titles.get(item.ref, ""),
        "positions": [
            {
                "group": position.round_group.group,
                "label": position.get_stand_display(),
                "tone": _LOOKS[position.stand][0],
                "icon": _LOOKS[position.stand][1],
                "conditions": position.conditions,
            }
            for position in item.positions
        ],
    }
