"""Figures that other parts register reach PDF and Word, with the words that stand for them."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Iterator

import docx
import pikepdf
import pytest
from PIL import Image

from roadmap.exports import figures
from roadmap.exports.base import Source
from roadmap.exports.book import make_book
from roadmap.exports.figures import Drawing, Figure, register_figures
from roadmap.exports.run import EXPORTERS, build

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#0c5a60"/></svg>'
ALT = 'Two areas & one "line"'


def pixels() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(kept, "PNG")
    return kept.getvalue()


def maker(source: Source) -> Iterator[Figure]:
    yield Figure(f"A figure of version {source.number}", (Drawing(SVG, 40, 20, ALT, pixels), Drawing(SVG, 40, 20, ALT, pixels)))


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setattr(figures, "_makers", [])
    register_figures(maker)
    register_figures(maker)
    content = {"format": "scne-roadmap/1", "roadmap": {"key": "x", "title": {"en": "A plan"}, "source_language": "en"}}
    return Source(json.dumps(content), 3, "0" * 64, dt.date(2023, 9, 1), "en")


def test_a_maker_is_registered_once_and_gets_an_annex(source: Source) -> None:
    assert [(annex.title, len(annex.drawings)) for annex in make_book(source).annexes] == [("A figure of version 3", 2)]


def test_a_pdf_tells_what_a_drawing_shows(source: Source) -> None:
    with pikepdf.open(io.BytesIO(build(EXPORTERS["pdf"], source))) as pdf:
        told = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        kinds = [str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert (told, kinds) == ([ALT, ALT], ["/Figure", "/Figure"])


def test_word_gets_the_pixels_once_and_tells_what_they_show(source: Source) -> None:
    content = build(EXPORTERS["docx"], source)
    document = docx.Document(io.BytesIO(content))
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == [ALT, ALT]
    assert {shape.width / shape.height for shape in document.inline_shapes} == {2.0}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/")]
        assert [package.read(name) for name in media] == [pixels()]
    assert content == build(EXPORTERS["docx"], source)
