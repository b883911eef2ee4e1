"""Reading the version: the list of its items, one item with its comments, and the whole."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import access
from roadmap.domain.document.presenting import present
from roadmap.domain.document.searching import Wanted, search
from roadmap.domain.participation import BACKGROUND, left_to_do
from roadmap.domain.queries.group_stands import NOTHING, tallies
from roadmap.domain.queries.shown import shown_contents, shown_document, shown_item
from roadmap.domain.queries.threads import COUNTED, Threads, threads_on
from roadmap.models import Invitation, Position, VersionItem
from roadmap.web.review.forms import CommentForm, PositionForm
from roadmap.web.review.frame import DOOR, frame
from roadmap.web.review.lookups import Place, place, seat
from roadmap.web.review.lookups import whole as whole_place
from roadmap.web.review.showing import Said, say


@access("roadmap.review", lookup=seat, door=DOOR)
@require_safe
def items(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """All items in reading order. ``q`` looks for words in any language, ``left`` shows only what is not answered yet."""
    language = get_language() or "en"
    words = request.GET.get("q", "").strip()[:200]
    contents, left = shown_contents(invitation, language), left_to_do(invitation)
    only_left = "left" in request.GET
    found = search(shown_document(invitation), Wanted(words=words)) if words else None
    parts = []
    for part in contents.shown.parts:
        rows = [
            {"item": item, "done": left.by_ref[item.ref], "is_wanted": item.kind not in BACKGROUND, "nested": item is not top}
            for top in part
            for item in (top, *top.children)
            if (found is None or item.ref in found)
            and not (only_left and (item.kind in BACKGROUND or left.by_ref[item.ref].is_answered))
        ]
        if rows:
            parts.append({"label": part.label, "anchor": part.anchor, "rows": rows})
    context = {"parts": parts, "words": words, "only_left": only_left, "left": left, "language": language}
    return render(request, "roadmap/review/items.html", frame(invitation, "review_items") | context)


@access("roadmap.review", lookup=place, door=DOOR)
@require_safe
def item(request: HttpRequest, target: Place) -> HttpResponse:
    return item_page(request, target)


@access("roadmap.review", lookup=whole_place, door=DOOR)
@require_safe
def whole(request: HttpRequest, target: Place) -> HttpResponse:
    """General comments and the position on the whole."""
    return item_page(request, target)


def item_page(
    request: HttpRequest,
    target: Place,
    *,
    status: int = 200,
    **instead: Any,
) -> HttpResponse:
    """The page of an item or of the whole. ``instead``: forms as they came back, and ``refused``."""
    invitation, language = target.invitation, get_language() or "en"
    item = shown_item(invitation, target.ref) if target.ref else None
    own, group = _positions(invitation, item)
    threads = threads_on(invitation, item, after=_after(request))
    context: dict[str, Any] = frame(invitation, "" if target.entry else "review_whole")
    context |= {
        "place": target,
        "own_comments": _said(threads.own, threads, invitation, language),
        "others": _said(threads.roots, threads, invitation, language),
        "threads": threads,
        "counted": COUNTED,
        "own_position": own,
        "group_position": group,
        "comment_form": CommentForm(round_=invitation.round),
        "position_form": PositionForm.of(own),
        "comment_url": _url(target, "comment"),
        "position_url": _url(target, "position"),
        "here": _url(target, ""),
    }
    if invitation.is_focal_point:
        context["group_form"] = PositionForm.of(group, for_group=True)
        context["tally"] = tallies(invitation).get(target.ref or "", NOTHING)
    context |= _words(target, language) if target.entry else {}
    return render(request, "roadmap/review/item.html", context | instead, status=status)


def _words(target: Place, language: str) -> dict[str, Any]:
    """What the item says, its neighbours in reading order, and what hangs under it."""
    assert target.entry is not None  # noqa: S101 the caller looked
    contents = shown_contents(target.invitation, language)
    before, after = contents.beside(target.entry.ref)
    placed = contents.by_ref[target.entry.ref]
    return {
        "item": present(target.entry, shown_document(target.invitation), language),
        "number": placed.number,
        "children": placed.children,
        "before": before,
        "after": after,
        "items_url": reverse("review_items", args=[target.invitation.uid]),
    }


def _positions(invitation: Invitation, item: VersionItem | None) -> tuple[Position | None, Position | None]:
    """The member's own position here, and the group's."""
    found = Position.objects.visible_to(invitation.user).filter(round=invitation.round_id, item=item)
    own = group = None
    for position in found:
        if position.for_group:
            group = position
        elif position.invitation_id == invitation.pk:
            own = position
    return own, group


def _said(comments: list[Any], threads: Threads, reader: Invitation, language: str) -> list[Said]:
    said = []
    for comment in comments:
        one = say(comment, reader, language)
        one.replies = [say(reply, reader, language) for reply in threads.replies.get(comment.pk, [])]
        said.append(one)
    return said


def _after(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def _url(target: Place, action: str) -> str:
    uid = target.invitation.uid
    suffix = f"_{action}" if action else ""
    if target.entry is None:
        return reverse(f"review_whole{suffix}", args=[uid])
    return reverse(f"review_item{suffix}", args=[uid, target.entry.kind, target.entry.key])
