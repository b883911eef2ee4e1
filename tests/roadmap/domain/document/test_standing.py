"""Standing entries: what every new roadmap begins with, and a file may name without saying what it is."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from roadmap.domain.document import Document, Entry, kind, register
from roadmap.domain.document.standing import add_standing
from roadmap.domain.files.reading import document_from

LISTED = [Entry("mandates", key, "", {"title": {"en": key}}) for key in ("unscr-2254", "charter")]


@pytest.fixture
def mandates() -> Iterator[None]:
    """Mandates of which two stand from the beginning."""
    before = kind("mandates")
    register(replace(before, standing=lambda: LISTED, fields=before.fields[:-2]))  # every kind gets the common two anew
    yield
    register(before)


@pytest.mark.usefixtures("mandates")
def test_they_stand_behind_the_documents_own_which_win() -> None:
    own = Entry("mandates", "charter", "A-01", {"title": {"en": "Ours"}})
    document = Document({}, {"mandates": [own]})
    assert document.find("mandates", "unscr-2254") is None
    add_standing(document)
    assert document.of("mandates") == [own, LISTED[0]]
    assert document.find("mandates", "unscr-2254") == LISTED[0]


@pytest.mark.usefixtures("mandates")
def test_a_file_gets_those_that_it_names() -> None:
    criterion = {"key": "c", "title": "C", "dimension": "calm", "mandates": ["charter"]}
    file = {"format": "scne-roadmap/1", "roadmap": {"key": "x", "title": "X"}}
    assert document_from(file).of("mandates") == []
    assert document_from({**file, "criteria": [criterion]}).of("mandates") == [LISTED[1]]
