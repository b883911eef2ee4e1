"""The annex that tells what groups signed off, in PDF and Word, English and Arabic; and what is not in it."""

import io
import re
import unicodedata
import zipfile

import pypdfium2
import pytest
from django.utils import translation

from milestones.pictures.convergence import convergence
from milestones.pictures.from_signed import signed_data, signed_note, signed_table
from roadmap.domain.exporting import request_export
from roadmap.domain.queries.signed_positions import SignedPositions, signed_positions
from roadmap.enums import Stand
from roadmap.exports.run import build_exports
from roadmap.models import Round
from tests.conftest import Cast
from tests.roadmap.domain.queries.test_signed_positions import EXAMS, PASSAGE, SHELLING, anonymous_round
from tests.roadmap.round_factories import opened_round
from tests.roadmap.stances import FOCAL_POINT, REVIEWER, RIVAL, closed, draw_red_line, take

NAMES = {
    "en": ("Annex 5", "Convergence", "Women of Homs", "Doctors of Idlib", "Cannot accept"),
    "ar": ("نساء حمص", "أطباء إدلب"),
}
#: What a person said or is, and what only the office knows.
SECRETS = ("Umm Khaled", "لا نقبل هذا", "Reviewer", "Focal Point", "Rival", "Lead", "@example.org", "Not shown")


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Closed; with names of groups, and with everything that could leak beside what groups signed off."""
    found = opened_round(cast, show_group_names=True, withheld={cast.group: {PASSAGE}})
    take(found, FOCAL_POINT, EXAMS, Stand.CONDITIONAL, "Only if Umm Khaled is free.")
    take(found, RIVAL, EXAMS, Stand.CANNOT_ACCEPT)
    take(found, RIVAL, PASSAGE, Stand.SUPPORT)
    take(found, REVIEWER, SHELLING, Stand.CANNOT_ACCEPT, for_group=False)
    draw_red_line(found, REVIEWER, SHELLING)
    return closed(found, cast)


def text_of(content: bytes, file_format: str) -> str:
    """All words of a file without marks and spaces that readers place as they like; for Word every part of the package."""
    if file_format == "pdf":
        with pypdfium2.PdfDocument(content) as pdf:
            text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = (package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels")))
            text = re.sub(r"<[^>]*?(?:descr=\"([^\"]*)\")?[^>]*>", r"\1", "\n".join(parts))
    return plain(text)


def plain(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text)
    return "".join(char for char in kept if not unicodedata.combining(char) and not char.isspace())


def made(round_: Round, cast: Cast, file_format: str, language: str, *, positions: bool) -> str:
    job = request_export(version=round_.version, file_format=file_format, language=language, actor=cast.lead, positions=positions)
    build_exports()
    job.refresh_from_db()
    return text_of(bytes(job.file.content), file_format)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_annex_is_there_where_it_was_asked_for_and_nowhere_else(
    round_: Round, cast: Cast, file_format: str, language: str
) -> None:
    told = made(round_, cast, file_format, language, positions=True)
    without = made(round_, cast, file_format, language, positions=False)

    assert [name for name in NAMES[language] if plain(name) not in told] == []
    assert [name for name in ("Women of Homs", "Doctors of Idlib", *NAMES["ar"]) if plain(name) in without] == []
    assert [secret for secret in SECRETS if plain(secret) in told] == []
    pseudonyms = round_.invitations.values_list("pseudonym", flat=True)
    assert [each for each in pseudonyms if plain(each) in told] == []


def signed(round_: Round, cast: Cast) -> SignedPositions:
    return signed_positions(round_.version, round_, cast.lead, language="en")


def test_it_says_of_which_round_and_day_it_is_and_who_stands_where(round_: Round, cast: Cast) -> None:
    found = signed(round_, cast)
    with translation.override("en"):
        note, table = signed_note(found, "en"), signed_table(found, "en")
    assert re.search(r"in review round 1 on version 1, which closed on \d+ \w+ \d{4}; 2 groups were invited\.", note)
    assert "never of persons" in note
    assert table.rows == (
        ("C-02", "Exams are recognised", "–", "Women of Homs", "Doctors of Idlib", "–"),
        ("M-01", "Passage to exams", "Doctors of Idlib", "–", "–", "–"),
    )


def test_without_names_it_counts_and_its_columns_are_no_groups(cast: Cast) -> None:
    round_ = anonymous_round(cast)
    take(round_, RIVAL, EXAMS, Stand.SUPPORT)
    take(round_, "speaker2@example.org", EXAMS, Stand.CANNOT_ACCEPT)
    found = signed(closed(round_, cast), cast)
    with translation.override("en"):
        table = signed_table(found, "en")
        picture = convergence(signed_data(found), "en")
        assert "none is named" in signed_note(found, "en")
    assert table.rows == (("C-02", "Exams are recognised", "1", "0", "1", "0"),)
    shown = picture.svg + repr(picture.table) + repr(table)
    assert [name for name in ("Board", "Women", "Doctors") if name in shown] == []
