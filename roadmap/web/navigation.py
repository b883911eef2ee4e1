"""Where a roadmap's navigation leads. An app adds its own pages with :func:`add_pages` when it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


def _everybody(user: User) -> bool:  # noqa: ARG001 predicates have one shape
    return True


@dataclass(frozen=True)
class Page:
    """``name``: a route whose one argument is the roadmap's key; while there is no such route, the page is not offered.

    ``routes``: how the names of all routes begin that belong there. ``shown``: to whom, of those in the office who see the
    roadmap; it asks no database, since every page of the office asks it. ``keeps``: what of the present address goes along.
    """

    name: str
    label: str | Promise
    order: int
    routes: tuple[str, ...]
    shown: Callable[[User], bool] = _everybody
    keeps: str = ""


_pages: dict[str, Page] = {}


def add_pages(*added: Page) -> None:
    """Add pages to the navigation of every roadmap; one that is there already is replaced."""
    _pages.update({page.name: page for page in added})


def pages() -> list[Page]:
    """All pages, in the order in which the navigation offers them."""
    return sorted(_pages.values(), key=lambda page: page.order)


def address(name: str, *args: str) -> str | None:
    """Where a route leads; None while the product has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


add_pages(
    Page("draft", _("Draft"), 10, ("draft", "roadmap_edit", "deleted", "item")),
    Page("versions", _("Versions"), 50, ("version", "compare", "exports", "roadmap_import")),
    Page("rounds", _("Rounds"), 60, ("round", "convergence")),
    Page("answers", _("Answers"), 70, ("answer",)),
)
