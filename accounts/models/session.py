"""Sessions that know their person, so that they can be listed and ended."""

import uuid
from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from accounts.models.user import User


class SessionManager(BaseSessionManager["Session"]):
    pass


class Session(AbstractBaseSession):
    """No address and no user agent is kept: ``device`` is a coarse word such as "phone".

    Pages name a session by ``uid``: its key is the person's secret and is never shown.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        db_table = "accounts_session"

    def __str__(self) -> str:
        return str(self.uid)

    def save(self, *, force_update: bool = False, **options: Any) -> None:
        """A session that is written again keeps its ``uid`` and the time at which it began."""
        if force_update:
            options["update_fields"] = ["session_data", "expire_date", "user", "device"]
        super().save(force_update=force_update, **options)

    @classmethod
    def get_session_store_class(cls) -> type:
        from accounts.sessions import SessionStore

        return SessionStore
