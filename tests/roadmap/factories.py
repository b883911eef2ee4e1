"""A small roadmap, made by the product's own importer."""

from pathlib import Path

from accounts.models import User
from roadmap.domain.files import import_document, read_file
from roadmap.models import Assignment, Roadmap

SMALL = Path(__file__).with_name("small.yaml").read_text(encoding="utf-8")


def small_roadmap(key: str = "small", *, lead: User | None = None, drafter: User | None = None) -> Roadmap:
    """The roadmap of ``small.yaml``, complete in three languages, with the given people assigned."""
    document = read_file(SMALL.replace("key: small\n", f"key: {key}\n"))
    roadmap, _changes = import_document(document=document, actor=None)
    for user, role in ((lead, "lead"), (drafter, "drafter")):
        if user is not None:
            Assignment.objects.create(roadmap=roadmap, user=user, role=role)
    return roadmap
