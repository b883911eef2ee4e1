"""Freezing: the working draft becomes a version that never changes."""

import hashlib

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Problem, Refused
from accounts.models import User
from roadmap.domain.completeness import blocking, find_gaps
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.enums import RoundState
from roadmap.models import Comment, Roadmap, Version, VersionItem


class Incomplete(Refused):
    """The draft lacks something that a version must have; ``problems`` name it, by ``<kind>/<key>#<path>``."""

    code = "incomplete"


class Unanswered(Refused):
    """Comments of a closed round have no answer, and nobody said why. ``count`` is how many."""

    code = "unanswered"

    def __init__(self, count: int) -> None:
        super().__init__(_("Comments of a closed round are still without an answer. Answer them, or say why they stay open."))
        self.count = count


@verb
def freeze_version(*, roadmap: Roadmap, note: str, actor: User, unanswered_reason: str = "") -> Version:
    """Freeze the draft as the next version. Raises Incomplete or Unanswered."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    document = build_document(roadmap)
    _require_complete(document)
    _require_answers(roadmap, unanswered_reason)
    canonical = document.canonical()
    version = Version.objects.create(
        roadmap=roadmap,
        number=(roadmap.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        note=note.strip(),
        unanswered_reason=unanswered_reason.strip(),
        author=actor,
        created_at=Now(),
        canonical=canonical.decode(),
        digest=hashlib.sha256(canonical).hexdigest(),
    )
    version.refresh_from_db(fields=["created_at"])
    VersionItem.objects.bulk_create(
        VersionItem(version=version, ref=entry.ref, kind=entry.kind, code=entry.code, position=position)
        for position, entry in enumerate(document)
    )
    return version


def count_unanswered(roadmap: Roadmap) -> int:
    """Comments of closed rounds that have no answer."""
    closed = [RoundState.CLOSED, RoundState.ANSWERED]
    return Comment.objects.unanswered().filter(round__roadmap=roadmap, round__state__in=closed).count()


def digest_holds(version: Version) -> bool:
    """Whether the hash recomputed from the kept bytes is the one that was recorded."""
    return hashlib.sha256(version.canonical.encode()).hexdigest() == version.digest


def _require_complete(document: Document) -> None:
    gaps = blocking(find_gaps(document))
    if gaps:
        problems = [Problem(f"{gap.ref}#{gap.path}", gap.message) for gap in gaps]
        raise Incomplete(_("The draft is not complete enough to be frozen."), problems)


def _require_answers(roadmap: Roadmap, reason: str) -> None:
    open_comments = count_unanswered(roadmap)
    if open_comments and not reason.strip():
        raise Unanswered(open_comments)
