"""What may never be exchanged, on the pages: a new roadmap holds it, the draft takes it over with one press, words hold it up."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from milestones.domain.standing import standing_subjects
from milestones.domain.taking_over import take_over_subjects
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import delete_item, edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.factories import signed_in
from tests.milestones.web.test_exchanges import BUSES, LISTS, added
from tests.roadmap.web.desk.conftest import Browser, Page

Draft = Callable[[], Document]
HERE = "/roadmaps/small/exchanges/"
LACKING = "//form[@action='/roadmaps/small/exchanges/subjects/']"
KEYS = [entry.key for entry in standing_subjects()]
NEW = {"title_en": "Roadmap for Homs", "key": "homs", "t0": "2023-09-01", "source_language": "en"}


def keys(document: Document) -> list[str]:
    return [entry.key for entry in document.of("protected_subjects")]


def undo(browser: Browser, page: Page) -> Page:
    form = "//*[@id='flash']//form"
    return browser.post(page.one(form).get("action"), page.form(form))


# --- A new roadmap, by forms alone ---------------------------------------------------------------------------------------


def add(browser: Browser, kind: str, **typed: str) -> None:
    url = f"/roadmaps/homs/add/{kind}/"
    data = browser.get(url).form()
    answer = browser.post(url, data | {name.replace("__", "."): value for name, value in typed.items()})
    assert answer.status == 302, answer.texts("//*[contains(@class, 'errorlist')]")


def homs() -> Document:
    return build_document(Roadmap.objects.get(key="homs"))


@pytest.fixture
def facilitator(cast: Cast) -> Browser:
    """Who has made a roadmap of two areas with what each would give, and no file."""
    browser = Browser(signed_in(cast.lead))
    assert browser.post("/roadmaps/new/", NEW).status == 302
    for name in ("Government", "Administration"):
        add(browser, "areas", name__en=name, authority__en=name)
    typed = {"threshold.value": "1", "dimension": "calm"}
    texts = {f"{name}.en": "Calm" for name in ("title", "definition", "indicator", "unit", "verification")}
    add(browser, "criteria", **typed, **texts)
    document = homs()
    [first, second], [criterion] = document.of("areas"), document.of("criteria")
    for area, title in ((first.key, "Facilitate the return of Syrian refugees"), (second.key, "Fund early recovery")):
        add(
            browser, "milestones", title__en=title, area=area, criterion=criterion.key, owner__en="Governor",
            verification__en="Visit", window__not_after="T0 + 6m", reversal__en="As before", trigger__en="A breach",
        )  # fmt: skip
    return browser


def test_a_new_roadmap_begins_with_what_is_never_exchanged(facilitator: Browser) -> None:
    document = homs()
    assert [(entry.key, entry.code) for entry in document.of("protected_subjects")] == [
        (key, f"B-0{number}") for number, key in enumerate(KEYS, start=1)
    ]
    assert [entry.data for entry in document.of("protected_subjects")] == [entry.data for entry in standing_subjects()]
    assert facilitator.get("/roadmaps/homs/exchanges/").tree.xpath("//form[contains(@action, 'subjects')]") == []


def test_lesson_refugee_return_was_used_as_a_bargaining_chip(facilitator: Browser) -> None:
    """In a new roadmap, by forms alone, where nobody named or marked anything: told while it is built, told once it is saved,
    in the way of freezing, and refused as soon as somebody says what it is."""
    refugees, recovery = homs().of("milestones")
    url = "/roadmaps/homs/exchanges/new/"
    step = facilitator.get(f"{url}?next=1&m={refugees.key}&m={recovery.key}")
    typed = step.form("//main//form[@method='post']") | {"title.en": "Calm for funds"}
    points = "“return of refugees” points to a protected subject, “Return of refugees”, never to be exchanged."
    words = f"{refugees.code}, Title: {points}"
    looked = facilitator.post(url, typed | {"look": "1"}).texts("//*[@aria-labelledby='looked-title']/p")
    assert [line for line in looked if line.startswith(f"Alarm {words}")] != []
    shown = facilitator.follow(facilitator.post(url, typed))
    assert [line for line in shown.texts("//article//*[@class='exchange-finding']") if line.startswith(f"Alarm {words}")] != []
    seems = f"E-01{refugees.code} seems to concern a protected subject, “Return of refugees” (“return of refugees”). What can be"
    assert refusals(facilitator) == [f"{refugees.code}{words}", f"{seems} done about it stands with {refugees.code}."]
    edit = f"/roadmaps/homs/draft/milestones/{refugees.key}/edit/"
    marked = facilitator.save(edit, protected_subjects="refugee-return")
    assert marked.status == 400
    assert "cannot be exchanged: People return when they themselves judge it safe." in marked.texts("//main")[0]


def test_where_a_word_is_wrong_the_form_takes_the_reason_and_the_draft_is_frozen(facilitator: Browser) -> None:
    refugees, recovery = homs().of("milestones")
    url = "/roadmaps/homs/exchanges/new/"
    step = facilitator.get(f"{url}?next=1&m={refugees.key}&m={recovery.key}")
    facilitator.post(url, step.form("//main//form[@method='post']") | {"title.en": "Calm for funds"})
    edit = f"/roadmaps/homs/draft/milestones/{refugees.key}/edit/"
    assert facilitator.save(edit, **{"not_protected.+1.subject": "refugee-return"}).status == 400  # no reason
    row = {"not_protected.+1.subject": "refugee-return", "not_protected.+1.reason.en": "Visitors who go home in the evening."}
    assert facilitator.save(edit, **row).status == 302
    assert refusals(facilitator) == []
    assert facilitator.post(reverse("version_freeze", args=["homs"]), {"note": "First"}).status == 302
    card = facilitator.get("/roadmaps/homs/").texts(f"//*[@id='milestones-{refugees.key}']")[0]
    assert "Not about a protected subject" in card
    assert "Visitors who go home in the evening." in card


def test_the_form_asks_for_a_reason_only_where_one_looks_for_it(lead: Browser) -> None:
    """It is the exception: its rows are folded, unlike those of a list that must not be empty, until a link leads there."""
    rows = "//details[@open][.//*[starts-with(@name, 'not_protected')]]"
    edit = "/roadmaps/small/draft/milestones/gov-lists/edit/"
    assert lead.get(edit).tree.xpath(rows) == []
    assert len(lead.get(f"{edit}?at=not_protected").tree.xpath(rows)) == 1


def refusals(browser: Browser) -> list[str]:
    """What the page of freezing says is in the way, each up to its first sentence."""
    page = browser.get(reverse("versions", args=["homs"]))
    return [line.split(" People return")[0] for line in page.texts("//*[@aria-labelledby='missing-title']/ol/li")]


# --- Taking the standing subjects over ------------------------------------------------------------------------------------


def test_they_are_taken_over_with_one_press_and_out_again_with_another(lead: Browser, draft: Draft) -> None:
    page = lead.get(HERE)
    assert "These subjects hold all the same: Return of refugees, Humanitarian access as leverage" in page.texts("//main")[0]
    assert lead.post(f"{HERE}subjects/").status == 302
    assert keys(draft()) == KEYS
    shown = lead.get(HERE)
    assert (shown.tree.xpath(LACKING), shown.texts("//*[@id='flash']//a")) == ([], [f"B-0{number}" for number in range(1, 6)])
    assert undo(lead, shown).status == 302
    assert keys(draft()) == []


def test_what_was_deleted_is_named_and_taken_back(lead: Browser, draft: Draft, roadmap: Roadmap, cast: Cast) -> None:
    crimes = take_over_subjects(roadmap=roadmap, actor=cast.lead)[-1]
    delete_item(item=crimes, kind_name="protected_subjects", actor=cast.lead)
    assert "These subjects hold all the same: Answering for the gravest crimes." in lead.get(HERE).texts("//main")[0]
    lead.post(f"{HERE}subjects/")
    assert keys(draft()) == KEYS
    assert lead.follow(lead.post(f"{HERE}subjects/")).texts("//*[@id='flash']//span") == ["The draft named them all already."]


def test_undoing_takes_out_all_or_nothing(lead: Browser, draft: Draft, roadmap: Roadmap, cast: Cast) -> None:
    """A milestone refers to one of them by now."""
    page = lead.follow(lead.post(f"{HERE}subjects/"))
    buses = roadmap.milestones.get(key="aanes-buses")
    said: dict[str, Any] = {"not_protected.grave-crimes.reason.en": "It is about buses."}
    edit_item(item=buses, kind_name="milestones", changes=said, base=buses.revision, actor=cast.lead)
    answer = undo(lead, page)
    assert (answer.status, answer.texts("//*[@role='alert']/div/p")) == (409, ["Other items refer to it: change them first."])
    assert keys(draft()) == KEYS


def test_who_only_reads_is_not_asked_to_take_them_over(administrator: Browser, cast: Cast) -> None:
    assert administrator.get(HERE).tree.xpath(LACKING) == []
    assert administrator.post(f"{HERE}subjects/").status in {403, 404}


def test_the_page_costs_the_same_whatever_words_say(
    lead: Browser, roadmap: Roadmap, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    plain = [{name: value for name, value in each.items() if name != "gate"} for each in (LISTS, BUSES)]
    added(roadmap, cast, "one", *plain)
    lead.get(HERE)
    with CaptureQueriesContext(connection) as few:
        lead.get(HERE)
    for number in range(3):
        added(roadmap, cast, f"more-{number}", {**plain[0], "loss": {"en": f"Humanitarian aid, amnesty {number}"}}, plain[1])
    with django_assert_num_queries(len(few)):
        lead.get(HERE)
