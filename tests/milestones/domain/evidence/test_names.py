"""Names: which ways of writing are one reporter, which names one source, and that a merger is told."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.domain.evidence.names import name_key, source_key
from milestones.domain.evidence.reading import Evidence, Record
from milestones.domain.evidence.two_ended import compute_measures
from milestones.domain.evidence.wording import reason_words
from tests.milestones.domain.evidence.documents import AANES, GOV, day, document, evidence, report
from tests.milestones.domain.evidence.test_hostile_readers import BECAME_ONE, progress, sources

ONE_REPORTER = [
    ("OCHA", "O.C.H.A."),
    ("Red Crescent", "The red-crescent"),
    ("Doctors' union", "Doctors’ Union"),
    ("الهلال الأحمر", "الهلال  الاحمر"),
    ("هيئة الإغاثة", "هيئه الاغاثة"),
    ("Rêxistina Şamê", "rexistina same"),
]
ONE_SOURCE = [
    ("OCHA", "UN OCHA"),
    ("OCHA", "U.N. OCHA"),
    ("OCHA", "United Nations OCHA"),
    ("OCHA", "the United Nations – OCHA"),
    ("الأمم المتحدة – اوتشا", "أوتشا"),
]
TWO_SOURCES = [
    ("OCHA", "UNHCR"),
    ("UN", "OCHA"),
    ("Unity", "ity"),
    ("United", "United Nations"),
    ("Doctors B", "Doctors C"),
    ("الهلال الأحمر", "الصليب الأحمر"),
]


@pytest.mark.parametrize(("one", "other"), ONE_REPORTER)
def test_ways_of_writing_one_name_are_one_reporter(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), ONE_SOURCE)
def test_an_office_with_and_without_the_united_nations_is_one_source_and_two_reporters(one: str, other: str) -> None:
    assert source_key(one) == source_key(other)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("one", "other"), TWO_SOURCES)
def test_names_that_only_look_alike_are_two_sources(one: str, other: str) -> None:
    assert source_key(one) != source_key(other)


@pytest.mark.parametrize("name", ["UN", "The", "United Nations", "…", "الأمم المتحدة"])
def test_a_name_is_never_read_as_nothing(name: str) -> None:
    assert source_key(name)


@given(st.text(max_size=20))
def test_reading_a_name_twice_changes_nothing(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)
    assert source_key(source_key(name)) == source_key(name)


@pytest.mark.parametrize(("one", "other"), [*ONE_REPORTER, *ONE_SOURCE])
def test_one_source_under_two_names_does_not_verify_and_is_told(one: str, other: str) -> None:
    found = progress(report("achieved", "2024-01-01", one), report("achieved", "2024-01-02", other))
    assert (found.state, sources(found)) == ("claimed", (1, False))
    (told,) = [each for each in found.reasons if each.code == "one_source"]
    assert (told.names, told.evidence, told.met) == ((one, other), ("v-001", "v-002"), None)
    words = reason_words(told, document(evidence=evidence(report("achieved", "2024-01-01", one))))
    assert words == f"Counted as one source: “{one}”, “{other}”. (E-01, v-002)"


def test_the_same_name_written_the_same_way_needs_no_telling() -> None:
    found = progress(*[report("achieved", f"2024-01-0{number}", "OCHA") for number in (1, 2)])
    assert [each.code for each in found.reasons] == ["sources"]


def test_a_merger_by_what_stands_before_a_name_hides_no_contradiction() -> None:
    """Were "UN Observers" and "Observers" two after all, the word of one would not have vanished behind the other's."""
    against = report("not_achieved", "2024-01-01", "Observers")
    rest = [report("achieved", "2024-01-02", name) for name in ("UN Observers", "Doctors B", "Red Crescent")]
    found = progress(against, *rest)
    assert (found.state, found.contradicted) == ("claimed", True)
    assert progress(against, *rest, report("achieved", "2024-01-03", "The Observers")).state == "verified"


@pytest.mark.parametrize("name", ["OCHA", "UN OCHA", "o.c.h.a."])
def test_who_is_to_act_is_no_witness_under_any_way_of_writing_its_name(name: str) -> None:
    third = {"area": None, "actor": {"en": "United Nations OCHA"}}
    reports = [report("achieved", "2024-01-01", name), report("achieved", "2024-01-02", "Red Crescent")]
    assert sources(progress(*reports, milestone=third)) == (1, False)
    guarded = {"gov": {**GOV, "guarantors": [{"en": "The UN OCHA"}]}, "aanes": AANES}
    assert sources(progress(*reports, areas=guarded)) == (1, False)


def test_who_speaks_for_itself_and_for_a_party_makes_both_one() -> None:
    """The third shows that the first two are one, whoever reported first."""
    reports = [
        report("achieved", "2024-01-01", "Clinic", on_behalf_of="Doctors B"),
        report("achieved", "2024-01-02", "Office", on_behalf_of="Lawyers"),
        report("achieved", "2024-01-03", "Doctors B", on_behalf_of="Lawyers"),
    ]
    assert sources(progress(*reports[:2])) == (2, True)
    after = progress(*reports)
    # What was verified on the day of the second source stays so; from now on the three are one.
    assert (after.state, after.actual, sources(after)) == ("verified", day("2024-01-02"), (1, False))
    early = {**reports[2], "date": "2023-12-31"}
    assert (progress(*reports[:2], early).state, sources(progress(*reports[:2], early))) == ("claimed", (1, False))


def test_two_areas_that_became_one_are_one_source_once_the_one_speaks_too() -> None:
    reports = [report("achieved", "2024-01-01", f"Office {key}", on_behalf_of=key) for key in ("gov", "ssg")]
    after = report("achieved", "2025-01-01", "Office", on_behalf_of="centre")
    assert sources(progress(*reports, areas=BECAME_ONE, milestone={"area": "aanes"})) == (2, True)
    assert sources(progress(*reports, after, areas=BECAME_ONE, milestone={"area": "aanes"})) == (1, False)


RECORDS = st.lists(
    st.builds(
        report,
        st.just("achieved"),
        st.dates(day("2024-01-01"), day("2024-01-09")).map(str),
        st.sampled_from(["A", "UN A", "the a", "B", "C", "Damascus"]),
        on_behalf_of=st.sampled_from([None, "B", "gov", "ssg", "centre", "aanes"]),
    ),
    max_size=8,
)


@given(RECORDS)
def test_sources_are_what_hangs_together(reports: list[dict[str, Any]]) -> None:
    """The groups are the connected components of "is one source with", whatever the order."""
    found = Evidence(document(areas=BECAME_ONE, milestones={"releases": {"area": "aanes"}}, evidence=evidence(*reports)))
    records = found.by_subject["milestones/releases"]
    graph = nx.Graph()
    graph.add_nodes_from(record.key for record in records)
    pairs = ((one, other) for one in records for other in records)
    graph.add_edges_from((one.key, other.key) for one, other in pairs if found.lines.is_one_source(one, other))
    expected = {frozenset(part) for part in nx.connected_components(graph)}

    def keys(order: list[Record]) -> set[frozenset[str]]:
        return {frozenset(record.key for record in group) for group in found.lines.sources(order)}

    assert keys(records) == keys(records[::-1]) == expected


def test_both_ends_in_one_hand_are_seen_whatever_stands_before_its_name() -> None:
    reports = [
        report("achieved", "2024-01-01", "North and East Syria", measure="m", on_behalf_of="UN mission"),
        report("achieved", "2024-01-01", "Syrian government in Damascus", measure="m", on_behalf_of="the Mission"),
    ]
    found = compute_measures(
        document(measures={"m": {"areas": ["gov", "aanes"]}}, evidence=evidence(*reports)), day("2024-02-01")
    )
    assert (found["m"].one_hand, found["m"].state.value) == (True, "one_end")
