"""How parties, exchanges, milestones and numbers are written in sentences of the active language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models.text import in_language
from milestones.domain.exchanges.commitments import Exchanges
from roadmap.domain.document.local import local_number, local_share, short_list


def language() -> str:
    return (get_language() or "en")[:2]


def number(value: float) -> str:
    return local_number(int(value) if value == int(value) else value, language())


def per_cent(share: float) -> str:
    return local_share(share, 1, language())


def figure(value: float | None) -> str:
    """The balance or one of its parts; a dash where it cannot be said."""
    return "–" if value is None else local_number(round(value, 2), language())


@dataclass(frozen=True)
class Names:
    """How parties, exchanges and milestones are called in sentences, which name no more than a few of many."""

    exchanges: Exchanges

    def parties(self, keys: Iterable[str]) -> str:
        return short_list(self.exchanges.parties[key].title() for key in keys)

    def exchange(self, key: str) -> str:
        return next((each.code for each in self.exchanges.exchanges if each.key == key), key)

    def milestones(self, keys: Iterable[str]) -> str:
        return short_list(self.exchanges.code(key) for key in keys)

    def title(self, milestone: str) -> str:
        entry = self.exchanges.milestones.get(milestone)
        return in_language(entry.data.get("title") or {}) if entry else ""

    def side(self, milestone: str) -> str:
        """``M-12.G (Government-held areas)``."""
        parties = self.exchanges.areas_of(milestone)
        code = self.exchanges.code(milestone)
        return _("%(code)s (%(parties)s)") % {"code": code, "parties": self.parties(parties)} if parties else code
