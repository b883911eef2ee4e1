"""Files for the Council: reopened and read, in both directions, without a trace of anybody."""

import io
import json
import re
import unicodedata
import zipfile
from datetime import date

import docx
import pikepdf
import pypdfium2
import pytest
from django.utils import translation
from docx.oxml.ns import qn

from roadmap.domain.files import read_file
from roadmap.exports.base import Source, source_of
from roadmap.exports.book import make_book
from roadmap.exports.numerals import numeral
from roadmap.exports.pdf import font_paths
from roadmap.exports.run import EXPORTERS, build, file_name
from roadmap.models import Version
from tests.conftest import Cast
from tests.roadmap.round_factories import small_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> Version:
    return small_version(cast)


def made(version: Version, file_format: str, language: str = "en") -> bytes:
    return build(EXPORTERS[file_format], source_of(version, language))


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)


def letters(text: str) -> str:
    """Without vowel signs and spaces, which readers place as they like."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not unicodedata.combining(char) and not char.isspace())


def test_the_json_is_the_very_bytes_that_were_hashed(version: Version) -> None:
    assert made(version, "json") == version.canonical.encode()


def test_the_yaml_gives_the_same_hash_when_read(version: Version) -> None:
    assert read_file(made(version, "yaml").decode()).digest() == version.digest


@pytest.mark.parametrize("file_format", ["pdf", "docx", "yaml", "json"])
def test_the_same_version_gives_the_same_bytes(version: Version, file_format: str) -> None:
    assert made(version, file_format, "ar") == made(version, file_format, "ar")


def test_the_pdf_reads_as_a_document_of_the_united_nations(version: Version) -> None:
    text = text_of(made(version, "pdf"))

    for words in ("TEST/1", "Version", version.digest, "A small roadmap", "Contents", "Mandates", "2. R-01 Resolution 2254"):
        assert words in text
    assert "900 of 4,000 pupils (23\u00a0%)" in text
    assert "Not before 1 October 2023, not after 1 March 2024 (T0 + 6m)" in " ".join(text.split())
    assert [name for name in ("Measures by sector", "Milestones by area", "Timeline") if name not in text] == []


@pytest.mark.parametrize(
    ("language", "label", "title"), [("en", "Mandates", "Resolution 2254"), ("ar", "المرجعيات", "القرار 2254")]
)
def test_the_cover_names_the_mandates(version: Version, language: str, label: str, title: str) -> None:
    with pypdfium2.PdfDocument(made(version, "pdf", language)) as pdf:
        cover = letters(pdf[0].get_textpage().get_text_range())
    document = docx.Document(io.BytesIO(made(version, "docx", language)))

    assert [words for words in (label, title) if letters(words) not in cover] == []
    assert f"{label}:\t{title}" in [paragraph.text for paragraph in document.paragraphs[:10]]


def test_the_arabic_pdf_is_searchable(version: Version) -> None:
    """Text is extracted by the library that browsers use; every Arabic word of the version is found, letter for letter."""
    text = letters(text_of(made(version, "pdf", "ar")))
    arabic = set(re.findall(r'"ar":"([^"]*)"', version.canonical))

    assert len(arabic) > 30
    assert {words for words in arabic for word in words.replace("*", "").split() if letters(word.strip(".")) not in text} == set()


def test_the_arabic_pdf_keeps_marked_words_readable(cast: Cast) -> None:
    source = Source(
        json.dumps(
            {
                "format": "scne-roadmap/1",
                "roadmap": {"key": "x", "title": {"ar": "موقفاً أولاً اعتُمد تمهّد عمّان بين اللاجئين"}, "source_language": "ar"},
            }
        ),
        1,
        "0" * 64,
        date(2023, 9, 1),
        "ar",
    )

    text = text_of(build(EXPORTERS["pdf"], source))

    assert [word for word in ("موقفاً", "أولاً", "اعتُمد", "تمهّد", "عمّان", "بين", "اللاجئين") if word not in text] == []


def test_the_kurmanji_pdf_keeps_its_letters(version: Version) -> None:
    text = text_of(made(version, "pdf", "ku"))

    assert "Nexşerêyeke biçûk" in text
    assert "Bakur û Rojhilatê Sûriyeyê" in " ".join(text.split())


def test_the_pdf_says_nothing_of_persons_programs_or_times_and_is_tagged(version: Version, cast: Cast) -> None:
    content = made(version, "pdf")

    with pikepdf.open(io.BytesIO(content)) as pdf:
        kept = {key: str(value) for key, value in pdf.docinfo.items()}
        assert set(kept) <= {"/Title", "/Creator"}
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
    assert cast.lead.display_name not in text_of(content)
    assert cast.lead.email.encode() not in content


@pytest.mark.parametrize(("language", "rtl"), [("en", False), ("ar", True)])
def test_the_docx_is_reopened(version: Version, language: str, rtl: bool) -> None:
    document = docx.Document(io.BytesIO(made(version, "docx", language)))

    body = document.element.body
    assert (body.sectPr.find(qn("w:bidi")) is not None, body.sectPr.find(qn("w:rtlGutter")) is not None) == (rtl, rtl)
    tables = [table._tbl.tblPr.find(qn("w:bidiVisual")) is not None for table in document.tables]
    assert tables
    assert set(tables) == {rtl}
    headings = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert len(headings) == 13
    assert headings[0].startswith("أولاً." if rtl else "I.")
    listed = [p for p in document.paragraphs if p.style.name.startswith("Contents")]
    marked = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert [link.get(qn("w:anchor")) for line in listed for link in line._p.iter(qn("w:hyperlink"))] == marked
    assert [line.text.split("\t")[0] for line in listed if line.style.name == "Contents1"] == headings
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.sections[0].header.paragraphs[0].text.startswith("TEST/1")
    numbered = [paragraph.text.split(".")[0] for paragraph in document.paragraphs if re.match(r"\d+\.\t", paragraph.text)]
    assert numbered == [str(number) for number in range(1, 15)]


def test_arabic_runs_are_told_to_word(version: Version) -> None:
    document = docx.Document(io.BytesIO(made(version, "docx", "ar")))

    title = next(paragraph for paragraph in document.paragraphs if paragraph.text == "خريطة طريق صغيرة")
    assert title.runs[0]._r.rPr.find(qn("w:rtl")) is not None
    assert title._p.pPr.find(qn("w:bidi")) is not None


def test_the_docx_carries_no_trace(version: Version, cast: Cast) -> None:
    content = made(version, "docx")

    document = docx.Document(io.BytesIO(content))
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.created, core.modified, core.title) == (
        "",
        "",
        None,
        None,
        "A small roadmap",
    )
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [name for name in package.namelist() if "thumbnail" in name or "app.xml" in name] == []
        everything = b"".join(package.read(name) for name in package.namelist())
    for word in (cast.lead.display_name, cast.lead.email, "python-docx", "Macintosh", "rsid"):
        assert word.encode() not in everything


def test_the_book_is_arranged_by_area_and_sector(version: Version) -> None:
    book = make_book(source_of(version, "en"))

    assert [chapter.numeral for chapter in book.chapters][:3] == ["I", "II", "III"]
    assert [annex.title for annex in book.annexes] == [
        "State of the criteria in each area",
        "Measures by sector",
        "Milestones by area",
        "Timeline",
        "Linkages between the areas",
    ]
    by_area = book.annexes[2]
    assert [(table.caption, [cell[0].value for cell in table.lines]) for table in by_area.tables] == [
        ("Government-held areas", ["M-01.G1"]),
        ("North and East Syria", ["M-01.N1"]),
    ]
    timeline, linkage = book.annexes[3:]
    assert [(len(annex.drawings), len(annex.tables)) for annex in (timeline, linkage)] == [(1, 1), (1, 1)]
    assert [(line[0].value, line[1].words[0].text, line[2].words[0].text) for line in timeline.tables[0].lines] == [
        ("M-01.G1", "1 October 2023", "1 March 2024"),
        ("M-01.N1", "–", "1 March 2024"),
    ]
    assert [line[0].value for line in linkage.tables[0].lines] == ["M-01", "M-02", "X-01"]


def test_codes_in_a_table_run_as_its_language_does(version: Version) -> None:
    with translation.override("ar"):
        by_sector = make_book(source_of(version, "ar")).annexes[1]
    assert [line[1].words[0].text for line in by_sector.tables[0].lines] == ["G\u200f، N"]


def test_a_roadmap_without_measures_and_windows_has_no_such_annex() -> None:
    source = Source('{"roadmap":{"key":"x"},"areas":[{"key":"a","code":"A"}]}', 1, "", date(2023, 9, 1), "en")

    assert make_book(source).annexes == ()


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [(1, "en", "I"), (4, "ku", "IV"), (9, "en", "IX"), (14, "ar", "رابع عشر"), (20, "ar", "XX"), (2, "ar", "ثانياً")],
)
def test_chapters_are_counted(number: int, language: str, expected: str) -> None:
    assert numeral(number, language) == expected


def test_files_are_named_after_roadmap_version_and_language(version: Version) -> None:
    assert [file_name(version, each, "ar") for each in ("pdf", "docx", "yaml")] == [
        "small-v1-ar.pdf",
        "small-v1-ar.docx",
        "small-v1.yaml",
    ]


def test_fonts_are_those_installed_with_the_product() -> None:
    assert all("site-packages" in path for path in font_paths())


def test_a_letter_that_no_face_has_keeps_nobody_from_reading(version: Version) -> None:
    """Set by the standard for readable files, one such letter would be an error and no file at all."""
    source = source_of(version, "en")
    foreign = Source(source.canonical.replace("A small roadmap", "A small 漢 roadmap"), 1, source.digest, source.day, "en")
    text = text_of(build(EXPORTERS["pdf"], foreign))
    assert "Contents" in text
    assert "A small" in text
