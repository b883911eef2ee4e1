"""The pictures in a file, and the tables that tell the same."""

import io

import docx
import pypdfium2
import pytest
from django.utils import translation

from milestones.pictures.exporting import figures
from roadmap.exports.base import Source, source_of
from roadmap.exports.run import EXPORTERS, build
from tests.conftest import Cast
from tests.roadmap.round_factories import small_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(cast: Cast) -> Source:
    return source_of(small_version(cast), "en")


def test_every_picture_has_a_table_that_tells_the_same(source: Source) -> None:
    with translation.override("en"):
        found = list(figures(source))
    assert [figure.title for figure in found] == ["Timeline", "Linkages between the areas"]
    assert [figure.title for figure in found if len(figure.tables) != 1 or not figure.tables[0].lines] == []


LINKAGE = [
    ["Measure or crossing", "Sector", "Between", "State"],
    ["M-01 Passage to exams", "Education", "North and East Syria, Government-held areas", "Not known"],
    ["M-02 Cross-line convoys", "Aid", "North and East Syria, Government-held areas", "Not known"],
    ["X-01 al-Tabqa", "–", "North and East Syria, Government-held areas", "Not known"],
]


def test_word_tells_the_linkage_in_a_table(source: Source) -> None:
    document = docx.Document(io.BytesIO(build(EXPORTERS["docx"], source)))
    assert LINKAGE in [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_the_pdf_tells_the_linkage_in_a_table(source: Source) -> None:
    with pypdfium2.PdfDocument(build(EXPORTERS["pdf"], source)) as paper:
        annex = " ".join(paper[len(paper) - 1].get_textpage().get_text_range().split())
    assert {word for row in LINKAGE for cell in row for word in cell.split()} - set(annex.split()) == set()
