"""The comments of a round as the office looks for them, and how many have an answer."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q

from accounts.models.text import in_language
from roadmap.domain.document import from_canonical, kinds
from roadmap.domain.document.folding import fold_words
from roadmap.enums import Outcome
from roadmap.models import Comment, Roadmap, Round, Theme, Version
from roadmap.querysets.comment import CommentQuerySet

UNANSWERED, ANSWERED, WHOLE = "unanswered", "answered", "whole"


@dataclass(frozen=True)
class Wanted:
    """What is looked for; an empty value does not restrict.

    ``item``: a ref, or ``whole``; ``state``: ``unanswered``, ``answered`` or an outcome; ``group``: a uid.
    """

    words: str = ""
    item: str = ""
    group: str = ""
    theme: str = ""
    kind: str = ""
    state: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return any((self.words.strip(), self.item, self.group, self.theme, self.kind, self.state, self.language))


@dataclass(frozen=True)
class Progress:
    """Numbers of posted comments of a round, by the outcome of their answers ("": none)."""

    by_outcome: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.by_outcome.values())

    @property
    def unanswered(self) -> int:
        return self.by_outcome.get("", 0)

    @property
    def answered(self) -> int:
        return self.total - self.unanswered


def find_comments(round_: Round, wanted: Wanted) -> CommentQuerySet:
    """Posted comments of a round that fit everything wanted, in the order of the document, then of arrival."""
    rows = _answered(Comment.objects.posted().filter(round=round_), wanted.state)
    if wanted.item:
        rows = (
            rows.filter(item=None)
            if wanted.item == WHOLE
            else rows.filter(item__ref=wanted.item, item__version=round_.version_id)
        )
    exact = {
        "round_group__group__uid": wanted.group,
        "theme__slug": wanted.theme,
        "kind": wanted.kind,
        "language": wanted.language,
    }
    rows = rows.filter(**{path: value for path, value in exact.items() if value})
    for word in fold_words(wanted.words):
        rows = rows.filter(folded__contains=word)
    return in_order(rows)


def _answered(rows: CommentQuerySet, state: str) -> CommentQuerySet:
    if state == UNANSWERED:
        return rows.filter(response=None)
    if state == ANSWERED:
        return rows.filter(response__isnull=False)
    return rows.filter(response__outcome=state) if state else rows


def in_order(rows: CommentQuerySet) -> CommentQuerySet:
    return rows.order_by(F("item__position").asc(nulls_first=True), "pk")


def progress(round_: Round) -> Progress:
    """One query."""
    rows = Comment.objects.posted().filter(round=round_).order_by().values_list("response__outcome")
    counted = dict(rows.annotate(number=Count("pk")))
    return Progress({outcome: counted.get(outcome or None, 0) for outcome in ["", *Outcome.values]})


@dataclass(frozen=True)
class Said:
    """Numbers of posted comments of a round, and of those without an answer."""

    comments: int = 0
    unanswered: int = 0


def count_comments(roadmap: Roadmap) -> dict[int, Said]:
    """By the key of each round of a roadmap; none for a round in which nothing was said. One query."""
    rows = Comment.objects.posted().filter(round__roadmap=roadmap).order_by().values_list("round")
    counted = rows.annotate(comments=Count("pk"), unanswered=Count("pk", filter=Q(response=None)))
    return defaultdict(Said, {round_id: Said(comments, unanswered) for round_id, comments, unanswered in counted})


def page_of(rows: CommentQuerySet, number: object, size: int) -> tuple[Page[Any], list[Comment]]:
    """A page of a list of comments: only keys are sorted, only what is shown is read. Three queries."""
    page = Paginator(rows.values_list("pk", flat=True), size).get_page(number)  # type: ignore[arg-type]
    keys = list(page.object_list)
    found = {each.pk: each for each in Comment.objects.filter(pk__in=keys).with_context()}
    return page, [found[key] for key in keys]


def neighbours(comment: Comment) -> tuple[Comment | None, Comment | None]:
    """The unanswered comments before and after one, in the order of the list; two queries."""
    rows = in_order(Comment.objects.unanswered().filter(round=comment.round_id)).only("uid")
    if comment.item_id is None or comment.item is None:
        before = Q(item=None, pk__lt=comment.pk)
        after = Q(item=None, pk__gt=comment.pk) | Q(item__isnull=False)
    else:
        place = comment.item.position
        before = Q(item=None) | Q(item__position__lt=place) | Q(item__position=place, pk__lt=comment.pk)
        after = Q(item__position__gt=place) | Q(item__position=place, pk__gt=comment.pk)
    return rows.filter(before).reverse().first(), rows.filter(after).first()


def commented_items(round_: Round) -> list[tuple[str, str, int]]:
    """Ref, code and number of comments of each item that has any, in the order of the document; "" is the whole."""
    rows = Comment.objects.posted().filter(round=round_).values_list("item__ref", "item__code", "item__position")
    counted = rows.annotate(number=Count("pk")).order_by(F("item__position").asc(nulls_first=True))
    return [(ref or "", code or "", number) for ref, code, _position, number in counted]


def themes_of(round_: Round) -> list[Theme]:
    """Themes under which something was said."""
    used = Comment.objects.posted().filter(round=round_).values("theme")
    return list(Theme.objects.filter(pk__in=used))


def draft_items(roadmap: Roadmap) -> list[tuple[str, list[tuple[str, str]]]]:
    """The items of the draft for choosing one: per kind its plural, and (ref, code and title); one query a kind."""
    found = []
    for kind in kinds():
        rows = kind.model.objects.live().filter(roadmap=roadmap).order_by("position", "pk").only("key", "code", kind.heading)
        items = [(f"{kind.name}/{row.key}", f"{row.code} {in_language(getattr(row, kind.heading))}") for row in rows]
        if items:
            found.append((str(kind.plural), items))
    return found


def titles_of(version: Version, language: str) -> dict[str, str]:
    """Ref → title of each item of a version; read once by this process."""
    return _titles(version.digest, version.pk, language)


# A version never changes, so that what was read once by its hash stays true.
@lru_cache(maxsize=16)
def _titles(digest: str, pk: int, language: str) -> dict[str, str]:  # noqa: ARG001 the hash is the name of the content
    document = from_canonical(Version.objects.values_list("canonical", flat=True).get(pk=pk))
    return {entry.ref: entry.title(language) for entry in document}
