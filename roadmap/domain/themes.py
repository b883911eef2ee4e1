"""The subjects that comments are sorted by. Each installation has its own."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Max, ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.editing import check_unchanged
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.domain.wording import as_typed, too_long
from accounts.models import User
from accounts.models.text import LANGUAGES, MultilingualText, in_language
from roadmap.models import Theme

MAX_NAME = 200
MAX_POSITION = 9999
_SLUGS_LOCK = 7_261_007


@dataclass(frozen=True)
class ThemeDetails:
    """A theme's name, ``{"en": …, "ar": …, "ku": …}``, and its place: lower numbers come first, None is after all others."""

    name: MultilingualText
    position: int | None = None

    @classmethod
    def of(cls, theme: Theme) -> "ThemeDetails":
        return cls(theme.name, theme.position)

    def shown(self) -> dict[str, str]:
        """How each field reads, each language for itself."""
        names = {f"name_{code}": self.name.get(code, "").strip() for code in LANGUAGES}
        return names | {"position": "" if self.position is None else str(self.position)}


@verb
def add_theme(*, details: ThemeDetails, actor: User | None) -> Theme:
    """Add a theme; its slug comes from the name and never changes. Raises Invalid."""
    name = _name(details)
    with connection.cursor() as cursor:  # slugs and places are chosen one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SLUGS_LOCK])
    return Theme.objects.create(slug=_free_slug(in_language(name, "en")), name=name, position=_position(details))


@verb
def edit_theme(*, theme: Theme, details: ThemeDetails, actor: User | None, seen: str = "") -> Theme:
    """Change a theme's name and place. ``seen``: fingerprint of the details started from, "" for no check.

    Raises Invalid, ChangedMeanwhile.
    """
    saved = Theme.objects.select_for_update().get(pk=theme.pk)
    name = _name(details)
    position = _position(details)
    check_unchanged(seen=seen, now=ThemeDetails.of(saved), wanted=details)
    saved.name, saved.position = name, position
    saved.save(update_fields=["name", "position"])
    return saved


@verb
def remove_theme(*, theme: Theme, actor: User | None) -> None:
    """Remove a theme that no comment has. Raises Conflict."""
    try:
        theme.delete()
    except ProtectedError as error:
        raise Conflict(_("Comments have this theme, so it is kept.")) from error


def _name(details: ThemeDetails) -> MultilingualText:
    if set(details.name) - set(LANGUAGES):
        raise Invalid(_("Some fields need your attention."), [Problem("name", _("A name is in en, ar or ku."))])
    typed = {code: as_typed(details.name.get(code, ""), f"name_{code}") for code in LANGUAGES}
    name = {code: words for code, words in typed.items() if words}
    if not name:
        raise Invalid(_("Some fields need your attention."), [Problem("name_en", _("Give a name in at least one language."))])
    for code, words in name.items():
        if len(words) > MAX_NAME:
            raise Invalid(_("Some fields need your attention."), [Problem(f"name_{code}", too_long(words, MAX_NAME))])
    return name


def _position(details: ThemeDetails) -> int:
    if details.position is None:
        last = Theme.objects.aggregate(last=Max("position"))["last"]
        return 0 if last is None else min(last + 1, MAX_POSITION)
    if not 0 <= details.position <= MAX_POSITION:
        message = _("Give a number from 0 to 9999.")
        raise Invalid(_("Some fields need your attention."), [Problem("position", message)])
    return details.position


def _free_slug(words: str) -> str:
    wanted = slugify(words)[:50].strip("-") or "theme"
    taken = set(Theme.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
