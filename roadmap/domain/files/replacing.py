"""Putting a file in the place of a draft, as it was when its reader last saw it."""

from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.models import User
from roadmap.domain.document import Document
from roadmap.domain.document.storage import build_document
from roadmap.domain.files.importing import Changes, compare_kept, import_document
from roadmap.models import Roadmap


class DraftMoved(Conflict):
    """The draft was changed since the file's author read it. Nothing was replaced."""

    code = "draft-moved"

    def __init__(self) -> None:
        super().__init__(_("The draft was changed meanwhile. Read it again, so that nobody's words are overwritten."))


@verb
def replace_draft(
    *, roadmap: Roadmap, document: Document, base_digest: str, actor: User, dry_run: bool = False
) -> tuple[Changes, str]:
    """Make the draft equal to ``document`` if it is still the one with ``base_digest``; answer what changed and the new hash.

    ``dry_run`` changes nothing, and says what would change. Raises DraftMoved, Rewritten, Undecided, or Invalid for a file of
    another roadmap.
    """
    if document.roadmap.get("key") != roadmap.key:
        message = _("The file is one of another roadmap.")
        raise Invalid(message, [Problem("roadmap.key", message)])
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    current = build_document(roadmap)
    if current.digest() != base_digest:
        raise DraftMoved
    if dry_run:
        return compare_kept(current, document), current.digest()
    roadmap, changes = import_document(document=document, actor=actor, replace=True)
    return changes, build_document(roadmap).digest()
