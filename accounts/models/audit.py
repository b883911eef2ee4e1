"""The audit trail. Rows come from database triggers alone; nothing in the program inserts one."""

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from accounts.models.audited import append_only
from accounts.querysets.audit import AuditEntryQuerySet


class AuditEntry(models.Model):
    """One changed row: who (``actor``: user id, empty for the system), by which verb, what, when.

    ``before`` and ``after`` hold only the columns that changed, without secrets.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField(help_text="Transaction id, for sealing in commit order.")
    actor = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60, blank=True)
    table = models.CharField(max_length=63)
    row = models.CharField(max_length=60)
    operation = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    objects: ClassVar[AuditEntryQuerySet] = AuditEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["table", "row", "-id"], name="audit_by_row"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["transaction", "id"], name="audit_by_transaction"),
            BrinIndex(fields=["at"], name="audit_by_time"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.operation} {self.table} {self.row}"


class AuditSeal(models.Model):
    """A link of the hash chain: the digest over a run of entries and over the seal before it.

    The run: entries from id ``first_id`` on whose transaction is ``from_transaction`` to ``to_transaction``, both
    included. ``first_id`` grows only when the data is restored into a cluster that counts its transactions anew.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(help_text="Greatest entry id sealed so far.")
    from_transaction = models.BigIntegerField()
    to_transaction = models.BigIntegerField()
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["first_id", "from_transaction"], name="audit_seal_once"),
            models.UniqueConstraint(fields=["previous"], name="audit_seal_no_fork"),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.from_transaction}–{self.to_transaction}"
