"""The pages of the pictures: shown to whom the draft is shown, saved as files, without a script."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree, html
from PIL import Image

from milestones.web.pictures.drawing import KINDS
from roadmap.models import Roadmap
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import small_version

pytestmark = pytest.mark.django_db
NAMES = tuple(KINDS)


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    return small_version(cast).roadmap


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    return lambda name: factories.signed_in(getattr(cast, name))


def address(name: str, roadmap: Roadmap, suffix: str = "") -> str:
    route = f"picture_{name}{suffix}"
    return reverse("pictures" if route == "picture_timeline" else route, args=[roadmap.key])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_shows_a_picture_twice_and_says_it_in_words(
    name: str, language: str, roadmap: Roadmap, client_of: Callable[[str], Client]
) -> None:
    client = client_of("lead")
    answer = client.get(address(name, roadmap), headers={"accept-language": language})
    page = html.fromstring(answer.content)
    assert answer.status_code == 200
    # A timeline once more, for paper.
    drawn = 3 if name == "timeline" else 2
    assert len(page.xpath("//figure//*[local-name()='svg'][@role='img']")) == drawn
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(page.xpath("//figure//table//thead//th")) >= 2
    assert not page.xpath("//figure//script | //figure//@style")
    assert list(page.xpath("//ul[@class='tabs']//a/@aria-current")) == ["page"]


def test_the_timeline_shows_the_draft(roadmap: Roadmap, client_of: Callable[[str], Client]) -> None:
    page = html.fromstring(client_of("lead").get(address("timeline", roadmap)).content)
    rows = [["".join(cell.itertext()) for cell in row] for row in page.xpath("//figure//tbody/tr")]
    assert [row[0] for row in rows] == ["M-01.G1", "M-01.N1"]
    assert [row[4] for row in rows] == ["1 March 2024", "1 March 2024"]


def test_a_choice_changes_the_timeline_and_goes_along_to_its_files(roadmap: Roadmap, client_of: Callable[[str], Client]) -> None:
    client = client_of("lead")
    near, far = (
        html.fromstring(client.get(address("timeline", roadmap), {"scale": scale, "by": "sector"}).content)
        for scale in ("month", "year")
    )
    widths = [int(page.xpath("//figure//*[@role='img']/@width")[0]) for page in (near, far)]
    assert widths[0] > widths[1]
    assert near.xpath("//a[@download]/@href")[0] == f"{address('timeline', roadmap, '_svg')}?scale=month&by=sector"
    assert "Education" in near.xpath("string(//figure//tbody)")


def test_a_choice_that_there_is_not_is_as_a_first_visit(roadmap: Roadmap, client_of: Callable[[str], Client]) -> None:
    client = client_of("lead")
    odd = client.get(address("timeline", roadmap), {"scale": "<script>", "by": "\x00", "links": "9"})
    assert odd.status_code == 200
    figures = [
        etree.tostring(html.fromstring(answer.content).xpath("//figure//*[local-name()='svg']")[0])
        for answer in (odd, client.get(address("timeline", roadmap)))
    ]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_saved_as_svg_png_and_pdf(name: str, roadmap: Roadmap, client_of: Callable[[str], Client]) -> None:
    client = client_of("lead")
    svg, png, pdf = (client.get(address(name, roadmap, suffix)) for suffix in ("_svg", "_png", "_pdf"))
    assert svg.headers["Content-Disposition"] == f'attachment; filename="small-{name}-en.svg"'
    assert (svg.headers["Content-Type"], svg.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert etree.fromstring(svg.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert png.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(png.content)).width > 1000
    assert pdf.headers["Content-Disposition"] == f'attachment; filename="small-{name}-en.pdf"'
    assert pdf.headers["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(pdf.content) as paper:
        assert len(paper) == 1


@pytest.mark.parametrize("who", ["outsider", "reviewer", "focal_point", "rival"])
def test_nobody_else_learns_of_the_draft_by_its_pictures(who: str, roadmap: Roadmap, client_of: Callable[[str], Client]) -> None:
    client = client_of(who)
    for name in NAMES:
        for suffix in ("", "_svg", "_png", "_pdf"):
            there = client.get(address(name, roadmap, suffix))
            missing = client.get(address(name, roadmap, suffix).replace("/small/", "/no-such/"))
            assert (there.status_code, there.content.replace(b"small", b"")) == (404, missing.content.replace(b"no-such", b""))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_zoomed_in_the_titles_of_the_rows_stay_in_sight(
    language: str, roadmap: Roadmap, client_of: Callable[[str], Client]
) -> None:
    """The column is the same drawing once more: nothing is drawn or read out twice."""
    client = client_of("lead")
    here = address("timeline", roadmap)
    whole, zoomed = (
        html.fromstring(client.get(f"{here}{query}", headers={"accept-language": language}).content)
        for query in ("", "?scale=month")
    )
    assert not whole.xpath("//*[@class='picture-stuck']")
    (column,) = zoomed.xpath("//*[@class='picture-stuck']/*")
    assert column.get("aria-hidden") == "true"
    (target,) = (each.get("href") for each in column)
    assert [each.tag for each in zoomed.xpath(f"//*[@id='{target[1:]}']")] == ["g"]
    left, _top, width, _height = map(int, column.get("viewbox").split())
    drawn = int(zoomed.xpath(f"//*[@id='{target[1:]}']/..")[0].get("width"))
    assert left == (drawn - width if language == "ar" else 0)
