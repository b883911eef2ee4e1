"""Export then import gives an identical hash, for any document."""

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from roadmap.domain.document.storage import build_document
from roadmap.domain.files import import_document, read_file, write_file
from roadmap.domain.files.reading import document_from
from roadmap.models import Roadmap

_LETTERS = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_WORDS = st.text(st.one_of(_LETTERS, st.sampled_from("\n:#-|>'\"{}[]&*!%@ ")), max_size=40)
_TEXT = st.dictionaries(st.sampled_from(["en", "ar", "ku"]), _WORDS, max_size=3)
_NUMBER = st.one_of(st.integers(0, 2**52), st.floats(0, 1e6, allow_nan=False))
_AMOUNT = st.fixed_dictionaries({}, optional={"value": _NUMBER, "note": _TEXT})
_MOMENT = st.one_of(st.dates().map(str), st.sampled_from(["T0", "T0 + 6m", "t0-2w", "T0 + 1y"]))
_KEYS = st.lists(st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True), unique=True, max_size=4)


@st.composite
def _documents(draw: st.DrawFn) -> dict[str, Any]:
    areas, criteria, measures = draw(_KEYS), draw(_KEYS), draw(_KEYS)
    some = lambda keys: st.lists(st.sampled_from(keys), unique=True) if keys else st.just([])  # noqa: E731
    one = lambda keys: st.one_of(st.none(), st.sampled_from(keys)) if keys else st.none()  # noqa: E731
    common = {"source": st.text("abc §1", max_size=10), "illustrative": st.booleans()}

    def items(keys: list[str], **fields: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
        needed = {"dimension": fields.pop("dimension")} if "dimension" in fields else {}
        return [{"key": key, **draw(st.fixed_dictionaries(needed, optional={**fields, **common}))} for key in keys]

    return {
        "format": "scne-roadmap/1",
        "roadmap": {"key": "any", "title": draw(_TEXT), "t0": draw(st.one_of(st.none(), st.dates().map(str)))},
        "areas": _without_loops(
            items(areas, name=_TEXT, guarantors=st.lists(_TEXT, max_size=2), valid_from=st.dates().map(str), successor=one(areas))
        ),
        "criteria": items(
            criteria,
            title=_TEXT,
            dimension=st.sampled_from(["safe", "calm", "neutral"]),
            threshold=_AMOUNT,
            states=st.dictionaries(
                st.sampled_from(areas), st.fixed_dictionaries({"state": st.just("met")}, optional={"note": _TEXT})
            )
            if areas
            else st.just({}),
        ),
        "measures": items(measures, title=_TEXT, areas=some(areas), criteria=some(criteria), parts=_parts(areas)),
        "milestones": items(
            draw(_KEYS),
            title=_TEXT,
            measure=one(measures),
            area=one(areas),
            target=st.fixed_dictionaries({}, optional={"quantity": _NUMBER, "unit": _TEXT, "denominator": _NUMBER}),
            window=st.fixed_dictionaries({}, optional={"not_before": _MOMENT, "not_after": _MOMENT}),
        ),
        "sections": items(draw(_KEYS), title=_TEXT, body=_TEXT, place=st.sampled_from(["front", "back"])),
    }


def _without_loops(areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each area is carried on by one that stands before it, or by none."""
    keys = [area["key"] for area in areas]
    return [
        area if area.get("successor") in [None, *keys[:place]] else {**area, "successor": None}
        for place, area in enumerate(areas)
    ]


def _parts(areas: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(areas), _TEXT) if areas else st.just({})


@pytest.mark.slow
class RoundTrip(TestCase):
    """Each example begins with an empty database."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(_documents(), st.sampled_from(["yaml", "json"]))
    def test_import_export_import_keeps_the_hash(self, raw: dict[str, Any], file_format: str) -> None:
        roadmap, _changes = import_document(document=document_from(raw), actor=None)
        first = build_document(roadmap)
        file = write_file(first.as_dict(), file_format)

        read = read_file(file)
        assert read.digest() == first.digest()
        _same, changes = import_document(document=read, actor=None)
        assert not changes
        with transaction.atomic():
            Roadmap.objects.filter(pk=roadmap.pk).update(key="before")
            again, _changes = import_document(document=read_file(file), actor=None)
            assert build_document(again).digest() == first.digest()
            transaction.set_rollback(True)
        assert write_file(json.loads(first.canonical()), file_format).encode()
