"""What a member is shown of a version: all but what is withheld from the own group, and no trace of that."""

from functools import lru_cache

from roadmap.domain.document import Document, from_canonical
from roadmap.models import Invitation, Version, VersionItem


def shown_document(invitation: Invitation) -> Document:
    """The version of the round as the member's group sees it. One query once the version has been read by this process."""
    version = invitation.round.version
    return _shown(version.digest, version.pk, withheld_refs(invitation))


def shown_item(invitation: Invitation, ref: str) -> VersionItem | None:
    """An item of the version, or None where it does not exist or is not for this group."""
    if shown_document(invitation).entry(ref) is None:
        return None
    return VersionItem.objects.filter(version=invitation.round.version_id, ref=ref).first()


def withheld_refs(invitation: Invitation) -> frozenset[str]:
    return frozenset(
        VersionItem.objects.filter(withheld_from=invitation.round_group_id).values_list("ref", flat=True),
    )


# A version never changes, so that what was read once by its hash stays true.
@lru_cache(maxsize=4)
def _whole(digest: str, pk: int) -> Document:  # noqa: ARG001 the hash is the name of the content
    return from_canonical(Version.objects.values_list("canonical", flat=True).get(pk=pk))


@lru_cache(maxsize=32)
def _shown(digest: str, pk: int, withheld: frozenset[str]) -> Document:
    whole = _whole(digest, pk)
    return whole.without(set(withheld)) if withheld else whole
