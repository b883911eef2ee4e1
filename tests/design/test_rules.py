"""Rules of docs/design.md that can be read off the files."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts)
SHEETS = sorted((ROOT / "static/css").glob("*.css"))
ICON_IDS = set(re.findall(r'<symbol id="([a-z-]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
INLINE = re.compile(r"""<style|\sstyle\s*=|\son[a-z]+\s*=\s*["']|\shx-on|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))",
)
FOREIGN = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""")
ICON_USE = re.compile(r"""icons?/?(?:\.html)?["']\s+with\s+name=["']([a-z-]+)["']|\bicon=["']([a-z-]+)["']""")


def found(pattern: re.Pattern[str], files: list[Path]) -> dict[str, list[str]]:
    hits = {str(path.relative_to(ROOT)): pattern.findall(path.read_text(encoding="utf-8")) for path in files}
    return {name: list(hit) for name, hit in hits.items() if hit}


def test_no_template_holds_script_or_style() -> None:
    assert found(INLINE, TEMPLATES) == {}


def test_no_template_reaches_another_site() -> None:
    assert found(FOREIGN, TEMPLATES) == {}


def test_sheets_serve_both_directions() -> None:
    assert found(PHYSICAL, SHEETS) == {}


def test_no_sheet_reaches_another_site() -> None:
    assert found(re.compile(r"https?://(?!www\.w3\.org/2000/svg)"), SHEETS) == {}


def test_every_icon_named_is_drawn() -> None:
    named = {name for path in TEMPLATES for pair in ICON_USE.findall(path.read_text(encoding="utf-8")) for name in pair if name}
    assert named - ICON_IDS == set()


def test_every_component_is_described() -> None:
    described = (ROOT / "docs/design.md").read_text(encoding="utf-8")
    names = {path.stem for path in (ROOT / "templates/components").glob("*.html")}
    assert {name for name in names if f"`{name}`" not in described} == {"mark"}


@pytest.mark.parametrize("status", ["400", "403", "404", "405", "500"])
@pytest.mark.parametrize("language", ["ar", "en", "ku"])
def test_error_pages_need_nothing(status: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(f"{status}.html")
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page


@pytest.mark.parametrize(("page", "script"), [("base.html", "dist/main.js"), ("base_reviewer.html", "dist/reviewer.js")])
def test_frames_name_their_language_and_direction(page: str, script: str) -> None:
    request = RequestFactory().get("/")
    with translation.override("ar"):
        html = render_to_string(page, {"request": request})
    assert '<html lang="ar" dir="rtl">' in html
    assert re.findall(r'<script src="/static/([^"]+)" defer></script>', html) == [script]
    assert html.count('<main class="page-main" id="main"') == 1


def test_a_chosen_theme_is_written_by_the_server() -> None:
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "dark"
    assert 'data-theme="dark"' in render_to_string("base.html", {"request": request})
    request.COOKIES["theme"] = '"><script>'
    assert "data-theme=" not in render_to_string("base.html", {"request": request})
