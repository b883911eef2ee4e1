"""The answer desk."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roadmap.domain.document.folding import fold
from roadmap.domain.responses import answer_comment, note_comments
from roadmap.domain.rounds import close_round
from roadmap.enums import CommentKind, CommentState, Outcome, RoundState
from roadmap.models import Comment, Response, Round, Theme
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, posted_comment

HTMX = {"HX-Request": "true"}


@pytest.fixture
def round_(cast: Cast) -> Round:
    """A closed round: two comments on exams and one on the whole, a draft and a withdrawn one."""
    opened = opened_round(cast)
    mine, rival = opened.invitations.get(user=cast.reviewer), opened.invitations.get(user=cast.rival)
    theme = Theme.objects.create(slug="testing", name={"en": "Testing theme", "ar": "محور الاختبار"})
    said(mine, "Which exams are meant?", kind=CommentKind.QUESTION, language="en")
    said(rival, "نقترح أن تُذكر الشهادة الثانوية.", kind=CommentKind.SUGGESTION, language="ar", theme=theme)
    said(rival, "It is a good text.", ref=None, kind=CommentKind.SUPPORT, language="en")
    said(mine, "Secret thoughts", state=CommentState.DRAFT, posted_at=None)
    said(mine, "Taken back", state=CommentState.WITHDRAWN)
    return close_round(round=opened, actor=cast.lead)


@pytest.fixture
def lead(cast: Cast) -> Client:
    return factories.signed_in(cast.lead)


def said(invitation: Any, text: str, ref: str | None = "criteria/exams", **fields: Any) -> Comment:
    return posted_comment(invitation, ref, text=text, folded=fold(text), **fields)


def at(round_: Round, name: str = "answers", *more: Any) -> str:
    return reverse(name, args=[round_.roadmap.key, round_.number, *more])


def texts(response: Any) -> list[str]:
    return [row.comment.text for row in response.context["rows"]]


def answer(**changes: Any) -> dict[str, Any]:
    return {"outcome": "partly", "reason_en": "In part.", "reason_ar": "", "change": "criteria/exams", "base": "0", **changes}


def test_all_posted_comments_are_listed_in_the_order_of_the_document(lead: Client, round_: Round) -> None:
    response = lead.get(at(round_))
    assert texts(response) == ["It is a good text.", "Which exams are meant?", "نقترح أن تُذكر الشهادة الثانوية."]
    page = response.content.decode()
    assert [words for words in ("Secret thoughts", "Taken back", "Reviewer", "Rival", "@example.org") if words in page] == []
    assert "Women of Homs" in page
    assert round_.invitations.get(user__email="reviewer@example.org").pseudonym in page


def test_the_words_that_are_meant_stand_above_the_comment(lead: Client, round_: Round) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    Comment.objects.filter(pk=comment.pk).update(quote="A certificate counts")
    shown = '<blockquote class="comment-passage" dir="auto">A certificate counts</blockquote>'
    pages = (at(round_), at(round_, "answer", comment.uid))
    assert [lead.get(page).content.decode().count(shown) for page in pages] == [1, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=الثانويه", ["نقترح أن تُذكر الشهادة الثانوية."]),
        ("q=WHICH+exams", ["Which exams are meant?"]),
        ("kind=support", ["It is a good text."]),
        ("theme=testing", ["نقترح أن تُذكر الشهادة الثانوية."]),
        ("item=whole", ["It is a good text."]),
        ("item=criteria/exams", ["Which exams are meant?", "نقترح أن تُذكر الشهادة الثانوية."]),
        ("language=ar", ["نقترح أن تُذكر الشهادة الثانوية."]),
        ("state=answered", ["It is a good text."]),
        ("state=noted", ["It is a good text."]),
        ("state=accepted", []),
        ("state=unanswered&language=en", ["Which exams are meant?"]),
        ("item=criteria/none", ["It is a good text.", "Which exams are meant?", "نقترح أن تُذكر الشهادة الثانوية."]),
        ("page=99", ["It is a good text.", "Which exams are meant?", "نقترح أن تُذكر الشهادة الثانوية."]),
    ],
)
def test_the_list_is_narrowed_down(cast: Cast, lead: Client, round_: Round, query: str, expected: list[str]) -> None:
    note_comments(round=round_, comments=Comment.objects.filter(item=None), actor=cast.lead)
    assert texts(lead.get(f"{at(round_)}?{query}")) == expected


def test_the_list_is_narrowed_to_a_group(cast: Cast, lead: Client, round_: Round) -> None:
    assert texts(lead.get(f"{at(round_)}?group={cast.group.uid}")) == ["Which exams are meant?"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_any_number(cast: Cast, count: int, django_assert_num_queries: Any) -> None:
    round_ = opened_round(cast)
    for number in range(count):
        comment = said(round_.invitations.get(user=cast.rival), f"No. {number}")
        said(round_.invitations.get(user=cast.reviewer), "A reply", parent=comment)
    lead = factories.signed_in(cast.lead)
    lead.get(at(round_))
    with django_assert_num_queries(12):
        assert len(lead.get(at(round_)).context["rows"]) == 2 * count


def test_an_answer_is_saved_without_a_script(cast: Cast, lead: Client, round_: Round) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    shown = lead.get(at(round_, "answer", comment.uid))
    assert shown.context["form"].languages[0] == "en"
    response = lead.post(at(round_, "answer", comment.uid), answer())
    assert (response.status_code, response["Location"]) == (302, at(round_, "answer", comment.uid))
    kept = Response.objects.get()
    assert (kept.comment, kept.outcome, kept.reason, kept.change) == (comment, "partly", {"en": "In part."}, "criteria/exams")
    assert kept.author == cast.lead


def test_saving_can_lead_to_the_next_without_an_answer(lead: Client, round_: Round) -> None:
    first, second, third = (row.comment for row in lead.get(at(round_)).context["rows"])
    response = lead.post(at(round_, "answer", first.uid), answer(next="1"))
    assert response["Location"] == at(round_, "answer", second.uid)
    page = lead.get(at(round_, "answer", second.uid))
    assert (page.context["previous_url"], page.context["next_url"]) == ("", at(round_, "answer", third.uid))
    assert lead.get(at(round_)).context["next_unanswered"] == at(round_, "answer", second.uid)


def test_with_a_script_only_the_place_beside_the_comment_changes(lead: Client, round_: Round) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    url = at(round_, "answer", comment.uid)
    form = lead.get(url, headers=HTMX).content.decode()
    assert ("<form" in form, "<html" in form) == (True, False)
    assert "<form" not in lead.get(f"{url}?read", headers=HTMX).content.decode()
    saved = lead.post(url, answer(), headers=HTMX)
    page = saved.content.decode()
    assert (saved.status_code, "<html" in page, "In part." in page, "1 of 3" in page) == (200, False, True, True)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_answer_keeps_what_was_typed(lead: Client, round_: Round, headers: dict[str, str]) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    for given in (answer(reason_en="", reason_ku="   "), answer(reason_en="With\u202e sign")):
        response = lead.post(at(round_, "answer", comment.uid), given, headers=headers)
        assert response.status_code == 400
        assert (given["reason_en"].strip() or "partly") in response.content.decode()
    assert lead.post(at(round_, "answer", comment.uid), answer(outcome=""), headers=headers).status_code == 422
    assert Response.objects.count() == 0


def test_two_who_answer_are_shown_both_texts_and_nothing_is_lost(cast: Cast, lead: Client, round_: Round) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    answer_comment(comment=comment, outcome=Outcome.DECLINED, reason={"en": "Theirs."}, actor=cast.drafter)
    response = lead.post(at(round_, "answer", comment.uid), answer(reason_en="Mine."))
    page = response.content.decode()
    assert (response.status_code, "Theirs." in page, "Mine." in page, 'name="base" value="1"' in page) == (409, True, True, True)
    assert Response.objects.get().reason == {"en": "Theirs."}
    lead.post(at(round_, "answer", comment.uid), answer(reason_en="Mine.", base="1"))
    assert (Response.objects.get().reason, Response.objects.get().revision) == ({"en": "Mine."}, 2)


def test_many_are_noted_at_once(cast: Cast, lead: Client, round_: Round) -> None:
    ticked = Comment.objects.get(text="Which exams are meant?")
    url = at(round_, "answers_note")
    response = lead.post(url, {"comment": [str(ticked.uid), "nonsense"], "reason": "شكراً لكم", "query": "kind=question"})
    assert response["Location"] == f"{at(round_)}?kind=question"
    assert [(each.comment, each.outcome, each.reason) for each in Response.objects.all()] == [
        (ticked, "noted", {"ar": "شكراً لكم"})
    ]
    lead.post(url, {"all": "1", "query": "language=ar"})
    assert Response.objects.count() == 2
    lead.post(url, {"all": "1", "query": ""})
    assert Response.objects.count() == 3


def test_nothing_is_noted_while_the_round_is_open(cast: Cast, lead: Client) -> None:
    round_ = opened_round(cast)
    said(round_.invitations.get(user=cast.rival), "Wait.")
    response = lead.post(at(round_, "answers_note"), {"all": "1"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["Comments are answered once the round is closed."]
    assert Response.objects.count() == 0


def test_answers_are_released_after_asking(cast: Cast, lead: Client, round_: Round) -> None:
    url = at(round_, "answers_release")
    assert lead.get(url).context["warnings"] == ["3 comments have no answer yet."]
    lead.post(url)
    assert Round.objects.get().state == RoundState.CLOSED
    note_comments(round=round_, comments=Comment.objects.all(), actor=cast.lead)
    assert lead.get(url).context["warnings"] == []
    lead.post(url)
    assert Round.objects.get().state == RoundState.ANSWERED
    assert lead.get(at(round_)).context["may_answer"] is False
    comment = Comment.objects.posted()[0]
    assert lead.post(at(round_, "answer", comment.uid), answer(base="1")).status_code == 409


def test_the_way_to_answers_leads_to_the_round_with_work(cast: Cast, lead: Client, round_: Round) -> None:
    opened_round(cast, round_.version)
    assert lead.get(reverse("answers", args=["small"]))["Location"] == at(round_)
    Round.objects.all().update(state=RoundState.DRAFT)
    assert lead.get(reverse("answers", args=["small"])).status_code == 200


def test_who_may_read_and_who_may_answer(cast: Cast, round_: Round) -> None:
    comment = Comment.objects.get(text="Which exams are meant?")
    draft = Comment.objects.get(state=CommentState.DRAFT)
    url = at(round_, "answer", comment.uid)
    administrator = factories.signed_in(cast.administrator)
    assert (administrator.get(url).status_code, administrator.get(url).context["form"]) == (200, None)
    assert administrator.post(url, answer()).status_code == 403
    assert administrator.post(at(round_, "answers_note"), {"all": "1"}).status_code == 403
    for person in (cast.outsider, cast.reviewer, cast.rival, cast.monitor):
        client = factories.signed_in(person)
        assert {client.get(url).status_code, client.post(url, answer()).status_code, client.get(at(round_)).status_code} == {404}
    assert factories.signed_in(cast.lead).get(at(round_, "answer", draft.uid)).status_code == 404
    assert Response.objects.count() == 0
