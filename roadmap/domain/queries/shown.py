"""What a member is shown of a version: all but reports and what is withheld from the own group, and no trace of these."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from roadmap.domain.document import Document, Entry, from_canonical
from roadmap.domain.document.paragraphs import PresentedDocument, present_document
from roadmap.domain.document.presenting import Presented
from roadmap.models import Comment, Invitation, Version, VersionItem
from roadmap.querysets.comment import CommentQuerySet


@dataclass(frozen=True)
class Contents:
    """The document in reading order: what a list of its items needs. ``shown`` holds parts, groups and items."""

    shown: PresentedDocument

    @cached_property
    def items(self) -> list[Presented]:
        return list(self.shown)

    @cached_property
    def by_ref(self) -> dict[str, Presented]:
        return {item.ref: item for item in self.items}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {item.ref: place for place, item in enumerate(self.items)}

    def beside(self, ref: str) -> tuple[Presented | None, Presented | None]:
        """The items before and after one in reading order."""
        place = self._places[ref]
        before = self.items[place - 1] if place else None
        after = self.items[place + 1] if place + 1 < len(self.items) else None
        return before, after


def shown_document(invitation: Invitation) -> Document:
    """The version of the round as the member's group sees it. One query once the version has been read by this process."""
    version = invitation.round.version
    return _shown(version.digest, version.pk, withheld_refs(invitation))


def shown_digest(invitation: Invitation) -> str:
    """SHA-256 of the document as the member's group sees it: the version's where nothing is left out. The version's own, beside a
    document that is not the whole, would tell that there is more.
    """
    version = invitation.round.version
    return _digest(version.digest, version.pk, withheld_refs(invitation))


def shown_contents(invitation: Invitation, language: str) -> Contents:
    """The same in reading order and in a language."""
    version = invitation.round.version
    return _contents(version.digest, version.pk, withheld_refs(invitation), language)


def shown_item(invitation: Invitation, ref: str) -> VersionItem | None:
    """An item of the version, or None where it does not exist or is not for this group."""
    if shown_document(invitation).entry(ref) is None:
        return None
    return VersionItem.objects.filter(version=invitation.round.version_id, ref=ref).first()


def shown_entry(invitation: Invitation, ref: str) -> Entry | None:
    """What the item says, or None as :func:`shown_item`."""
    return shown_document(invitation).entry(ref)


def withheld_refs(invitation: Invitation) -> frozenset[str]:
    return frozenset(withheld_items(invitation).values())


def withheld_items(invitation: Invitation) -> dict[int, str]:
    """Refs of what the member's group does not see, by the items' ids; read once for an invitation object, which lives as
    long as a request.
    """
    found: dict[int, str] | None = getattr(invitation, "_withheld_items", None)
    if found is None:
        rows = VersionItem.objects.filter(withheld_from=invitation.round_group_id).order_by()
        found = dict(rows.values_list("pk", "ref"))
        invitation._withheld_items = found  # type: ignore[attr-defined]  # noqa: SLF001 kept where it belongs
    return found


def readable_comments(invitation: Invitation) -> CommentQuerySet:
    """The comments of the round that the member reads."""
    return Comment.objects.read_in(invitation, withheld=withheld_items(invitation).keys())


# A version never changes, so that what was read once by its hash stays true.
@lru_cache(maxsize=4)
def _whole(digest: str, pk: int) -> Document:  # noqa: ARG001 the hash is the name of the content
    return from_canonical(Version.objects.values_list("canonical", flat=True).get(pk=pk))


@lru_cache(maxsize=32)
def _shown(digest: str, pk: int, withheld: frozenset[str]) -> Document:
    return _whole(digest, pk).for_group(withheld)


@lru_cache(maxsize=128)
def _digest(digest: str, pk: int, withheld: frozenset[str]) -> str:
    shown = _shown(digest, pk, withheld)
    return digest if shown is _whole(digest, pk) else shown.digest()


@lru_cache(maxsize=32)
def _contents(digest: str, pk: int, withheld: frozenset[str], language: str) -> Contents:
    return Contents(present_document(_shown(digest, pk, withheld), language))
