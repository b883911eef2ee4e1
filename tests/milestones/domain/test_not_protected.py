"""Words that point to a protected subject keep a draft from being frozen until somebody says why it is not about it."""

import datetime as dt
from typing import Any

import pytest

from accounts.domain.errors import Invalid
from milestones.domain.exchanges.assessing import assess
from milestones.domain.exchanges.packages import propose
from milestones.domain.exchanges.protected import protected_in_exchange
from milestones.domain.plan import Plan
from milestones.domain.taking_over import take_over_subjects
from milestones.models import Exchange, Milestone, PolicyLine, ProtectedSubject
from milestones.sections.protection import protected_gaps
from roadmap.domain.completeness import find_gaps
from roadmap.domain.document import Document, Gap
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import StillUsed, add_item, delete_item, edit_item
from roadmap.domain.files.reading import BadFile, document_from
from roadmap.domain.versions import Incomplete, freeze_version
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.milestones.domain.exchanges.drafts import commitment, document, entry, exchange, milestone
from tests.roadmap.factories import small_roadmap

WHY = {"en": "These are commuters who go home in the evening."}
REASON = (
    "People return when they themselves judge it safe. A return that answers a favour is no free choice. "
    "(UNHCR, Protection Thresholds and Parameters for Refugee Return to Syria (February 2018); "
    "Time to change track (Clingendael, 2023), §3.1 and n.106)"
)
SAY_WHY = "Where it is not about it, say why under “Not about a protected subject”."
OF_MILESTONE = f"Take it out, or mark the milestone as of this subject. {SAY_WHY}"
OF_EXCHANGE = f"Take it out. {SAY_WHY}"
TAKE_OVER = "For that the draft must name the subject: take it over from the standing list, on the page of the exchanges."


def said(subject: str = "refugee-return", reason: Any = WHY) -> list[dict[str, Any]]:
    return [{"subject": subject, "reason": reason}]


def draft(mine: dict[str, Any] | None = None, other: dict[str, Any] | None = None, **bound: Any) -> Document:
    """Two milestones in an exchange, in which only words say what the first is about."""
    first = commitment("a", loss={"en": "Trust in the repatriation"}) if bound.pop("loss", False) else commitment("a")
    return document(
        milestone("a", **({"title": {"en": "Return of refugees"}} | (mine or {}))),
        milestone("b", "aanes", **(other or {})),
        exchange("e", first, commitment("b"), **bound),
    )


def gaps(made: Document) -> list[Gap]:
    """Where the words stand."""
    return [gap for gap in protected_gaps(made) if gap.path != "commitments"]


def test_a_word_in_a_milestone_of_an_exchange_blocks_at_the_milestone() -> None:
    words = "A, Title: “return of refugees” points to a protected subject, “Return of refugees”, never to be exchanged."
    assert gaps(draft()) == [Gap("milestones/a", "title", f"{words} {REASON} {OF_MILESTONE} {TAKE_OVER}")]


def test_the_exchange_says_that_a_milestone_in_it_holds_it_up() -> None:
    """Who has just put it in sees the exchange, not the milestone."""
    at = "A seems to concern a protected subject, “Return of refugees” (“return of refugees”)."
    assert [gap for gap in protected_gaps(draft()) if gap.path == "commitments"] == [
        Gap("exchanges/e", "commitments", f"{at} What can be done about it stands with A.")
    ]


def test_a_word_in_what_the_exchange_says_blocks_at_the_exchange() -> None:
    made = draft({"title": {"en": "Buses"}}, loss=True, summary={"en": "For the refugees' return"})
    at = "points to a protected subject, “Return of refugees”, never to be exchanged."
    assert gaps(made) == [
        Gap("exchanges/e", "summary", f"E, Summary: “refugee return” {at} {REASON} {OF_EXCHANGE} {TAKE_OVER}"),
        Gap(
            "exchanges/e",
            "commitments.a.loss",
            f"E, A, What is lost then: “repatriation” {at} {REASON} {OF_EXCHANGE} {TAKE_OVER}",
        ),
    ]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({"verification": {"ar": "شهادة بعودة اللاجئين"}}, "verification"),
        ({"reversal": {"ku": "Vegera penaberan disekine"}}, "reversal"),
        ({"trigger": {"en": "No repatriations"}}, "trigger"),
        ({"target": {"quantity": 5, "unit": {"en": "returning refugees"}}}, "target.unit"),
    ],
)
def test_every_text_of_a_milestone_is_looked_through(data: dict[str, Any], path: str) -> None:
    assert [(gap.ref, gap.path) for gap in gaps(draft({"title": {"en": "Buses"}, **data}))] == [("milestones/a", path)]


def test_a_gate_is_in_the_exchange_too_and_one_text_in_two_exchanges_is_told_once() -> None:
    made = document(
        milestone("gate", "aanes", title={"en": "Repatriation"}),
        milestone("a"),
        exchange("e", commitment("a", gate="gate")),
        exchange("f", commitment("a", gate="gate")),
    )
    assert [(hit.place, hit.milestone) for hit in protected_in_exchange(made)] == [("e", "gate"), ("f", "gate")]
    assert [(gap.ref, gap.path) for gap in gaps(made)] == [("milestones/gate", "title")]


def test_outside_of_exchanges_a_milestone_may_speak_of_it() -> None:
    made = draft({"title": {"en": "Buses"}})
    made.sections["milestones"].append(milestone("own", title={"en": "Return of refugees"}))
    assert gaps(made) == []


def test_a_policy_line_that_suspends_it_is_blocked_where_it_says_so() -> None:
    line = entry("policy_lines", "cut", "L-01", suspends=["own"])
    made = document(milestone("own", title={"en": "Aid convoys"}), line)
    (gap,) = gaps(made)
    assert (gap.ref, gap.path, gap.blocking) == ("policy_lines/cut", "suspends", True)
    assert str(gap.message).startswith(
        "Policy line L-01 suspends OWN, whose words point to a protected subject, “Humanitarian access as leverage” "
        "(Title: “aid convoy”). Aid goes where the need is."
    )
    (finding,) = [each for each in assess(made).findings if each.code == "protected-words"]
    assert finding.exchange == "cut"


def test_a_statement_clears_exactly_its_subject_and_its_item() -> None:
    title = {"en": "Return of refugees and humanitarian aid"}
    made = draft({"title": title, "not_protected": said()}, {"title": title}, title=title)
    assert [(gap.ref, str(gap.message).split("“")[1].split("”")[0]) for gap in gaps(made)] == [
        ("exchanges/e", "return of refugees"),
        ("exchanges/e", "humanitarian aid"),
        ("milestones/a", "humanitarian aid"),
        ("milestones/b", "return of refugees"),
        ("milestones/b", "humanitarian aid"),
    ]


def test_a_statement_of_the_exchange_clears_all_that_the_exchange_itself_says() -> None:
    made = draft(loss=True, title={"en": "Repatriation"}, not_protected=said())
    assert [(gap.ref, gap.path) for gap in gaps(made)] == [("milestones/a", "title")]


@pytest.mark.parametrize("reason", [None, {}])
def test_a_statement_without_a_reason_does_not_count(reason: Any) -> None:
    assert len(gaps(draft({"not_protected": said(reason=reason)}))) == 1


def test_a_mark_is_refused_whatever_is_said_beside_it() -> None:
    made = draft({"protected_subjects": ["refugee-return"], "not_protected": said()})
    assert [hit.how for hit in protected_in_exchange(made)] == ["given"]


def test_the_package_finder_leaves_it_out_until_it_is_settled() -> None:
    def proposed(**data: Any) -> list[str]:
        made = document(
            milestone("a", title={"en": "Return of refugees"}, **data),
            milestone("b", "aanes"),
            exchange("e", commitment("a", cost=1, benefits={"aanes": 3}), commitment("b", cost=1, benefits={"gov": 3})),
        )
        search = propose(Plan(made, dt.date(2023, 9, 1)))
        assert [each.because for each in search.choice.excluded if each.reason == "protected-words"] == (
            [] if data else [("refugee-return",)]
        )
        return list(search.choice.candidates)

    assert (proposed(), proposed(not_protected=said())) == (["b"], ["a", "b"])


# --- In a draft -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def roadmap(cast: Cast) -> Roadmap:
    """A draft without standing subjects, in which only words say that an exchange is of one."""
    made = small_roadmap(lead=cast.lead)
    edit(made, cast, Milestone, "aanes-buses", {"title.en": "Buses for the repatriation"})
    commitments = [{"milestone": "aanes-buses"}, {"milestone": "gov-lists"}]
    data = {"title": {"en": "Pupils"}, "mode": "simultaneous", "commitments": commitments}
    add_item(roadmap=made, kind_name="exchanges", data=data, key="pupils", actor=cast.lead)
    return made


def edit(roadmap: Roadmap, cast: Cast, model: type[Milestone | Exchange], key: str, changes: dict[str, Any]) -> None:
    item = model.objects.get(roadmap=roadmap, key=key)
    name = "milestones" if model is Milestone else "exchanges"
    edit_item(item=item, kind_name=name, changes=changes, base=item.revision, actor=cast.lead)


@pytest.mark.django_db
def test_a_draft_is_saved_cannot_be_frozen_and_can_once_somebody_says_why(roadmap: Roadmap, cast: Cast) -> None:
    with pytest.raises(Incomplete) as refused:
        freeze_version(roadmap=roadmap, note="First", actor=cast.lead)
    assert [each.path for each in refused.value.problems] == ["milestones/aanes-buses#title", "exchanges/pupils#commitments"]
    statement = {"not_protected.refugee-return.reason.en": WHY["en"]}
    with pytest.raises(Invalid):  # the draft does not name the subject
        edit(roadmap, cast, Milestone, "aanes-buses", statement)
    take_over_subjects(roadmap=roadmap, actor=cast.lead)
    edit(roadmap, cast, Milestone, "aanes-buses", statement)
    version = freeze_version(roadmap=roadmap, note="First", actor=cast.lead)
    assert "commuters who go home" in version.canonical


@pytest.mark.django_db
def test_a_statement_needs_a_reason_when_it_is_saved(roadmap: Roadmap, cast: Cast) -> None:
    take_over_subjects(roadmap=roadmap, actor=cast.lead)
    with pytest.raises(Invalid) as refused:
        edit(roadmap, cast, Milestone, "aanes-buses", {"not_protected": [{"subject": "refugee-return", "reason": {"en": "  "}}]})
    assert [each.path for each in refused.value.problems] == ["not_protected[0].reason"]


@pytest.mark.django_db
def test_a_deleted_subject_holds_all_the_same_and_comes_back_as_it_was(roadmap: Roadmap, cast: Cast) -> None:
    added = take_over_subjects(roadmap=roadmap, actor=cast.lead)
    assert added[0].key == "refugee-return"
    subject = ProtectedSubject.objects.get(roadmap=roadmap, key="refugee-return")
    edit_item(
        item=subject, kind_name="protected_subjects", changes={"title.en": "Going home"}, base=subject.revision, actor=cast.lead
    )
    subject.refresh_from_db()
    delete_item(item=subject, kind_name="protected_subjects", actor=cast.lead)
    assert [(gap.ref, gap.path) for gap in find_gaps(build_document(roadmap)) if gap.blocking] == [
        ("milestones/aanes-buses", "title"),
        ("exchanges/pupils", "commitments"),
    ]
    assert [each.key for each in take_over_subjects(roadmap=roadmap, actor=cast.lead)] == ["refugee-return"]
    back = ProtectedSubject.objects.live().get(roadmap=roadmap, key="refugee-return")
    assert (back.pk, back.code, back.title["en"]) == (subject.pk, subject.code, "Going home")
    assert take_over_subjects(roadmap=roadmap, actor=cast.lead) == []


@pytest.mark.django_db
def test_a_subject_that_a_statement_names_is_not_deleted(roadmap: Roadmap, cast: Cast) -> None:
    take_over_subjects(roadmap=roadmap, actor=cast.lead)
    edit(roadmap, cast, Exchange, "pupils", {"not_protected": said()})
    with pytest.raises(StillUsed):
        delete_item(
            item=ProtectedSubject.objects.get(roadmap=roadmap, key="refugee-return"),
            kind_name="protected_subjects",
            actor=cast.lead,
        )


@pytest.mark.django_db
def test_a_line_that_would_suspend_it_keeps_the_draft_from_being_frozen(roadmap: Roadmap, cast: Cast) -> None:
    Exchange.objects.all().delete()
    line = {
        "title": "Cut",
        "condition": "Calm",
        "watches": ["gov-lists"],
        "suspends": ["aanes-buses"],
        "decided_by": "The office",
    }
    add_item(roadmap=roadmap, kind_name="policy_lines", data=line, actor=cast.lead)
    with pytest.raises(Incomplete) as refused:
        freeze_version(roadmap=roadmap, note="First", actor=cast.lead)
    key = PolicyLine.objects.get().key
    assert [each.path for each in refused.value.problems] == [f"policy_lines/{key}#suspends"]


# --- In a file ------------------------------------------------------------------------------------------------------------


def file(**milestone: Any) -> dict[str, Any]:
    """A file without a section of protected subjects."""
    bound = {"key": "e", "title": "Road", "mode": "simultaneous", "commitments": [{"milestone": "a"}]}
    return {
        "format": "scne-roadmap/1",
        "roadmap": {"key": "x", "title": "X"},
        "milestones": [{"key": "a", "title": "Return of refugees", **milestone}],
        "exchanges": [bound],
    }


def test_a_file_that_names_no_subject_is_read_as_it_is_and_checked_all_the_same() -> None:
    made = document_from(file())
    assert (made.of("protected_subjects"), [gap.ref for gap in gaps(made)]) == ([], ["milestones/a"])


def test_a_file_that_names_a_standing_subject_gets_its_definition() -> None:
    made = document_from(file(not_protected=said()))
    assert [each.key for each in made.of("protected_subjects")] == ["refugee-return"]
    assert gaps(made) == []


def test_a_file_that_marks_a_milestone_with_one_is_refused_in_an_exchange() -> None:
    with pytest.raises(BadFile) as refused:
        document_from(file(protected_subjects=["refugee-return"]))
    assert [(each.path, str(each.message).endswith(f"and cannot be exchanged: {REASON}")) for each in refused.value.problems] == [
        ("milestones[0].protected_subjects", True),
        ("exchanges[0].commitments[0].milestone", True),
    ]


def test_a_file_that_names_what_nobody_defines_is_refused_as_before() -> None:
    with pytest.raises(BadFile) as refused:
        document_from(file(not_protected=said("nothing")))
    assert [each.path for each in refused.value.problems] == ["milestones[0].not_protected[0].subject"]
