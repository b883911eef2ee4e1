"""What a POST with an Idempotency-Key was answered, so that a repetition gets the same answer."""

from django.db import models

from accounts.models.user import User


class IdempotencyKey(models.Model):
    """One key of one person. ``body`` is null also where the answer held something that is shown once and never kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    location = models.CharField(max_length=300, blank=True)
    etag = models.CharField(max_length=80, blank=True, db_default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # The table keeps the name that it was made with: processes of the release before go on using it during a deployment.
        db_table = "roadmap_idempotencykey"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key
