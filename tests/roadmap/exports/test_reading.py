"""Arabic in a PDF: every word of the product's own Arabic, vowel signs and all, is read back as it was written."""

import json
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polib
import pypdfium2
import pytest
from django.conf import settings
from PIL import ImageChops

from roadmap.exports import pdf
from roadmap.exports.base import Source
from roadmap.exports.run import EXPORTERS, build

pytestmark = pytest.mark.django_db

ARABIC = re.compile("[\u0621-\u063a\u0641-\u0652\u0670]{2,}")


def by_pdfium(path: Path) -> str:
    """The reader in Chrome and Edge."""
    with pypdfium2.PdfDocument(path) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def by_poppler(path: Path) -> str:
    """The reader in most others on Linux."""
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


#: Poppler is a program of the system: it is asked wherever there is one.
READERS = [by_pdfium, *([by_poppler] if shutil.which("pdftotext") else [])]


def arabic_words() -> set[str]:
    texts = [entry.msgstr for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / "ar" / "LC_MESSAGES" / "django.po"))]
    return words_of(" ".join(texts))


def words_of(text: str) -> set[str]:
    return set(ARABIC.findall(unicodedata.normalize("NFC", text)))


def book(words: set[str]) -> Source:
    roadmap = {"key": "x", "title": {"ar": "عنوان"}, "summary": {"ar": " ".join(sorted(words))}, "source_language": "ar"}
    return Source(json.dumps({"format": "scne-roadmap/1", "roadmap": roadmap}), 1, "0" * 64, date(2023, 9, 1), "ar")


@pytest.fixture(scope="module")
def words() -> set[str]:
    return arabic_words()


@pytest.fixture
def written(words: set[str], tmp_path: Path) -> Path:
    path = tmp_path / "words.pdf"
    path.write_bytes(build(EXPORTERS["pdf"], book(words)))
    return path


@pytest.mark.parametrize("reader", READERS)
def test_every_arabic_word_is_read_as_it_is_written(written: Path, words: set[str], reader: Callable[[Path], str]) -> None:
    signed = [word for word in words if any(map(unicodedata.combining, word))]

    assert (len(words) > 2000, len(signed) > 300) == (True, True)
    assert words - words_of(reader(written)) == set()


def test_nothing_that_is_seen_changes(written: Path, words: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "mend_reading", lambda content: content)
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(build(EXPORTERS["pdf"], book(words)))

    assert words - words_of(by_pdfium(plain)) != set()
    # A hair's breadth of grey at the edge of a sign; a sign out of its place would be thousands of black points.
    assert max(black_points(plain, written)) < 300


def black_points(one: Path, other: Path) -> Iterator[int]:
    """Points of each page, of some 2,000,000, that are clearly different."""
    with pypdfium2.PdfDocument(one) as first, pypdfium2.PdfDocument(other) as second:
        assert len(first) == len(second)
        for pages in zip(first, second, strict=True):
            drawn = [page.render(scale=2).to_pil().convert("L") for page in pages]
            yield sum(ImageChops.difference(*drawn).histogram()[128:])
