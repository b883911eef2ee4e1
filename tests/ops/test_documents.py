"""What the documents say of the repository is there: links, targets of make, environment names, numbers of decisions."""

import re
from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator

from ops.places import REPO
from tests.ops.test_container import NOT_IN_PRODUCTION, names_in_settings

PAGES = sorted(page.relative_to(REPO).as_posix() for page in [*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
BIGGEST_PICTURE = 250_000


def links_of(page: str) -> list[str]:
    """What a page leads to inside the repository, without what stands in blocks of code."""
    text = re.sub(r"^```.*?^```$", "", (REPO / page).read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [link for link in LINK.findall(text) if not link.startswith(("http://", "https://", "#", "mailto:"))]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    here = (REPO / name).parent
    assert [link for link in links_of(name) if not (here / link.partition("#")[0]).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[str] = set()
    waiting = ["README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        found = [(REPO / page).parent.joinpath(link.partition("#")[0]).resolve() for link in links_of(page)]
        waiting += [each.relative_to(REPO).as_posix() for each in found if each.suffix == ".md"]
    assert sorted(seen) == PAGES


def test_the_readme_names_every_setting_of_production_and_no_other() -> None:
    rows = [
        line.split(" | ")[0] for line in (REPO / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    named = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    assert named - {"SECRET_KEY_FILE"} == names_in_settings() - NOT_IN_PRODUCTION


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (REPO / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"`make ([a-z-]+)", (REPO / page).read_text(encoding="utf-8"))}
    assert named - targets == set()


def test_decisions_are_numbered_one_after_the_other_and_listed() -> None:
    decisions = sorted(page.name for page in (REPO / "docs" / "adr").glob("0*.md"))
    assert [int(name[:4]) for name in decisions] == list(range(1, len(decisions) + 1))
    assert sorted(links_of("docs/adr/README.md")) == decisions


def test_the_page_on_the_api_lists_every_address_with_its_methods() -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    methods = ("get", "post", "put", "patch", "delete")
    served = {path.removeprefix("/api/v1/"): {each for each in methods if each in found} for path, found in paths.items()}
    rows = re.findall(
        r"^\| `([a-z][^`]*)` \| ([A-Z, ]+) \|$", (REPO / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert {path: set(told.lower().split(", ")) for path, told in rows} == served


def test_pictures_are_small_and_each_is_shown() -> None:
    pictures = sorted((REPO / "docs" / "pictures").glob("*.png"))
    shown = {Path(link).name for page in PAGES for link in links_of(page) if link.endswith(".png")}
    assert {picture.name for picture in pictures} == shown
    assert [picture.name for picture in pictures if picture.stat().st_size > BIGGEST_PICTURE] == []
    assert sum(picture.stat().st_size for picture in pictures) < 2_500_000
