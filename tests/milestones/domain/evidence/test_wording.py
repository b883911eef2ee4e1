"""Reasons in words: each has a sentence, in which nothing is left to guess."""

import datetime as dt
import re
from pathlib import Path

import pytest

from milestones.domain.evidence import wording
from milestones.domain.evidence.verification import Reason
from tests.milestones.domain.evidence.documents import document, evidence, report

ONE = document(
    policy_lines={"gate": {"title": {"en": "No releases, no funds"}}},
    milestones={"releases": {"title": {"en": "Releases"}}},
    evidence=evidence(report("achieved", "2023-08-01", "A"), report("achieved", "2023-08-02", "B")),
)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("no_evidence", met=False), "Nothing has been reported."),
        (Reason("sources", ("v-001",), 2, 1, met=False), "2 independent sources are needed; found: 1. (E-01)"),
        (Reason("sources", (), 1, 0, met=False), "1 independent source is needed; found: 0."),
        (Reason("from_area", item="aanes", met=False), "No source from North and East Syria confirms it yet."),
        (Reason("from_area", ("v-002",), item="aanes", met=True), "A source from North and East Syria confirms it. (E-02)"),
        (Reason("monitor", met=True), "A monitor confirms it."),
        (Reason("quantity", (), 20_000, 476, met=False), "Agreed: 20,000; reported at most: 476."),
        (Reason("quantity", (), 20_000, met=False), "Agreed: 20,000. No source that counts gives a quantity yet."),
        (
            Reason("suspended", item="gate", day=dt.date(2023, 9, 6), text={"en": "Reversed."}),
            "Suspended since 6 September 2023 under “No releases, no funds”: Reversed.",
        ),
        (Reason("ended", day=dt.date(2023, 9, 6)), "Ended by decision on 6 September 2023."),
        (Reason("window_over", day=dt.date(2023, 9, 6)), "Its latest day, 6 September 2023, has passed without verification."),
        (
            Reason("reading_met", ("v-001",), 10_000, 9_000, day=dt.date(2023, 9, 6), met=True),
            "The indicator reached the threshold (6 September 2023). Read: 9,000; threshold: 10,000. (E-01)",
        ),
        (Reason("milestones", needed=2, found=1, met=False), "Milestones verified: 1 of 2."),
        (Reason("milestone_lost", item="releases", met=False), "Lapsed, ended, suspended or reversed: Releases"),
    ],
)
def test_a_reason_in_words(reason: Reason, words: str) -> None:
    assert wording.reason_words(reason, ONE) == words


def test_every_reason_that_an_engine_gives_has_words() -> None:
    folder = Path(wording.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "wording.py")
    given = set(re.findall(r'Reason\(\s*"([a-z_]+)"', source)) | {f"reading_{state}" for state in ("met", "partly", "not_met")}
    remarks = re.search(r"kinds = \{(.*?)\n    \}", source, re.DOTALL)
    assert remarks
    given |= set(re.findall(r'^\s+"([a-z_]+)":', remarks[1], re.MULTILINE)) | {"own_reading"}
    assert given == set(wording._PLAIN) | set(wording._SAY)
