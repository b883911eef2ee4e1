"""Making the standing subjects a draft's own, so that its milestones can refer to them and its reviewers read them."""

from accounts.domain.acting import verb
from accounts.models import User
from milestones.domain.standing import SUBJECTS, lacking
from milestones.models import ProtectedSubject
from roadmap.domain.document.storage import build_document
from roadmap.domain.drafting import insert_item
from roadmap.models import Roadmap


@verb
def take_over_subjects(*, roadmap: Roadmap, actor: User | None) -> list[ProtectedSubject]:
    """Put the standing subjects that the draft lacks behind its own; one that was deleted comes back as it was.

    Answers what was put in, nothing where the draft names them all.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    deleted = {item.key: item for item in ProtectedSubject.objects.filter(roadmap=roadmap, deletion__isnull=False)}
    return [_put_in(roadmap, entry.key, entry.data, deleted.get(entry.key)) for entry in lacking(build_document(roadmap))]


def _put_in(roadmap: Roadmap, key: str, data: dict[str, object], deleted: ProtectedSubject | None) -> ProtectedSubject:
    if deleted is not None:
        deleted.deletion = None
        deleted.save(update_fields=["deletion"])
        return deleted
    item = insert_item(roadmap=roadmap, kind_name=SUBJECTS, key=key, data=data)
    assert isinstance(item, ProtectedSubject)  # noqa: S101 an item of its kind
    return item
