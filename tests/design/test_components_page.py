"""The sheets that show every component render in every language, whole."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from roadmap.config import components_page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
#: Shown by the frames themselves, or only where somebody is signed in.
FRAME = {
    "account_menu",
    "breadcrumbs",
    "language_switch",
    "messages",
    "nav",
    "quick_exit",
    "roadmap_switcher",
    "shortcuts",
    "theme_switch",
}
#: Parts of others, or arrangements that need a whole page.
WITHIN = {"text_state", "page_header", "confirm"}


@pytest.mark.parametrize("language", ["ar", "en", "ku"])
@pytest.mark.parametrize("view", [components_page.components, components_page.reviewer])
def test_sheets_render(view: Callable[[HttpRequest], HttpResponse], language: str) -> None:
    request = RequestFactory().get("/dev/")
    request.user = AnonymousUser()
    with translation.override(language):
        response = view(request)
    page = response.content.decode()
    assert response.status_code == 200
    assert "ş" in page
    assert "إسعاف" in page
    assert re.findall(r"\{[%{#]", page) == []


def test_every_component_is_shown() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in (TEMPLATES / "dev").glob("*.html"))
    names = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    shown = set(re.findall(r"components/([a-z_]+)\.html", sheets))
    assert names - shown - FRAME - WITHIN == set()
