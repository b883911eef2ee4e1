"""Lists of codes in a file run as the lines of their language do."""

import datetime as dt
import json

import pypdfium2
import pytest

from roadmap.domain.document.presenting import Cell, Words
from roadmap.exports import figures
from roadmap.exports.base import Source
from roadmap.exports.figures import Figure, Table
from roadmap.exports.lists import in_order
from roadmap.exports.run import EXPORTERS, build

CODES = "C-01.A1، C-02.G1، C-03.N1"


def test_a_comma_goes_with_the_language_and_only_behind_what_runs_the_other_way() -> None:
    assert in_order(CODES, "ar") == "C-01.A1\u200f، C-02.G1\u200f، C-03.N1"
    assert in_order("G +2 · N −1", "ar") == "G +2\u200f · N −1"
    assert in_order("إدلب، حلب", "ar") == "إدلب، حلب"
    assert in_order("نساء حمص, Doctors, أطباء", "en") == "نساء حمص\u200e, Doctors, أطباء"
    assert [in_order("C-01, C-02", language) for language in ("en", "ku")] == ["C-01, C-02"] * 2
    assert in_order("حلب، إدلب", "en") == "حلب، إدلب"


def test_codes_run_from_right_to_left_and_a_comma_at_the_end_of_a_line_stands_left_of_its_code(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = Cell((Words(in_order(CODES, "ar"), "ar"),))
    table = Table("", ("س", "ت"), (5, 2), ((Cell((Words("سطر", "ar"),)), words),))
    monkeypatch.setattr(figures, "_makers", [lambda _source: [Figure("F", (), tables=(table,))]])
    content = json.dumps({"format": "scne-roadmap/1", "roadmap": {"key": "x", "title": {"ar": "خطة"}, "source_language": "ar"}})
    file = build(EXPORTERS["pdf"], Source(content, 1, "0" * 64, dt.date(2023, 9, 1), "ar"))

    with pypdfium2.PdfDocument(file) as paper:
        page = paper[len(paper) - 1].get_textpage()
        boxes = [(page.get_text_range(at, 1), page.get_charbox(at)) for at in range(page.count_chars())]
    commas = [box for char, box in boxes if char == "،"]
    letters = {char: box for char, box in boxes if char in {"A", "G", "N"}}
    lines = {round(box[1]) for box in letters.values()}
    assert (len(commas), len(lines)) == (2, 2)
    # The first two on the first line, the second left of the first; each comma left of its code.
    first, second = letters["A"], letters["G"]
    assert second[2] < first[0]
    assert max(box[2] for box in commas) < first[0]
    assert min(box[2] for box in commas) < second[0]
