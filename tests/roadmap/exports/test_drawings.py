"""Words of drawings are set as text: every stroke and sign of them is seen, and read as it was written."""

import datetime as dt
import io
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from roadmap.exports import figures
from roadmap.exports.base import Source
from roadmap.exports.drawings import drawn
from roadmap.exports.figures import Drawing, Figure
from roadmap.exports.pdf import compiled
from roadmap.exports.run import EXPORTERS, build
from tests.roadmap.exports.test_reading import READERS, arabic_words, words_of

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 {height}" direction="ltr">{words}</svg>'


def drawing(*lines: str) -> Drawing:
    """Each line isolated, as a scene writes them."""
    at = [f'x="8" y="{40 * line + 20}"' for line in range(len(lines))]
    words = "".join(f'<text font-size="12" {place}>\u2068{each}\u2069</text>' for place, each in zip(at, lines, strict=True))
    height = 40 * len(lines)
    return Drawing(ROOT.format(height=height, words=words), 400, height, "Words", lambda: b"")


def exported(monkeypatch: pytest.MonkeyPatch, language: str, *drawings: Drawing) -> bytes:
    monkeypatch.setattr(figures, "_makers", [lambda _source: [Figure("F", drawings)]])
    roadmap = {"key": "x", "title": {"en": "A plan"}, "source_language": "en"}
    content = json.dumps({"format": "scne-roadmap/1", "roadmap": roadmap})
    return build(EXPORTERS["pdf"], Source(content, 3, "0" * 64, dt.date(2023, 9, 1), language))


def ink(page: Image.Image) -> tuple[int, int, int, int]:
    found = ImageChops.invert(page.convert("L")).point(lambda value: 255 if value > 150 else 0).getbbox()
    assert found
    return found


def width_of(words: str) -> float:
    """Of words drawn as pixels, in widths of their letters' size."""
    each = drawing(words)
    data = drawn(each.svg, each.alt) | {"width": each.width, "height": each.height}
    left, _top, right, _bottom = ink(Image.open(io.BytesIO(compiled("picture.typ", json.dumps(data), format="png", ppi=720))))
    return (right - left) / 120


@pytest.mark.parametrize("rest", ["لكشف", "لكوارث", "لكل", "لكهرباء"])
def test_a_letter_of_several_strokes_leaves_the_one_before_it_its_place(rest: str) -> None:
    """An alef before lam and kaf was drawn in the lam: nobody saw it."""
    assert width_of(f"ا{rest}") > width_of(rest) + 0.15


@pytest.mark.parametrize("reader", READERS)
def test_words_with_signs_are_read_from_a_drawing_as_they_are_written(
    reader: Callable[[Path], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    signed = {word for word in arabic_words() if any(map(unicodedata.combining, word))}
    words = sorted(signed)
    # Long lines with room between them: else PDFium takes them for columns of words from top to bottom.
    lines = [" ".join((words + words)[at : at + 8]) for at in range(0, len(words), 8)]
    path = tmp_path / "words.pdf"
    path.write_bytes(exported(monkeypatch, "ar", *(drawing(*lines[at : at + 12]) for at in range(0, len(lines), 12))))

    assert len(signed) > 300
    assert signed - words_of(reader(path)) == set()


@pytest.mark.parametrize("language", ["en", "ar", "ku"])
def test_signs_in_a_drawing_keep_the_promise_of_the_standard(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = exported(monkeypatch, language, drawing("152 يوماً", "طنّاً"))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        told = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
    assert told == ["Words"]
    with pypdfium2.PdfDocument(content) as paper:
        assert "\u2068" not in paper[len(paper) - 1].get_textpage().get_text_range()


def test_arabic_in_a_drawing_is_as_large_in_a_document_of_any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its room was measured; the words of a Latin document around it are made larger."""
    widths = []
    for language in ("en", "ar"):
        solid = drawing("التعافي من الكوارث")
        solid = Drawing(solid.svg.replace("<text ", '<text fill="#0000ff" '), 400, 40, "Words", lambda: b"")
        with pypdfium2.PdfDocument(exported(monkeypatch, language, solid)) as paper:
            page = paper[len(paper) - 1].render(scale=4).to_pil().convert("RGB")
        red, _green, blue = page.split()
        found = ImageChops.subtract(blue, red).getbbox()
        assert found
        widths.append(found[2] - found[0])
    assert widths[0] == pytest.approx(widths[1], abs=2)


def test_words_are_taken_out_of_a_drawing_with_their_place_and_direction() -> None:
    svg = (
        '<svg viewBox="-16 -16 72 52"><rect width="4" height="2"/>'
        '<text font-size="11" fill="#1b2226" font-weight="600" x="3" y="4.5" text-anchor="middle">'
        "<title>More</title>\u2068\u2068X-01\u2069 معبر &amp; باب\u2069</text>"
        '<text x="1" y="2">\u2068+26\u2069 \u2068−3\u2069</text></svg>'
    )
    found = drawn(svg, "A")
    assert found == {
        "svg": '<svg viewBox="-16 -16 72 52"><rect width="4" height="2"/></svg>',
        "alt": "A",
        "corner": (-16, -16),
        "size": (72, 52),
        "words": [
            {
                "words": "\u2068X-01\u2069 معبر & باب",
                "at": (3, 4.5),
                "anchor": "middle",
                "size": 11,
                "weight": 600,
                "fill": "#1b2226",
                "arabic": True,
                "rtl": True,
            },
            {
                "words": "\u2068+26\u2069 \u2068−3\u2069",
                "at": (1, 2),
                "anchor": "start",
                "size": 16,
                "weight": 400,
                "fill": "#000000",
                "arabic": False,
                "rtl": False,
            },
        ],
    }


def test_a_drawing_without_a_box_is_refused() -> None:
    with pytest.raises(ValueError, match="viewBox"):
        drawn("<svg></svg>", "A")
