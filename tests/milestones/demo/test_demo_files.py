"""The demonstration's files hang together: counts, references, languages, and the rules that its own principles set."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from roadmap.domain.completeness import find_gaps
from roadmap.domain.files import read_file
from roadmap.domain.files.reading import document_from

FOLDER = Path(__file__).resolve().parents[3] / "milestones" / "demo"
FILES = ("roadmap", "revision", "people", "review")
KINDS = ("areas", "crossings", "sectors", "mandates", "criteria", "measures", "milestones", "parked", "sections")
LANGUAGES = {"en", "ar", "ku"}
AREAS = ["gov", "aanes", "ssg", "sig"]
THEMES = {
    "accountability", "detainees-missing", "protection", "decentralisation", "economic-integration", "local-mediation",
    "womens-participation", "refugee-return", "humanitarian-access", "sanctions-relief", "conscription",
    "civil-documentation",
}  # fmt: skip
NO_REVERSAL = "None. This is a protected subject: nothing else may be suspended in answer to a lapse."
ARABIC = re.compile("[\u0600-\u06ff]")


class _Loader(yaml.SafeLoader):
    """Dates stay text, as the product's own reader has them."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def load(name: str) -> Any:
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 a safe loader


def refs(document: Any) -> set[str]:
    return {f"{kind}/{item['key']}" for kind in KINDS for item in document[kind]}


def revised() -> Any:
    """The draft after revision.yaml, without its moves."""
    document, revision = copy.deepcopy(load("roadmap")), load("revision")
    by_ref = {f"{kind}/{item['key']}": item for kind in KINDS for item in document[kind]}
    for change in revision["changes"]:
        for path, value in change["set"].items():
            *parents, last = path.split(".")
            place = by_ref[change["item"]]
            for name in parents:
                place = place[name]
            assert last in place, (change["item"], path)
            assert place[last] != value, (change["item"], path)
            place[last] = value
    for ref in revision["removed"]:
        document[ref.split("/")[0]].remove(by_ref[ref])
    for item in revision["added"]:
        document[item["kind"]].append({name: value for name, value in item.items() if name not in ("kind", "after")})
    return document


def maps(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield path, value
        for name, part in value.items():
            yield from maps(part, f"{path}.{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from maps(part, f"{path}[{index}]")


@pytest.mark.parametrize("name", FILES)
def test_no_control_or_override_characters(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert re.findall("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f\ufeff\ufffd]", text) == []


@pytest.mark.parametrize("name", FILES)
def test_every_text_is_in_three_languages_and_their_scripts(name: str) -> None:
    for path, text in maps(load(name)):
        if not LANGUAGES & text.keys():
            continue
        assert text.keys() == LANGUAGES, path
        assert all(isinstance(words, str) and words.strip() for words in text.values()), path
        assert ARABIC.search(text["ar"]), path
        assert not ARABIC.search(text["en"] + text["ku"]), path


def test_numbers_of_items() -> None:
    roadmap = load("roadmap")
    assert {kind: len(roadmap[kind]) for kind in KINDS} == {
        "areas": 4, "crossings": 4, "sectors": 5, "mandates": 6, "criteria": 15, "measures": 16, "milestones": 74,
        "parked": 5, "sections": 4,
    }  # fmt: skip
    assert len(refs(roadmap)) == sum(len(roadmap[kind]) for kind in KINDS)


def test_the_product_reads_both_versions_and_finds_no_gap() -> None:
    first = read_file((FOLDER / "roadmap.yaml").read_text(encoding="utf-8"))
    assert [(gap.ref, gap.path) for gap in find_gaps(first)] == []
    assert [(gap.ref, gap.path) for gap in find_gaps(document_from(revised()))] == []


def test_every_pair_of_areas_every_sector_dimension_and_crossing_is_served() -> None:
    roadmap = load("roadmap")
    measures = roadmap["measures"]
    pairs = {pair for each in measures for pair in combinations(sorted(each["areas"]), 2)}
    assert pairs == set(combinations(sorted(AREAS), 2))
    assert {each["sector"] for each in measures} == {each["key"] for each in roadmap["sectors"]}
    assert {crossing for each in measures for crossing in each["crossings"]} == {each["key"] for each in roadmap["crossings"]}
    assert {each["dimension"] for each in roadmap["criteria"]} == {"safe", "calm", "neutral"}
    used = {key for each in measures for key in each["criteria"]} | {each.get("criterion") for each in roadmap["milestones"]}
    assert {each["key"] for each in roadmap["criteria"]} - used == set()


def test_each_measure_asks_something_of_each_of_its_areas() -> None:
    roadmap = load("roadmap")
    asked = {(each.get("measure"), each.get("area")) for each in roadmap["milestones"]}
    crossings = {each["key"]: set(each["between"]) for each in roadmap["crossings"]}
    for measure in roadmap["measures"]:
        assert list(measure["parts"]) == measure["areas"], measure["key"]
        assert {(measure["key"], area) for area in measure["areas"]} <= asked, measure["key"]
        assert all(crossings[key] <= set(measure["areas"]) for key in measure["crossings"]), measure["key"]


def test_milestones_can_be_verified_and_are_spread_over_the_areas() -> None:
    milestones = load("roadmap")["milestones"]
    assert Counter(each.get("area", "third party") for each in milestones) == {
        "gov": 18, "aanes": 18, "sig": 17, "ssg": 14, "third party": 7,
    }  # fmt: skip
    for each in milestones:
        assert ("measure" in each) != ("criterion" in each), each["key"]
        assert ("area" in each) != ("actor" in each), each["key"]
        assert {"owner", "verification", "target", "window", "reversal", "trigger", "source"} <= each.keys(), each["key"]
        assert 0 < each["target"]["quantity"] <= each["target"]["denominator"], each["key"]


def test_criteria_obligations_are_the_same_for_every_area() -> None:
    """Principle 1: the same kind of obligation stands in the same words for all."""
    by_criterion: dict[str, list[Any]] = {}
    for each in load("roadmap")["milestones"]:
        if "criterion" in each and "area" in each:
            by_criterion.setdefault(each["criterion"], []).append(each)
    for criterion, milestones in by_criterion.items():
        assert [each["area"] for each in milestones] == AREAS, criterion
        for field in ("title", "verification", "target", "window", "reversal", "trigger"):
            assert all(each[field] == milestones[0][field] for each in milestones), (criterion, field)


def test_protected_subjects_are_never_answered_by_a_suspension() -> None:
    roadmap = load("roadmap")
    aid = {each["key"] for each in roadmap["measures"] if each["sector"] == "aid"}
    protected = {"detention-clarity", "release-confirmed", "return-conditions", "no-new-displacement"}
    found = [
        each
        for each in roadmap["milestones"]
        if "area" in each and (each.get("measure") in aid or each.get("criterion") in protected)
    ]
    assert len(found) == 22
    assert {each["reversal"]["en"] for each in found} == {NO_REVERSAL}


def test_what_is_called_protected_is_refused_in_an_exchange() -> None:
    called = {each["key"] for each in load("roadmap")["milestones"] if each.get("reversal", {}).get("en") == NO_REVERSAL}
    marked = {
        each["item"].removeprefix("milestones/") for each in load("exchanges")["changes"] if each["set"].get("protected_subjects")
    }
    assert called - marked == set()


def test_planning_values_are_marked() -> None:
    roadmap = load("roadmap")
    for kind in KINDS:
        for each in roadmap[kind]:
            assert each["source"], each["key"]
            assert each["illustrative"] is (kind in ("criteria", "measures", "milestones")), each["key"]


def test_the_revision_refers_to_what_is_there() -> None:
    roadmap, revision = load("roadmap"), load("revision")
    known = refs(roadmap)
    assert len(revision["changes"]) == 16
    assert {path.rsplit(".", 1)[-1] for each in revision["changes"] for path in each["set"]} >= LANGUAGES
    assert {each["kind"] for each in revision["added"]} == {"milestones", "parked"}
    assert known >= set(revision["removed"]) == {"milestones/passes-lists"}
    assert all({move["item"], move["after"]} <= known for move in revision["moves"])
    assert not known & {f"{each['kind']}/{each['key']}" for each in revision["added"]}


def test_people_are_invented_and_each_group_has_one_focal_point() -> None:
    people = load("people")
    groups = [each["key"] for each in people["groups"]]
    reviewers = [each for each in people["people"] if each["role"] == "reviewer"]
    assert len(groups) == len(set(groups)) == 12
    assert Counter(each["group"] for each in reviewers if each["focal_point"]) == Counter(groups)
    sizes = Counter(each["group"] for each in reviewers)
    assert sizes["cssr"] == 7
    assert sizes["wab"] == 6
    assert len(reviewers) == 32
    assert [each["key"] for each in people["groups"] if each["mail_opt_out"]] == ["ssg-del"]
    assert Counter(each["role"] for each in people["people"]) == {
        "facilitator": 3, "monitor": 1, "administrator": 1, "reviewer": 32,
    }  # fmt: skip
    assert all(each["email"] == f"{each['key']}@example.org" for each in people["people"])


@pytest.mark.parametrize("name", ["first", "second"])
def test_comments_refer_to_people_items_themes_and_one_another(name: str) -> None:
    review = load("review")
    part = review if name == "first" else review["open_round"]
    languages = {each["key"]: each["language"] for each in load("people")["people"]}
    groups = review["round"]["groups"] if name == "first" else part["groups"]
    items = refs(load("roadmap") if name == "first" else revised())
    seen: dict[str, Any] = {}
    assert {each["slug"] for each in review["themes"]} == THEMES
    for comment in part["comments"]:
        assert comment["id"] not in seen
        assert comment["by"].rsplit("-", 1)[0] in groups, comment["id"]
        assert comment["item"] in items, comment["id"]
        assert comment["theme"] in THEMES, comment["id"]
        assert (comment["kind"] == "suggestion") >= ("proposed" in comment), comment["id"]
        assert bool(ARABIC.search(comment["text"])) == (languages[comment["by"]] == "ar"), comment["id"]
        if "reply_to" in comment:
            parent = seen[comment["reply_to"]]
            assert (parent["item"], parent["visibility"]) == (comment["item"], "round"), comment["id"]
        seen[comment["id"]] = comment
    for position in part["positions"]:
        assert position["item"] == "overall" or position["item"] in items, position
        assert (position["stand"] == "conditional") <= bool(position["conditions"]), position
        assert position["by"] in groups or position["by"] in languages, position


def test_the_first_round_is_answered_and_its_changes_are_in_the_revision() -> None:
    review, revision = load("review"), load("revision")
    languages = {each["key"]: each["language"] for each in load("people")["people"]}
    comments = review["comments"]
    assert Counter(languages[each["by"]] for each in comments) == {"ar": 47, "en": 18, "ku": 12}
    assert Counter(each["response"]["outcome"] for each in comments) == {
        "noted": 46, "accepted": 14, "partly": 7, "declined": 7, "deferred": 3,
    }  # fmt: skip
    touched = {each["item"] for each in revision["changes"]} | {f"{each['kind']}/{each['key']}" for each in revision["added"]}
    changes = {each["response"]["change"] for each in comments} - {None}
    assert changes <= touched
    assert touched - changes == {"milestones/exam-road-aanes", "milestones/exam-road-ssg"}
    assert all(each["response"]["change"] for each in comments if each["response"]["outcome"] == "accepted")
    assert len(review["open_round"]["comments"]) == 6
    assert not any("response" in each for each in review["open_round"]["comments"])
