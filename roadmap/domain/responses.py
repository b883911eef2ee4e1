"""The office's answers: written after the round has closed, kept back, and released all together."""

from collections.abc import Iterable
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.domain.wording import too_long
from accounts.models import User
from accounts.models.text import MultilingualText
from roadmap.domain.document import kinds
from roadmap.domain.document.values import Context, Text
from roadmap.domain.drafting import Clash, Contested
from roadmap.domain.notifications import promise_mail
from roadmap.domain.round_locks import locked_round, move_round
from roadmap.enums import CommentState, MailKind, Outcome, RoundState
from roadmap.models import Comment, Invitation, Response, Roadmap, Round

#: Answers that say something about the comment's substance and therefore why.
REASONED = frozenset({Outcome.ACCEPTED, Outcome.PARTLY, Outcome.DECLINED, Outcome.DEFERRED})
_LONGEST = 10_000


class AnswersMissing(Conflict):
    """Not every comment has its answer yet; ``count`` says how many have none."""

    code = "answers-missing"

    def __init__(self, count: int) -> None:
        words = ngettext("%(count)d comment has no answer yet.", "%(count)d comments have no answer yet.", count)
        super().__init__(words % {"count": count})
        self.count = count


@verb
def answer_comment(
    *, comment: Comment, outcome: str, actor: User, reason: MultilingualText | None = None, change: str = "", base: int = 0
) -> Response:
    """Answer a comment of a closed round, or rewrite the answer before it is released.

    ``change`` is the ref of the draft's item that it led to; ``base`` the revision of the answer that the writer saw (0: none).
    Raises Invalid, Conflict, or Clash with both texts when somebody answered meanwhile. The same answer again changes nothing.
    """
    round_ = _answerable(comment.round)
    Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    wanted = _checked(round_.roadmap, outcome, reason or {}, change)
    if comment.state != CommentState.POSTED:
        raise Conflict(_("The comment was withdrawn."))
    answer = Response.objects.filter(comment=comment).first()
    if answer is None:
        return Response.objects.create(comment=comment, author=actor, **wanted)
    now = {name: getattr(answer, name) for name in wanted}
    if now == wanted:
        return answer
    if answer.revision != base:
        raise Clash(_contested(wanted, now), answer.revision)
    for name, value in wanted.items():
        setattr(answer, name, value)
    answer.author = actor
    answer.revision += 1
    answer.save()
    return answer


@verb
def note_comments(*, round: Round, comments: Iterable[Comment], actor: User, reason: MultilingualText | None = None) -> int:  # noqa: A002
    """Answer many comments of a closed round with “noted”; those that have an answer keep it. Answers how many were noted."""
    round_ = _answerable(round)
    wanted = _checked(round_.roadmap, Outcome.NOTED, reason or {}, "")
    chosen = [each.pk for each in comments]
    rows = Comment.objects.unanswered().filter(round=round_, pk__in=chosen).select_for_update(of=("self",))
    made = Response.objects.bulk_create([Response(comment=each, author=actor, **wanted) for each in rows])
    return len(made)


@verb
def release_answers(*, round: Round, actor: User) -> Round:  # noqa: A002
    """Show every answer of a closed round to the reviewers, all together, and tell those who commented by mail.

    Raises AnswersMissing while a comment has none, Conflict unless the round is closed. Nothing can be rewritten afterwards.
    """
    round_ = locked_round(round)
    move_round(round_, RoundState.ANSWERED)
    missing = Comment.objects.unanswered().filter(round=round_).count()
    if missing:
        raise AnswersMissing(missing)
    Response.objects.filter(comment__round=round_).update(released_at=Now())
    round_.answered_at = Now()
    round_.save(update_fields=["state", "answered_at"])
    authors = Invitation.objects.standing().filter(round=round_, comments__state=CommentState.POSTED).distinct()
    promise_mail(invitations=list(authors.select_related("round_group__group")), kind=MailKind.ANSWERS)
    round_.refresh_from_db()
    return round_


def _answerable(round_: Round) -> Round:
    """The round, locked. Raises Conflict unless it is closed and its answers are not released."""
    found = locked_round(round_)
    if found.state == RoundState.ANSWERED:
        raise Conflict(_("The answers were released; they are kept as the reviewers read them."))
    if found.state != RoundState.CLOSED:
        raise Conflict(_("Comments are answered once the round is closed."))
    return found


def _checked(roadmap: Roadmap, outcome: str, reason: MultilingualText, change: str) -> dict[str, Any]:
    problems: list[Problem] = []
    context = Context(roadmap.source_language, lambda path, message: problems.append(Problem(path, message)))
    text = Text().load(dict(reason), "reason", context) or {}
    if outcome not in Outcome.values:
        problems.append(Problem("outcome", _("Choose an outcome.")))
    elif outcome in REASONED and not text and not problems:
        problems.append(Problem("reason", _("Say why, in at least one language.")))
    problems += [Problem(f"reason.{code}", too_long(words, _LONGEST)) for code, words in text.items() if len(words) > _LONGEST]
    if change and not _is_in_draft(roadmap, change):
        problems.append(Problem("change", _("The draft has no such item.")))
    if problems:
        raise Invalid(_("Something is not right yet."), problems)
    return {"outcome": outcome, "reason": text, "change": change}


def _is_in_draft(roadmap: Roadmap, ref: str) -> bool:
    name, _slash, key = ref.partition("/")
    models = [each.model for each in kinds() if each.name == name]
    return bool(models) and models[0].objects.live().filter(roadmap=roadmap, key=key).exists()


def _contested(mine: dict[str, Any], theirs: dict[str, Any]) -> list[Contested]:
    """The parts in which two answers differ: ``outcome``, ``reason.<language>``, ``change``."""
    flat_mine, flat_theirs = _flat(mine), _flat(theirs)
    paths = sorted(set(flat_mine) | set(flat_theirs))
    return [
        Contested(path, flat_mine.get(path, ""), flat_theirs.get(path, ""))
        for path in paths
        if flat_mine.get(path, "") != flat_theirs.get(path, "")
    ]


def _flat(answer: dict[str, Any]) -> dict[str, str]:
    reasons = {f"reason.{language}": text for language, text in answer["reason"].items()}
    return {"outcome": answer["outcome"], "change": answer["change"], **reasons}
