"""Versions on screen: who sees them, what they show, and what they cost."""

import hashlib
import json
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from milestones.models import Milestone
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import edit_item
from roadmap.domain.exporting import request_export
from roadmap.domain.files import json_schema, read_file
from roadmap.domain.versions import freeze_version
from roadmap.exports.run import build_exports
from roadmap.models import Criterion, ExportJob, Roadmap, Version
from tests.conftest import Cast
from tests.factories import signed_in
from tests.roadmap.factories import SMALL, small_roadmap
from tests.roadmap.round_factories import opened_round, small_version

pytestmark = pytest.mark.django_db
Counted = Callable[[int], object]


@pytest.fixture
def version(cast: Cast) -> Version:
    return small_version(cast)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def edited(version: Version, cast: Cast, title: str = "Exams are recognised everywhere") -> None:
    item = Criterion.objects.get(key="exams")
    edit_item(item=item, kind_name="criteria", changes={"title.en": title}, base=item.revision, actor=cast.lead)


ROUTES = {
    "versions": ["small"],
    "version": ["small", 1],
    "version_file": ["small", 1, "yaml"],
    "exports": ["small", 1],
    "compare": ["small"],
    "draft_file": ["small", "json"],
    "roadmap_import": ["small"],
}


@pytest.mark.parametrize("route", ROUTES)
def test_only_the_office_of_the_roadmap_gets_in(version: Version, cast: Cast, route: str) -> None:
    """Reviewers of a round know of its version by /review/ alone; to everybody else there is nothing here."""
    opened_round(cast, version)
    url = reverse(route, args=ROUTES[route])
    people = {name: person for name, person in vars(cast).items() if hasattr(person, "role")}

    answers = {name: signed_in(person).get(url).status_code for name, person in people.items()}

    assert {name for name, status in answers.items() if status == 200} == {"lead", "drafter"} | (
        set() if route == "roadmap_import" else {"administrator"}
    )
    assert {name: answers[name] for name in ("outsider", "monitor", "reviewer", "rival")} == {
        "outsider": 404,
        "monitor": 404,
        "reviewer": 404,
        "rival": 404,
    }
    assert Client().get(url).status_code == 302


def test_freezing_is_for_assigned_facilitators(version: Version, cast: Cast) -> None:
    url = reverse("version_freeze", args=["small"])

    assert signed_in(cast.administrator).post(url, {"note": "x"}).status_code == 403
    assert signed_in(cast.outsider).post(url, {"note": "x"}).status_code == 404
    assert Version.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_and_three(
    version: Version, cast: Cast, django_assert_num_queries: Counted, count: int
) -> None:
    for _number in range(count - 1):
        freeze_version(roadmap=version.roadmap, note="", actor=cast.lead)
    client = signed_in(cast.administrator)
    client.get(reverse("versions", args=["small"]))

    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        page = client.get(reverse("versions", args=["small"]))

    assert [each.number for each in page.context["rows"]] == list(range(count, 0, -1))


def test_a_version_is_read_with_few_queries_and_its_hash_is_checked(
    version: Version, cast: Cast, lead: Client, django_assert_num_queries: Counted
) -> None:
    url = reverse("version", args=["small", 1])
    lead.get(url)

    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        page = lead.get(url)

    assert page.context["holds"]
    body = page.content.decode()
    for words in (version.digest, "Hash checked", "Exams are recognised", "900 of 4,000 pupils"):
        assert words in body
    assert page.headers["Cache-Control"] == "no-store"


def test_a_version_is_read_in_another_language(version: Version, lead: Client) -> None:
    page = lead.get(reverse("version", args=["small", 1]), {"language": "ar"})

    assert page.context["language"] == "ar"
    assert '<article class="paper document" lang="ar" dir="rtl">' in page.content.decode()


def test_a_version_shows_what_was_frozen_not_the_draft(version: Version, cast: Cast, lead: Client) -> None:
    edited(version, cast, "Secret new title")

    assert "Secret new title" not in lead.get(reverse("version", args=["small", 1])).content.decode()


def test_freezing_from_the_page(cast: Cast, lead: Client) -> None:
    small_roadmap(lead=cast.lead)

    answer = lead.post(reverse("version_freeze", args=["small"]), {"note": "For the round"})

    assert answer.headers["Location"] == reverse("version", args=["small", 1])
    assert Version.objects.get().note == "For the round"


def test_an_incomplete_draft_keeps_the_note_and_links_to_what_is_missing(cast: Cast, lead: Client) -> None:
    small_roadmap(lead=cast.lead)
    item = Milestone.objects.get(key="gov-lists")
    edit_item(item=item, kind_name="milestones", changes={"owner": None}, base=item.revision, actor=cast.lead)

    page = lead.post(reverse("version_freeze", args=["small"]), {"note": "My note"})

    assert page.status_code == 422
    assert page.context["problems"] == [
        {
            "url": reverse("item_edit", args=["small", "milestones", "gov-lists"]) + "?at=owner",
            "code": "M-01.G1",
            "message": "Missing: Owner.",
        }
    ]
    assert "My note" in page.content.decode()
    assert not Version.objects.exists()


def test_a_note_that_is_too_long_is_refused(version: Version, lead: Client) -> None:
    assert lead.post(reverse("version_freeze", args=["small"]), {"note": "x" * 2001}).status_code == 400


def test_an_empty_roadmap_says_what_to_add(cast: Cast, lead: Client) -> None:
    roadmap = small_roadmap(lead=cast.lead)
    Roadmap.objects.filter(pk=roadmap.pk).update(t0=None)
    for row in Criterion.objects.all():
        row.deletion = "00000000-0000-0000-0000-000000000001"
        row.save()

    urls = {each["url"] for each in lead.get(reverse("versions", args=["small"])).context["problems"]}

    assert {reverse("item_add", args=["small", "criteria"]), reverse("roadmap_edit", args=["small"]) + "?at=t0"} <= urls


def test_compare_shows_the_draft_against_the_latest_version(version: Version, cast: Cast, lead: Client) -> None:
    edited(version, cast)

    page = lead.get(reverse("compare", args=["small"]))

    assert [(shown.change.ref, shown.change.states) for _label, changes in page.context["groups"] for shown in changes] == [
        ("criteria/exams", ("changed",))
    ]
    assert "Exams are recognised <ins>everywhere</ins>" in page.content.decode()


def test_compare_can_be_narrowed(version: Version, cast: Cast, lead: Client) -> None:
    edited(version, cast)
    freeze_version(roadmap=version.roadmap, note="", actor=cast.lead)
    edited(version, cast, "Third")
    url = reverse("compare", args=["small"])

    def refs(**filters: str) -> list[str]:
        groups = lead.get(url, filters).context["groups"]
        return [shown.change.ref for _label, changes in groups for shown in changes]

    assert refs(**{"from": "1", "to": "2"}) == ["criteria/exams"]
    assert refs(**{"from": "2", "to": "2"}) == []
    assert refs(**{"from": "1", "to": "draft", "kind": "measures"}) == []
    assert refs(**{"from": "1", "to": "draft", "kind": "criteria", "state": "changed"}) == ["criteria/exams"]
    assert refs(**{"from": "1", "to": "draft", "state": "added"}) == []
    assert lead.get(url, {"from": "9"}).status_code == 404


def test_there_is_nothing_to_compare_before_the_first_version(cast: Cast, lead: Client) -> None:
    small_roadmap(lead=cast.lead)

    assert "No version yet" in lead.get(reverse("compare", args=["small"])).content.decode()


def test_the_roadmap_file_of_a_version_is_saved_and_has_its_hash(version: Version, cast: Cast, lead: Client) -> None:
    edited(version, cast)

    answer = lead.get(reverse("version_file", args=["small", 1, "json"]))

    assert hashlib.sha256(answer.content).hexdigest() == version.digest
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-v1.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert read_file(lead.get(reverse("version_file", args=["small", 1, "yaml"])).content.decode()).digest() == version.digest
    assert lead.get(reverse("version_file", args=["small", 1, "pdf"])).status_code == 404


def test_the_draft_is_saved_as_it_is_now(version: Version, cast: Cast, lead: Client) -> None:
    edited(version, cast)

    answer = lead.get(reverse("draft_file", args=["small", "yaml"]))

    assert read_file(answer.content.decode()).digest() == build_document(version.roadmap).digest()
    assert lead.get(reverse("draft_file", args=["small", "exe"])).status_code == 404


def test_the_schema_is_public(client: Client) -> None:
    answer = client.get("/schema/scne-roadmap-1.json")

    assert json.loads(answer.content) == json.loads(json.dumps(json_schema()))
    assert answer.headers["Content-Type"] == "application/schema+json"


def test_a_file_is_asked_for_watched_and_fetched(version: Version, cast: Cast) -> None:
    client = signed_in(cast.administrator)
    url = reverse("exports", args=["small", 1])

    assert client.post(url, {"format": "docx", "language": "ar"}).headers["Location"] == url
    job = ExportJob.objects.get()
    page = client.get(url)
    assert '<meta http-equiv="refresh" content="3">' in page.content.decode()
    file_url = reverse("export_file", args=[job.uid])
    assert client.get(file_url).status_code == 404
    build_exports()

    part = client.get(url, headers={"HX-Request": "true"})
    assert part.templates[0].name == "roadmap/versions/_jobs.html"
    assert file_url in part.content.decode()
    assert "hx-trigger" not in part.content.decode()
    answer = client.get(file_url)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-v1-ar.docx"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert hashlib.sha256(answer.content).hexdigest() == ExportJob.objects.get().digest


def test_a_file_is_nothing_to_others(version: Version, cast: Cast) -> None:
    job = request_export(version=version, file_format="json", language="en", actor=cast.lead)
    build_exports()
    url = reverse("export_file", args=[job.uid])

    assert {
        name: signed_in(getattr(cast, name)).get(url).status_code for name in ("outsider", "reviewer", "monitor", "drafter")
    } == {
        "outsider": 404,
        "reviewer": 404,
        "monitor": 404,
        "drafter": 200,
    }


def test_an_unknown_format_is_refused(version: Version, lead: Client) -> None:
    assert lead.post(reverse("exports", args=["small", 1]), {"format": "exe", "language": "en"}).status_code == 422


def test_an_import_shows_what_would_change_before_it_does(version: Version, cast: Cast, lead: Client) -> None:
    url = reverse("roadmap_import", args=["small"])
    text = SMALL.replace("Buses run", "Buses run daily")
    before = build_document(version.roadmap).digest()

    page = lead.post(url, {"file": SimpleUploadedFile("anything.bin", b"\xef\xbb\xbf" + text.encode())})
    assert [(shown.change.ref, shown.change.states) for shown in page.context["changes"]] == [
        ("milestones/aanes-buses", ("changed",))
    ]
    assert build_document(version.roadmap).digest() == before

    stale = lead.post(url, {"text": text, "agreed": "1", "base": "another draft"})
    assert (stale.status_code, build_document(version.roadmap).digest()) == (409, before)
    assert stale.context["base"] == before

    done = lead.post(url, {"text": text, "agreed": "1", "base": page.context["base"]})
    assert done.headers["Location"] == reverse("draft", args=["small"])
    assert Milestone.objects.get(key="aanes-buses").title["en"] == "Buses run daily"
    assert lead.post(url, {"text": text}).context["changes"] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"text": "format: x"}, "The format must be"),
        ({"file": SimpleUploadedFile("a.yaml", b"\x89PNG\0")}, "The file is not text."),
        ({"file": SimpleUploadedFile("a.yaml", b"\xff\xfe")}, "The file is not text in UTF-8."),
        ({"file": SimpleUploadedFile("a.yaml", b"x" * 2_000_001)}, "The file is larger than 2 MB."),
        ({"text": SMALL.replace("key: small", "key: other")}, "its key is different"),
    ],
    ids=["nothing", "format", "binary", "encoding", "large", "key"],
)
def test_a_file_that_does_not_fit_is_refused(cast: Cast, lead: Client, data: dict[str, object], words: str) -> None:
    small_roadmap(lead=cast.lead)

    page = lead.post(reverse("roadmap_import", args=["small"]), data)

    assert page.status_code == 400
    assert words in page.content.decode()


@pytest.mark.parametrize(("content", "named"), [(b"\x89PNG\0", ["a.yaml"]), (b"format: x", [])])
def test_a_file_whose_text_is_not_kept_is_named_to_be_chosen_again(
    cast: Cast, lead: Client, content: bytes, named: list[str]
) -> None:
    """What is text stands in the form, to be corrected there."""
    small_roadmap(lead=cast.lead)

    page = lead.post(reverse("roadmap_import", args=["small"]), {"file": SimpleUploadedFile("a.yaml", content)})

    assert page.context["again"] == named
    assert ("<bdi>a.yaml</bdi>" in page.content.decode()) is bool(named)
    assert ("format: x" in page.content.decode()) is not bool(named)


def test_every_page_leads_back_to_the_roadmap(version: Version, lead: Client) -> None:
    title = str(version.roadmap)
    draft, versions = ("/roadmaps/small/", title), ("/roadmaps/small/versions/", "Versions")

    found = [
        lead.get(reverse(name, args=ROUTES[name])).context["crumbs"] for name in ("versions", "compare", "version", "exports")
    ]

    here = ("/roadmaps/small/versions/1/", "Version 1")
    assert found == [[draft], [draft, versions], [draft, versions], [draft, versions, here]]
