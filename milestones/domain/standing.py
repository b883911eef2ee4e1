"""The standing list of what may never be put in an exchange, and what holds in a document: its own subjects and that list.

A draft may say more of a standing subject, in its own words, and never less: what it deletes or leaves out is held all the same,
and so is each tell-tale word (docs/adr/0014).
"""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from accounts.models.text import MultilingualText, in_language
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.local import apart

SUBJECTS = "protected_subjects"
_LIST = Path(__file__).parents[1] / "standing" / f"{SUBJECTS}.yaml"


@cache
def _listed() -> dict[str, Entry]:
    rows: list[dict[str, Any]] = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return {row["key"]: Entry(SUBJECTS, row.pop("key"), "", row) for row in rows}


def standing_subjects() -> list[Entry]:
    """The standing list, for a draft to make its own: copies without a code."""
    return copy.deepcopy(list(_listed().values()))


def lacking(document: Document) -> list[Entry]:
    """The standing subjects that a document does not define."""
    there = {entry.key for entry in document.of(SUBJECTS)}
    return [entry for key, entry in _listed().items() if key not in there]


def subjects_of(document: Document) -> list[Entry]:
    """All subjects that hold in a document: its own, then the standing ones that it does not define."""
    return [*document.of(SUBJECTS), *lacking(document)]


def subject_of(document: Document, key: str) -> Entry | None:
    """The subject that holds under a key; None where there is none."""
    return document.find(SUBJECTS, key) or _listed().get(key)


def subject_titles(document: Document) -> dict[str, str]:
    """Title of each subject by its key, in the active language."""
    return {entry.key: entry.title() for entry in subjects_of(document)}


def words_of(subject: Entry) -> list[MultilingualText]:
    """Its tell-tale words, with those of the standing subject of its key."""
    listed = _listed().get(subject.key)
    kept = list(subject.data.get("words") or ())
    return kept + [text for text in (listed.data["words"] if listed else ()) if text not in kept]


def why(subject: Entry) -> str:
    """The reason why it is protected, with its source, in the active language."""
    reason, source = in_language(subject.data.get("reason") or {}), subject.data.get("source", "")
    return f"{reason} {apart(f'({source})', (get_language() or 'en')[:2])}" if source else reason
