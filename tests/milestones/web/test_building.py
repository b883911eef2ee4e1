"""Building an exchange: choose milestones by side, look first, and add it; what is protected is refused with the reason."""

from collections.abc import Callable

import pytest

from roadmap.domain.document import Document
from roadmap.domain.drafting import add_item, edit_item
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.web.desk.conftest import Browser, Page

Draft = Callable[[], Document]
NEW = "/roadmaps/small/exchanges/new/"
BOTH = f"{NEW}?next=1&m=gov-lists&m=aanes-buses"
FORM = "//main//form[@method='post']"


def sent(browser: Browser, page: Page, **typed: str) -> Page:
    data = page.form(FORM) | {name.replace("__", "."): value for name, value in typed.items()}
    return browser.post(NEW, data)


def test_milestones_are_offered_by_side(lead: Browser) -> None:
    page = lead.get(NEW)
    assert page.texts("//main//details/summary") == ["G Government-held areas 1", "N North and East Syria 1"]
    assert page.texts("//label[contains(@class, 'offered')]") == ["M-01.G1 Lists accepted", "M-01.N1 Buses run"]


def test_a_search_keeps_what_was_chosen(lead: Browser) -> None:
    page = lead.get(f"{NEW}?q=buses&m=gov-lists")
    assert page.tree.xpath("//input[@name='m']/@value") == ["gov-lists", "aanes-buses"]
    assert page.tree.xpath("//input[@name='m'][@checked]/@value") == ["gov-lists"]


def test_an_exchange_is_built_without_javascript(lead: Browser, draft: Draft) -> None:
    typed = {
        "title__en": "Lists for buses",
        "mode": "gated",
        "phase": "1",
        "cost__gov-lists": "2",
        "reason__gov-lists": "Names are given away.",
        "benefit__gov-lists__aanes": "3",
        "why__benefit__gov-lists__aanes": "Nobody is turned back.",
        "gate__aanes-buses": "gov-lists",
        "cost__aanes-buses": "0",
    }
    assert sent(lead, lead.get(BOTH), **typed).status == 302
    (entry,) = draft().of("exchanges")
    assert entry.data == {
        "title": {"en": "Lists for buses"},
        "mode": "gated",
        "phase": 1,
        "commitments": [
            {"milestone": "aanes-buses", "cost": {"value": 0}, "gate": "gov-lists"},
            {
                "milestone": "gov-lists",
                "cost": {"value": 2, "reason": {"en": "Names are given away."}},
                "benefits": {"aanes": {"value": 3, "reason": {"en": "Nobody is turned back."}}},
            },
        ],
    }


def test_what_was_added_is_taken_out_again_with_one_button(lead: Browser, draft: Draft) -> None:
    shown = lead.follow(sent(lead, lead.get(BOTH), title__en="Lists for buses"))
    assert [entry.code for entry in draft().of("exchanges")] == ["E-01"]
    undo = "//*[@id='flash']//form"
    assert lead.post(shown.one(undo).get("action"), shown.form(undo)).status == 302
    assert draft().of("exchanges") == []


def test_choosing_others_loses_nothing_that_was_typed(lead: Browser, draft: Draft) -> None:
    typed = {"title__en": "Lists for buses", "cost__gov-lists": "2", "why__benefit__gov-lists__aanes": "Nobody is turned back."}
    first = sent(lead, lead.get(BOTH), **typed, choosing="1")
    assert first.tree.xpath("//input[@name='m'][@checked]/@value") == ["gov-lists", "aanes-buses"]
    assert first.tree.xpath("//main//form[@action]/@method") == ["post"]
    searched = lead.post(NEW, first.form(FORM) | {"q": "buses"})
    again = lead.post(NEW, searched.form(FORM) | {"next": "1"})
    kept = again.form(FORM)
    assert {name: kept[name.replace("__", ".")][0].strip() for name in typed} == typed
    assert draft().of("exchanges") == []


def test_going_on_with_nothing_chosen_says_so(lead: Browser) -> None:
    page = lead.get(f"{NEW}?next=1")
    assert page.texts("//*[@role='alert']") == ["Nothing is chosen yet: tick what the sides would give one another."]


def test_where_nothing_fits_and_nothing_is_chosen_there_is_no_way_on(lead: Browser) -> None:
    on = "//button[@name='next']"
    assert lead.get(f"{NEW}?q=zzzz").tree.xpath(on) == []
    assert len(lead.get(f"{NEW}?q=zzzz&m=gov-lists").tree.xpath(on)) == 1


def test_looking_first_tells_of_a_circle_and_saves_nothing(lead: Browser, draft: Draft) -> None:
    typed = {"mode": "gated", "gate__aanes-buses": "gov-lists", "gate__gov-lists": "aanes-buses", "look": "1"}
    page = sent(lead, lead.get(BOTH), **typed)
    assert page.status == 200
    assert (
        "Alarm Government-held areas, North and East Syria wait for one another: none of M-01.G1, M-01.N1 can come first."
        in page.texts("//*[@aria-labelledby='looked-title']/p")
    )
    assert page.tree.xpath("//select[@name='gate.gov-lists']/option[@selected]/@value") == ["aanes-buses"]
    assert draft().of("exchanges") == []


def test_looking_first_names_an_exchange_that_has_no_code_yet(lead: Browser) -> None:
    page = sent(lead, lead.get(BOTH), look="1")
    told = page.texts("//*[@aria-labelledby='looked-title']/p")
    assert {line for line in told if "nothing in return" in line} == {
        "Warning Exchange (not yet added): nothing in return for Government-held areas.",
        "Warning Exchange (not yet added): nothing in return for North and East Syria.",
    }


@pytest.mark.parametrize(
    ("mode", "missing"),
    [
        ("gated", ["Missing No gate: say which commitment starts when which other is verified."]),
        ("held", ["Missing Say which third party holds it."]),
        ("simultaneous", []),
    ],
)
def test_looking_first_lists_what_would_keep_it_from_being_frozen(lead: Browser, mode: str, missing: list[str]) -> None:
    told = sent(lead, lead.get(BOTH), mode=mode, look="1").texts("//*[@aria-labelledby='looked-title']/p")
    assert [line for line in told if line.startswith("Missing")] == missing


def test_looking_first_says_once_that_only_one_side_gives(lead: Browser) -> None:
    typed = {"next": "1", "m": "gov-lists", "mode": "gated", "look": "1"}
    told = lead.post(NEW, typed).texts("//*[@aria-labelledby='looked-title']/p")
    assert [line for line in told if "one side gives" in line] == [
        "Missing Only one side gives: name what answers it, or call it unconditional."
    ]


@pytest.fixture
def protected(roadmap: Roadmap, cast: Cast) -> None:
    """The buses concern a subject that is never exchanged."""
    data = {"title": {"en": "Return of refugees"}, "reason": {"en": "It is a right."}, "source": "UNHCR 2018"}
    add_item(roadmap=roadmap, kind_name="protected_subjects", data=data, actor=cast.lead, key="return")
    buses = roadmap.milestones.get(key="aanes-buses")
    changes = {"protected_subjects": ["return"]}
    edit_item(item=buses, kind_name="milestones", changes=changes, base=buses.revision, actor=cast.lead)


def test_a_protected_subject_is_not_offered(lead: Browser, protected: None) -> None:
    page = lead.get(NEW)
    assert page.tree.xpath("//input[@name='m'][@disabled]/@value") == ["aanes-buses"]
    told = page.texts("//label[.//input[@disabled]]//*[contains(@class, 'missing-mark')]")
    assert told == ["Protected, and never exchanged: Return of refugees"]
    assert page.tree.xpath("//label[.//input[@disabled]]//a/@href") == ["#subject-return"]
    assert page.texts("//*[@id='subject-return']") == ["Return of refugees: It is a right. (UNHCR 2018)"]


def test_a_subject_that_nothing_offered_concerns_is_not_told(lead: Browser, protected: None) -> None:
    assert lead.get(f"{NEW}?q=lists").tree.xpath("//*[starts-with(@id, 'subject-')]") == []


def test_going_on_with_one_side_alone_is_refused_and_keeps_what_was_ticked(lead: Browser, draft: Draft) -> None:
    page = lead.get(f"{NEW}?next=1&m=gov-lists&q=lists")
    assert page.texts("//*[@role='alert']//p")[0] == "Choose what each side gives: at least one milestone of two sides."
    assert page.tree.xpath("//input[@name='m'][@checked]/@value") == ["gov-lists"]
    assert page.one("//input[@name='q']").get("value") == "lists"
    again = lead.post(NEW, {"m": "gov-lists", "title.en": "Lists", "choosing": "1", "next": "1"})
    assert again.tree.xpath("//input[@name='m'][@checked]/@value") == ["gov-lists"]
    assert again.one("//input[@name='title.en']").get("value") == "Lists"


def test_what_one_side_gives_and_asks_nothing_for_is_built_here_too(lead: Browser, draft: Draft) -> None:
    page = lead.get(f"{NEW}?next=1&m=gov-lists")
    button = page.one("//button[@name='next'][@value='one-side']")
    assert button.text_content() == "Go on with one side: unconditional"
    typed = {"m": "gov-lists", "mode": "gated", "choosing": "1", "next": "one-side"}
    for step in (lead.get(f"{NEW}?next=one-side&m=gov-lists"), lead.post(NEW, typed)):
        assert step.tree.xpath("//input[@name='mode'][@checked]/@value") == ["unconditional"]
    assert sent(lead, step, title__en="Lists, for nothing").status == 302
    (entry,) = draft().of("exchanges")
    assert (entry.data["mode"], [each["milestone"] for each in entry.data["commitments"]]) == ("unconditional", ["gov-lists"])
    assert lead.get(f"{NEW}?next=one-side").texts("//*[@role='alert']//p") == [
        "Nothing is chosen yet: tick what the sides would give one another."
    ]


def test_a_search_takes_as_many_letters_as_fit_into_an_address(lead: Browser) -> None:
    field = lead.get(f"{NEW}?q={'x' * 300}").one("//input[@name='q']")
    assert (field.get("maxlength"), len(field.get("value"))) == ("200", 200)


def test_a_protected_subject_that_is_sent_all_the_same_is_refused(lead: Browser, protected: None, draft: Draft) -> None:
    page = sent(lead, lead.get(BOTH), title__en="Lists for buses")
    assert page.status == 400
    assert page.texts("//*[@role='alert']//li") == [
        "M-01.N1 concerns a protected subject, “Return of refugees”, and cannot be exchanged: It is a right. (UNHCR 2018)"
    ]
    assert page.texts("//textarea[@name='title.en']") == ["Lists for buses"]
    assert draft().of("exchanges") == []


def test_what_is_refused_is_told_at_its_row_and_field_with_all_that_was_typed(
    lead: Browser, protected: None, draft: Draft
) -> None:
    typed = {
        "title__en": "Lists for buses",
        "phase": "x",
        "cost__gov-lists": "9",
        "why__benefit__gov-lists__aanes": "They travel.",
    }
    page = sent(lead, lead.get(BOTH), **typed)
    row = "//section[.//input[@name='m'][@value='{}']]//ul[@class='errorlist']/li"
    assert page.texts(row.format("gov-lists")) == ["The number must be at most 5."]
    assert page.texts("//ul[@id='wrong-phase']/li") == ["Give a number, with digits 0-9 and a point."]
    kept = [page.one(f"//*[@name='{name}']").get("value") for name in ("phase", "why.benefit.gov-lists.aanes")]
    assert kept == ["x", "They travel."]
    page = sent(lead, lead.get(BOTH), title__en="Lists for buses")
    assert page.texts(row.format("gov-lists")) == []
    assert page.texts(row.format("aanes-buses")) == page.texts("//*[@role='alert']//li")
    assert page.tree.xpath("//*[@role='alert']//li/a/@href") == ["#wrong-aanes-buses"]
