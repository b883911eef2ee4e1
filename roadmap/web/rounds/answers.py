"""The answer desk: the list of comments, and one comment with its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import access, actor_of, require
from accounts.domain.errors import Refused
from accounts.models.text import LANGUAGES, in_language
from roadmap.domain.document.local import direction
from roadmap.domain.drafting import Clash
from roadmap.domain.queries.answering import (
    UNANSWERED,
    WHOLE,
    Wanted,
    commented_items,
    draft_items,
    find_comments,
    neighbours,
    page_of,
    progress,
    themes_of,
    titles_of,
)
from roadmap.domain.responses import answer_comment
from roadmap.enums import CommentKind, Outcome, RoundState
from roadmap.models import Comment, Response, Round
from roadmap.web.rounds.answer_forms import AnswerForm, FilterForm
from roadmap.web.rounds.lookups import comment as comment_of
from roadmap.web.rounds.lookups import round_ as round_of
from roadmap.web.rounds.replies import crumbs, is_htmx, round_url

PER_PAGE = 50
_KINDS: Mapping[str, tuple[str, str]] = {
    CommentKind.CONCERN: ("concern", "warn"),
    CommentKind.QUESTION: ("question", ""),
    CommentKind.SUGGESTION: ("wording", "live"),
    CommentKind.SUPPORT: ("support", "good"),
    CommentKind.RED_LINE: ("red-line", "bad"),
}
TONES: Mapping[str, str] = {
    Outcome.ACCEPTED: "good",
    Outcome.PARTLY: "good",
    Outcome.DECLINED: "bad",
    Outcome.DEFERRED: "warn",
    Outcome.NOTED: "",
}


@dataclass(frozen=True)
class Row:
    """A comment as the desk shows it: by pseudonym and group, never by name."""

    comment: Comment
    shown: dict[str, Any]
    code: str
    title: str
    url: str
    answer: Response | None
    answer_tone: str
    may_answer: bool
    change_title: str = ""

    @property
    def reasons(self) -> list[dict[str, str]]:
        """The office's words in each language that they were written in."""
        texts = self.answer.reason if self.answer else {}
        return [{"code": code, "dir": direction(code), "text": texts[code]} for code in LANGUAGES if code in texts]

    @property
    def change_anchor(self) -> str:
        return self.answer.change.replace("/", "-") if self.answer else ""


@require_GET
@access("roadmap.view_comments", lookup=round_of)
def desk(request: HttpRequest, round_: Round) -> HttpResponse:
    """All comments of a round, fifty to a page, as narrowed down."""
    language = (get_language() or "en")[:2]
    titles = titles_of(round_.version, language)
    form = filter_form(request.GET, round_, language)
    wanted = form.wanted()
    page, comments = page_of(find_comments(round_, wanted), request.GET.get("page"), PER_PAGE)
    may_answer = may_answer_in(request, round_)
    done = progress(round_)
    context = {
        "round": round_,
        "crumbs": crumbs(round_),
        "form": form,
        "is_filtered": bool(wanted),
        "page": page,
        "rows": [row_of(each, round_, titles, may_answer=may_answer) for each in comments],
        "progress": done,
        "outcomes": [
            (Outcome(value).label, TONES[value], number) for value, number in done.by_outcome.items() if value and number
        ],
        "may_answer": may_answer,
        "may_release": may_answer and not done.unanswered and done.total,
        "query": request.GET.urlencode(),
        "next_unanswered": _first_unanswered(round_) if done.unanswered and may_answer else "",
    }
    return render(request, "roadmap/rounds/answers.html", context)


@require_http_methods(["GET", "POST"])
@access("roadmap.view_comments", lookup=comment_of)
def one(request: HttpRequest, comment: Comment) -> HttpResponseBase:
    """A comment with its answer: a page of its own, or for htmx the place beside it in the list."""
    round_ = comment.round
    may_answer = may_answer_in(request, round_)
    if request.method == "POST":
        require(request, "roadmap.answer", comment)
        return _save(request, comment)
    if is_htmx(request) and "read" in request.GET:
        return _piece(request, comment, None)
    form = _form(comment) if may_answer else None
    return _piece(request, comment, form) if is_htmx(request) else _page(request, comment, form)


def _save(request: HttpRequest, comment: Comment) -> HttpResponseBase:
    form = _form(comment, request.POST)
    if not form.is_valid():
        return _again(request, comment, form, status=422)
    try:
        answer = answer_comment(comment=comment, actor=actor_of(request), **form.given())
    except Clash as clash:
        return _again(request, comment, _from_here(form, clash), clash=clash, status=clash.status)
    except Refused as refused:
        form.refuse(refused)
        return _again(request, comment, form, refused=refused, status=refused.status)
    comment.response = answer
    if is_htmx(request):
        return _piece(request, comment, None, progress=progress(comment.round))
    messages.success(request, _("The answer is kept. The reviewers see it once all are released."))
    if "next" in request.POST and (after := neighbours(comment)[1]):
        return redirect(round_url(comment.round, "answer", after.uid))
    return redirect(round_url(comment.round, "answer", comment.uid))


def may_answer_in(request: HttpRequest, round_: Round) -> bool:
    """Whether the person may answer, and the round is one to be answered now."""
    return round_.state == RoundState.CLOSED and request.user.has_perm("roadmap.answer", round_)


def row_of(comment: Any, round_: Round, titles: Mapping[str, str], *, may_answer: bool) -> Row:
    answer = answer_of(comment)
    icon, tone = _KINDS[comment.kind]
    shown = {
        "kind_label": CommentKind(comment.kind).label,
        "kind_icon": icon,
        "tone": tone,
        "theme": in_language(comment.theme.name) if comment.theme else "",
        "author": f"{comment.pseudonym} · {comment.round_group.group}",
        "day": comment.posted_at,
        "passage": comment.quote,
        "text": comment.text,
        "wording": comment.proposed,
    }
    code, title = (comment.item.code, titles.get(comment.item.ref, "")) if comment.item else ("", "")
    url = round_url(round_, "answer", comment.uid)
    tone_of_answer, change = (TONES[answer.outcome], answer.change) if answer else ("", "")
    return Row(comment, shown, code, title, url, answer, tone_of_answer, may_answer, titles.get(change, change))


def answer_of(comment: Comment) -> Response | None:
    found: Response | None = getattr(comment, "response", None)
    return found


def _form(comment: Comment, data: Any = None) -> AnswerForm:
    return AnswerForm(data, comment=comment, answer=answer_of(comment), items=draft_items(comment.round.roadmap))


def _from_here(form: AnswerForm, clash: Clash) -> AnswerForm:
    """The same form with one's own words; sent again it replaces what is there now."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["base"] = str(clash.revision)
    form.data = data
    return form


def _again(request: HttpRequest, comment: Comment, form: AnswerForm, *, status: int, **more: Any) -> HttpResponse:
    show = _piece if is_htmx(request) else _page
    response = show(request, comment, form, **more)
    response.status_code = status
    return response


def _piece(request: HttpRequest, comment: Comment, form: AnswerForm | None, **more: Any) -> HttpResponse:
    context = {**_around(request, comment), "form": form, **more, "in_list": True}
    return render(request, "roadmap/rounds/_answer.html", context)


def _page(request: HttpRequest, comment: Comment, form: AnswerForm | None, **more: Any) -> HttpResponse:
    previous, following = neighbours(comment)
    round_ = comment.round
    context = {
        **_around(request, comment),
        "form": form,
        **more,
        "crumbs": [*crumbs(round_), (round_url(round_, "answers"), _("Answers"))],
        "progress": progress(round_),
        "previous_url": round_url(round_, "answer", previous.uid) if previous else "",
        "next_url": round_url(round_, "answer", following.uid) if following else "",
        "thread": _thread(comment, round_),
    }
    return render(request, "roadmap/rounds/answer.html", context)


def _around(request: HttpRequest, comment: Comment) -> dict[str, Any]:
    titles = titles_of(comment.round.version, (get_language() or "en")[:2])
    row = row_of(comment, comment.round, titles, may_answer=may_answer_in(request, comment.round))
    return {"round": comment.round, "row": row}


def _thread(comment: Comment, round_: Round) -> list[dict[str, Any]]:
    """The other comments of its thread, oldest first."""
    first = comment.parent_id or comment.pk
    rows = Comment.objects.posted().filter(round=round_)
    found = (rows.filter(pk=first) | rows.filter(parent=first)).exclude(pk=comment.pk).with_context().order_by("pk")
    return [row_of(each, round_, {}, may_answer=False).shown for each in found]


def filter_form(data: Mapping[str, Any], round_: Round, language: str) -> FilterForm:
    """The filter with the items, groups and themes of this round to choose from."""
    titles = titles_of(round_.version, language)
    items = [
        (ref or WHOLE, f"{code} {titles.get(ref, '')} ({number})" if ref else f"{_('The whole')} ({number})")
        for ref, code, number in commented_items(round_)
    ]
    groups = [(str(each.uid), str(each)) for each in round_.groups.order_by("key")]
    themes = [(each.slug, str(each)) for each in themes_of(round_)]
    return FilterForm(data, items=items, groups=groups, themes=themes)


def _first_unanswered(round_: Round) -> str:
    first = find_comments(round_, Wanted(state=UNANSWERED)).only("uid").first()
    return round_url(round_, "answer", first.uid) if first else ""
