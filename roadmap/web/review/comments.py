"""Writing comments: posting, drafts, replies, editing, withdrawing, receipts. Nothing typed is lost on the way."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access, actor_of
from accounts.domain.errors import Invalid, Refused
from roadmap.domain.comments import Clash, discard_draft, edit_comment, post_comment, save_draft, withdraw_comment
from roadmap.domain.deadlines import Late
from roadmap.domain.queries.answers import own_comments, where_it_led
from roadmap.domain.queries.shown import shown_contents
from roadmap.domain.queries.threads import replies_to
from roadmap.enums import CommentState
from roadmap.models import Comment, Invitation
from roadmap.web.review.forms import CommentForm
from roadmap.web.review.frame import DOOR, frame
from roadmap.web.review.lookups import Place, Read, comment, place, seat
from roadmap.web.review.lookups import whole as whole_place
from roadmap.web.review.reading import item_page
from roadmap.web.review.showing import comment_hash, day_words, say

_form_page = require_http_methods(["GET", "HEAD", "POST"])


@access("roadmap.review", lookup=place, door=DOOR)
@_form_page
def post_on_item(request: HttpRequest, target: Place) -> HttpResponse:
    return _post_on(request, target)


@access("roadmap.review", lookup=whole_place, door=DOOR)
@_form_page
def post_on_whole(request: HttpRequest, target: Place) -> HttpResponse:
    return _post_on(request, target)


def _post_on(request: HttpRequest, target: Place) -> HttpResponse:
    """Post a comment or (``draft``) keep it for later; a GET, as after a change of language, shows the item."""
    if request.method != "POST":
        return _to_place(target)
    form = CommentForm(request.POST, round_=target.invitation.round)
    try:
        kept = _send(request, form, target.invitation, item_ref=target.ref)
    except (Late, Clash) as refused:
        return _kept(request, target.invitation, form, refused)
    except Refused as refused:
        form.take(refused)
        return item_page(request, target, status=refused.status, comment_form=form, refused=refused, writing=True)
    if kept is None or kept.state == CommentState.DRAFT:
        _say_kept(request, kept)
        return _to_place(target)
    return redirect("review_receipt", uid=target.invitation.uid, comment=kept.uid)


@access("roadmap.review", lookup=comment, door=DOOR)
@_form_page
def thread(request: HttpRequest, read: Read) -> HttpResponse:
    """One comment whole, with what was answered to it; a POST replies."""
    reader, target = read.invitation, read.comment
    form = CommentForm(request.POST or None, round_=reader.round, parent=target, initial={"kind": target.kind})
    if request.method != "POST":
        return _thread_page(request, read, form)
    try:
        kept = _send(request, form, reader, parent=target)
    except (Late, Clash) as refused:
        return _kept(request, reader, form, refused)
    except Refused as refused:
        form.take(refused)
        return _thread_page(request, read, form, refused=refused)
    return _after_sending(request, reader, kept)


@access("roadmap.change_comment", lookup=comment, door=DOOR)
@_form_page
def edit(request: HttpRequest, read: Read) -> HttpResponse:
    """Change a comment, or go on with a draft: post it, keep it, delete it."""
    reader, target = read.invitation, read.comment
    is_draft = target.state == CommentState.DRAFT
    if request.method != "POST":
        return _edit_page(request, reader, target, CommentForm.of(target, round_=reader.round))
    if is_draft and "delete" in request.POST:
        discard_draft(comment=target, actor=actor_of(request))
        messages.success(request, _("The draft is deleted."))
        return redirect("review_comments", uid=reader.uid)
    form = CommentForm(request.POST, round_=reader.round, parent=target.parent)
    try:
        kept = (
            _send(request, form, reader, item_ref=_ref(target), parent=target.parent)
            if is_draft
            else _change(request, form, target)
        )
    except Late as refused:
        return _kept(request, reader, form, refused)
    except Refused as refused:
        form.take(refused)
        return _edit_page(request, reader, target, form, refused)
    return _after_sending(request, reader, kept)


@access("roadmap.change_comment", lookup=comment, door=DOOR)
@_form_page
def withdraw(request: HttpRequest, read: Read) -> HttpResponse:
    """Ask, then take the comment back."""
    reader, target = read.invitation, read.comment
    context: dict[str, Any] = frame(reader, "review_comments") | {"said": say(target, reader, get_language() or "en")}
    if request.method != "POST":
        return render(request, "roadmap/review/withdraw.html", context)
    try:
        withdraw_comment(comment=target, actor=actor_of(request))
    except Refused as refused:
        return render(request, "roadmap/review/withdraw.html", context | {"refused": refused}, status=refused.status)
    messages.success(request, _("The comment is withdrawn."))
    return redirect("review_comments", uid=reader.uid)


@access("roadmap.change_comment", lookup=comment, door=DOOR)
@require_safe
def receipt(request: HttpRequest, read: Read) -> HttpResponse:
    """What was received, to print or to keep; it names no title and no person. A draft was not received."""
    reader, target = read.invitation, read.comment
    if target.state != CommentState.POSTED:
        raise Http404
    language = get_language() or "en"
    contents = shown_contents(reader, language)
    context: dict[str, Any] = {
        "comment": target,
        "item_key": target.item.ref.partition("/")[2] if target.item else "",
        "hash": comment_hash(target),
        "day": day_words(target.posted_at, language),
        "after": contents.beside(target.item.ref)[1] if target.item and target.item.ref in contents.by_ref else None,
    }
    return render(request, "roadmap/review/receipt.html", frame(reader, "review_comments") | context)


@access("roadmap.review", lookup=seat, door=DOOR)
@require_safe
def mine(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The member's own comments and drafts, and what became of them."""
    language = get_language() or "en"
    contents = shown_contents(invitation, language)
    comments = own_comments(invitation)
    led = where_it_led(invitation, comments)
    rows: list[dict[str, Any]] = [
        {
            "said": say(comment, invitation, language),
            "item": contents.by_ref.get(comment.item.ref) if comment.item else None,
            "answer": led.get(comment.pk),
        }
        for comment in comments
    ]
    context: dict[str, Any] = {
        "drafts": [row for row in rows if row["said"].is_draft],
        "posted": [row for row in rows if not row["said"].is_draft],
        "language": language,
    }
    return render(request, "roadmap/review/comments.html", frame(invitation, "review_comments") | context)


def _send(
    request: HttpRequest, form: CommentForm, invitation: Invitation, *, item_ref: str | None = None, parent: Comment | None = None
) -> Comment | None:
    """One call of the domain with what the form holds; None for a draft of nothing. Raises Refused."""
    if not form.is_valid():
        raise Invalid(_("Something is not right yet."))
    verb = save_draft if "draft" in request.POST else post_comment
    return verb(
        invitation=invitation,
        item_ref=item_ref,
        parent=parent,
        client_key=form.cleaned_data["client_key"],
        base_revision=form.cleaned_data["base_revision"],
        actor=actor_of(request),
        **form.words(),
    )


def _change(request: HttpRequest, form: CommentForm, target: Comment) -> Comment:
    if not form.is_valid():
        raise Invalid(_("Something is not right yet."))
    revision = form.cleaned_data["base_revision"] or 0
    return edit_comment(comment=target, base_revision=revision, actor=actor_of(request), **form.words())


def _kept(request: HttpRequest, invitation: Invitation, form: CommentForm, refused: Late | Clash) -> HttpResponse:
    """Refused for good: what was typed stands in boxes to be copied; with a Clash beside what was kept before."""
    context: dict[str, Any] = frame(invitation, "review_comments") | {
        "refused": refused,
        "texts": [request.POST.get("text", ""), request.POST.get("proposed", "")],
        "current": getattr(refused, "current", None),
        "form": form,
    }
    return render(request, "roadmap/review/kept.html", context, status=refused.status)


def _thread_page(request: HttpRequest, read: Read, form: CommentForm, refused: Refused | None = None) -> HttpResponse:
    reader, target = read.invitation, read.comment
    language = get_language() or "en"
    contents = shown_contents(reader, language)
    context: dict[str, Any] = {
        "said": say(target, reader, language),
        "replies": [say(reply, reader, language) for reply in replies_to(reader, target)],
        "item": contents.by_ref.get(target.item.ref) if target.item else None,
        "answer": where_it_led(reader, [target]).get(target.pk),
        "form": form,
        "refused": refused,
        "may_reply": target.state == CommentState.POSTED,
    }
    status = refused.status if refused else 200
    return render(request, "roadmap/review/thread.html", frame(reader, "") | context, status=status)


def _edit_page(
    request: HttpRequest, reader: Invitation, target: Comment, form: CommentForm, refused: Refused | None = None
) -> HttpResponse:
    """The form of a comment or draft. With a Clash it shows what was saved elsewhere meanwhile, and starts from there."""
    theirs = refused.current if isinstance(refused, Clash) else None
    if theirs is not None:
        form.data = {**request.POST.dict(), "base_revision": str(theirs.revision)}
    context: dict[str, Any] = {
        "comment": target,
        "form": form,
        "refused": refused,
        "theirs": theirs,
        "is_draft": target.state == CommentState.DRAFT,
    }
    status = refused.status if refused else 200
    return render(request, "roadmap/review/edit.html", frame(reader, "review_comments") | context, status=status)


def _after_sending(request: HttpRequest, reader: Invitation, kept: Comment | None) -> HttpResponse:
    """What was posted shows its receipt; a draft leads back to all of one's own."""
    if kept is not None and kept.state != CommentState.DRAFT:
        return redirect("review_receipt", uid=reader.uid, comment=kept.uid)
    _say_kept(request, kept)
    return redirect("review_comments", uid=reader.uid)


def _say_kept(request: HttpRequest, draft: Comment | None) -> None:
    if draft is None:
        messages.info(request, _("Nothing is written, so no draft is kept."))
    else:
        messages.success(request, _("The draft is kept. Only you see it."))


def _ref(comment: Comment) -> str | None:
    return comment.item.ref if comment.item else None


def _to_place(target: Place) -> HttpResponse:
    if target.entry is None:
        return redirect("review_whole", uid=target.invitation.uid)
    return redirect("review_item", uid=target.invitation.uid, kind=target.entry.kind, key=target.entry.key)
