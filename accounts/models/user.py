"""A person who signs in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import Language, Role
from accounts.models.audited import audited
from accounts.querysets.user import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates people; addresses are kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Permissions come from predicates in each app's ``rules.py``, never from stored flags."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    display_name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.REVIEWER)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ARABIC)
    may_read_identities = models.BooleanField(_("may read who is behind a pseudonym"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="user_language_known"),
        ]
        triggers = [audited()]

    def __str__(self) -> str:
        return self.display_name or self.email

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether the person may do ``perm`` on ``obj`` (django-rules predicates)."""
        import rules

        return bool(self.is_active and rules.has_perm(perm, self, obj))

    @property
    def is_staff(self) -> bool:
        """Third-party code asks for it; nobody has more by it."""
        return False

    @property
    def is_office(self) -> bool:
        """Whether the person works in the mediator's office."""
        return self.role in {Role.ADMINISTRATOR, Role.FACILITATOR}

    @property
    def is_administrator(self) -> bool:
        return self.role == Role.ADMINISTRATOR
