"""What concerns many answers: noting at once, releasing together, the way to the latest desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import access, actor_of
from accounts.domain.errors import Refused
from roadmap.domain.queries.answering import find_comments, progress
from roadmap.domain.responses import note_comments, release_answers
from roadmap.domain.scripts import guess_language
from roadmap.enums import RoundState
from roadmap.models import Comment, Roadmap, Round
from roadmap.web.lookups import roadmap as roadmap_of
from roadmap.web.rounds.answer_forms import FilterForm
from roadmap.web.rounds.answers import filter_form
from roadmap.web.rounds.lookups import round_ as round_of
from roadmap.web.rounds.replies import ask, round_url, try_step

_WITH_COMMENTS = (RoundState.CLOSED, RoundState.OPEN, RoundState.ANSWERED)


@require_GET
@access("roadmap.view_comments", lookup=roadmap_of)
def latest(request: HttpRequest, roadmap: Roadmap) -> HttpResponseBase:
    """To the desk where there is work: the latest closed round, else the open one, else the one answered last."""
    rounds = list(Round.objects.visible_to(request.user).filter(roadmap=roadmap).only("number", "state", "roadmap__key"))
    for state in _WITH_COMMENTS:
        for round_ in rounds:
            if round_.state == state:
                return redirect("answers", key=roadmap.key, number=round_.number)
    return render(request, "roadmap/rounds/no_answers.html", {"roadmap": roadmap})


@require_POST
@access("roadmap.answer", lookup=round_of)
def note(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Answer the comments ticked, or all of the list as it is narrowed down, with “noted”."""
    query = request.POST.get("query", "")
    chosen = _chosen(request, round_, query)
    reason = request.POST.get("reason", "").strip()
    try:
        count = note_comments(
            round=round_,
            comments=chosen,
            reason={guess_language(reason) or "en": reason} if reason else {},
            actor=actor_of(request),
        )
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        words = ngettext("%(count)d comment was noted.", "%(count)d comments were noted.", count) % {"count": count}
        messages.success(request, words)
    return redirect(f"{round_url(round_, 'answers')}{'?' if query else ''}{query}")


@require_http_methods(["GET", "POST"])
@access("roadmap.answer", lookup=round_of)
def release(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Show all answers to the reviewers at once."""
    if request.method == "POST":
        return try_step(request, round_, lambda: _released(release_answers(round=round_, actor=actor_of(request))))
    done = progress(round_)
    warnings = []
    if done.unanswered:
        words = ngettext("%(count)d comment has no answer yet.", "%(count)d comments have no answer yet.", done.unanswered)
        warnings.append(words % {"count": done.unanswered})
    text = _("Each reviewer sees what became of the comments, and those who commented get a mail. Nothing can be rewritten then.")
    return ask(
        request,
        round_,
        title=_("Release all answers?"),
        text=text,
        label=_("Release the answers"),
        facts=[(_("Comments"), str(done.total)), (_("Answers"), str(done.answered))],
        warnings=warnings,
        back=round_url(round_, "answers"),
    )


def _chosen(request: HttpRequest, round_: Round, query: str) -> list[Comment]:
    if request.POST.get("all"):
        form: FilterForm = filter_form(QueryDict(query), round_, (get_language() or "en")[:2])
        return list(find_comments(round_, form.wanted()).filter(response=None).only("pk"))
    uids = request.POST.getlist("comment")
    return list(Comment.objects.unanswered().filter(round=round_, uid__in=[each for each in uids if _is_uid(each)]).only("pk"))


def _is_uid(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4 and all(sign in "0123456789abcdef-" for sign in text)


def _released(_round: Round) -> str:
    return _("The answers are released. Those who commented get a mail.")
