"""What the person looks at on the desk: filters and languages, from the address, kept across actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, QueryDict

from accounts.models.text import page_first
from roadmap.domain.document import Document
from roadmap.domain.document.searching import Wanted
from roadmap.enums import Dimension

COOKIE = "desk_languages"
_NAMES = ("q", "area", "sector", "dimension", "incomplete", "show")


@dataclass(frozen=True)
class Look:
    """Filters, and the languages shown side by side; ``chosen`` where the address names the languages."""

    wanted: Wanted
    languages: list[str]
    chosen: bool = False

    def query(self, *, languages: list[str] | None = None) -> str:
        """The part of an address that brings the same look back."""
        named = {
            "q": self.wanted.words,
            "area": self.wanted.area,
            "sector": self.wanted.sector,
            "dimension": self.wanted.dimension,
            "incomplete": "1" if self.wanted.incomplete else "",
            "show": ",".join(languages) if languages is not None else "",
        }
        return urlencode({name: value for name, value in named.items() if value})


def read_look(request: HttpRequest, document: Document) -> Look:
    """The look of the page that the person is on: its own address, or the one that an htmx request or a form names."""
    data = _data(request)
    dimension = data.get("dimension", "")
    wanted = Wanted(
        words=data.get("q", "")[:200],
        area=_known(data.get("area", ""), "areas", document),
        sector=_known(data.get("sector", ""), "sectors", document),
        dimension=dimension if dimension in Dimension.values else "",
        incomplete=data.get("incomplete", "") == "1",
    )
    own = languages_of(document)
    asked = data.get("show") or request.COOKIES.get(COOKIE, "")
    languages = [code for code in own if code in asked.split(",")]
    return Look(wanted, languages or own, chosen=bool(data.get("show")))


def languages_of(document: Document) -> list[str]:
    """The languages of a roadmap; that of the page comes first, where a reader begins."""
    return [code for code in page_first() if code in document.languages or code == document.source_language]


def _query_of(address: str) -> str:
    """The query of an address that a browser sent; none in what is no address."""
    try:
        return urlsplit(address).query
    except ValueError:
        return ""


def _data(request: HttpRequest) -> Mapping[str, str]:
    if request.method == "POST" and "back" in request.POST:
        return _parsed(request.POST["back"])
    current = request.headers.get("HX-Current-URL", "")
    if current and not set(_NAMES) & set(request.GET):
        return _parsed(_query_of(current))
    return request.GET


def _parsed(query: str) -> Mapping[str, str]:
    found = QueryDict(mutable=True)
    for name, value in parse_qsl(query[:2000]):
        if name in _NAMES:
            found[name] = value
    return found


def _known(key: str, kind: str, document: Document) -> str:
    return key if document.find(kind, key) else ""
