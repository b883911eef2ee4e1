"""A small roadmap with its people at the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import html

from roadmap.domain.document import Document, Entry
from roadmap.domain.document.storage import build_document
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import small_roadmap

HTMX = {"HTTP_HX_REQUEST": "true"}


@dataclass
class Page:
    """An answer as one sees it."""

    status: int
    tree: Any
    headers: dict[str, str]

    def texts(self, path: str) -> list[str]:
        """Words of the elements that an XPath names, each with its blanks folded."""
        return [" ".join(each.text_content().split()) for each in self.tree.xpath(path)]

    def one(self, path: str) -> Any:
        (found,) = self.tree.xpath(path)
        return found

    def form(self, path: str = "//form[contains(@class, 'desk-form')]") -> dict[str, list[str]]:
        """What a browser would send for a form as it stands."""
        data: dict[str, list[str]] = {}
        for name, value in self.one(path).form_values():
            data.setdefault(name, []).append(value)
        return data


@dataclass
class Browser:
    """A person at the desk, without JavaScript unless asked."""

    client: Client

    def get(self, path: str, **extra: Any) -> Page:
        return _page(self.client.get(path, **extra))

    def post(self, path: str, data: Any = None, **extra: Any) -> Page:
        return _page(self.client.post(path, data or {}, **extra))

    def follow(self, page: Page) -> Page:
        assert page.status == 302
        return self.get(_path(page.headers["Location"]))

    def save(self, path: str, **typed: Any) -> Page:
        """Open a form, type into it and send it. ``__`` stands for the dot of a path."""
        data = self.get(path).form()
        return self.post(path, data | {name.replace("__", "."): value for name, value in typed.items()})


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _page(response: Any) -> Page:
    content = response.content.decode() or "<p></p>"
    return Page(response.status_code, html.fromstring(content), dict(response.headers))


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_roadmap(lead=cast.lead, drafter=cast.drafter)


@pytest.fixture
def lead(cast: Cast, roadmap: Roadmap) -> Browser:
    return Browser(signed_in(cast.lead))


@pytest.fixture
def drafter(cast: Cast, roadmap: Roadmap) -> Browser:
    return Browser(signed_in(cast.drafter))


@pytest.fixture
def administrator(cast: Cast, roadmap: Roadmap) -> Browser:
    return Browser(signed_in(cast.administrator))


@pytest.fixture
def draft(roadmap: Roadmap) -> Callable[[], Document]:
    """The draft as it is now."""
    return lambda: build_document(Roadmap.objects.get(pk=roadmap.pk))


def data_of(document: Document, ref: str) -> dict[str, Any]:
    entry: Entry | None = document.entry(ref)
    assert entry is not None
    return entry.data
