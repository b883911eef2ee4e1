"""What every item of the draft has in common."""

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from roadmap.querysets.item import ItemQuerySet

KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Use lower-case letters, digits and hyphens."))


class Item(models.Model):
    """An item of a roadmap's draft.

    ``key`` never changes, so that ``<kind>/<key>`` is the item's identity in every version. ``revision`` counts saved edits;
    ``field_revisions`` holds, per field path such as ``title.ar``, the revision that last changed it.
    """

    # Each kind puts its own related name in place of this one.
    roadmap = models.ForeignKey("roadmap.Roadmap", on_delete=models.CASCADE, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=80, validators=[KEY])
    code = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)
    source = models.CharField(_("source"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("planning value, not a fact"), default=False)
    revision = models.PositiveIntegerField(default=1)
    field_revisions = models.JSONField(default=dict)
    deletion = models.UUIDField(null=True, editable=False, help_text="What was deleted together comes back together.")

    objects: ClassVar[ItemQuerySet] = ItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.code


def item_constraints(table: str) -> list[models.BaseConstraint]:
    """Key and code name one item of a roadmap, for ever (also when it was deleted)."""
    return [
        models.UniqueConstraint(fields=["roadmap", "key"], name=f"{table}_key_unique"),
        models.UniqueConstraint(fields=["roadmap", "code"], name=f"{table}_code_unique"),
        models.CheckConstraint(condition=models.Q(key__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$"), name=f"{table}_key_slug"),
    ]
