"""Stakeholder groups and who belongs to them."""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import GroupKind, Language
from accounts.models.audited import audited
from accounts.models.text import TextField, in_language
from accounts.models.user import User
from accounts.querysets.group import GroupQuerySet


class Group(models.Model):
    """A stakeholder group: those whose members review a version together."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(_("key"), max_length=60, unique=True)
    name = TextField(verbose_name=_("name"))
    kind = models.CharField(_("kind"), max_length=20, choices=GroupKind, default=GroupKind.CIVIL_SOCIETY)
    note = TextField(verbose_name=_("note"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ARABIC)
    mail_opt_out = models.BooleanField(
        _("no mail"),
        default=False,
        help_text=_("The group gets no mail at all; codes are handed over in person."),
    )
    members = models.ManyToManyField(User, through="Membership", related_name="stakeholder_groups")

    objects: ClassVar[GroupQuerySet] = GroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=GroupKind.values), name="group_kind_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="group_language_known"),
        ]
        triggers = [audited()]

    def __str__(self) -> str:
        return in_language(self.name)


class Membership(models.Model):
    """A person in a group. Who speaks for it is its focal point."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    is_focal_point = models.BooleanField(_("focal point"), default=False)

    class Meta:
        ordering = ["group_id", "id"]
        constraints = [models.UniqueConstraint(fields=["group", "user"], name="membership_once")]
        triggers = [audited()]

    def __str__(self) -> str:
        return f"{self.group_id}:{self.user_id}"
