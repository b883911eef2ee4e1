"""The hash chain over the audit trail: sealing what is committed, and finding what was tampered with.

A transaction may commit long after a later one. Only entries whose transaction is older than every running one are
sealed, in the order of transactions, so that nothing can appear inside a sealed run any more.
"""

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import AuditEntry, AuditSeal

START = bytes(32)
_LOCK = 7_261_005
_ROWS = """
SELECT id, at, transaction, actor, verb, "table", "row", operation, before::text, after::text
  FROM accounts_auditentry
 WHERE id >= %s AND id < %s AND transaction BETWEEN %s AND %s
 ORDER BY transaction, id
"""
_NO_END = 2**63 - 1


@dataclass(frozen=True)
class Run:
    """Entries with first_id ≤ id < end_id whose transaction is within both bounds."""

    first_id: int
    end_id: int
    from_transaction: int
    to_transaction: int


@dataclass(frozen=True)
class Broken:
    """The first seal that does not hold, and the entries that it covers."""

    seal: int
    reason: str
    first_entry: int | None
    last_entry: int | None
    until: datetime


@dataclass(frozen=True)
class Verdict:
    """``head`` is the digest of the last seal that holds; note it elsewhere to find out if the end is cut off."""

    seals: int
    entries: int
    waiting: int
    head: str
    broken: Broken | None

    @property
    def holds(self) -> bool:
        return self.broken is None


@transaction.atomic
def seal_entries() -> int:
    """Seal what can be sealed; answers how many entries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        horizon: int = cursor.fetchone()[0]
    last = AuditSeal.objects.order_by("id").last()
    if last is None:
        return _seal(Run(0, _NO_END, 0, horizon - 1), previous=START, last_id=0)
    if horizon > last.to_transaction:
        run = Run(last.first_id, _NO_END, last.to_transaction + 1, horizon - 1)
        return _seal(run, previous=bytes(last.digest), last_id=last.last_id)
    return _seal_after_restore(last, horizon)


def _seal_after_restore(last: AuditSeal, horizon: int) -> int:
    """The data came into a cluster that counts its transactions anew: close the old count, start the new one."""
    left_over = AuditEntry.objects.filter(id__gte=last.first_id, transaction__gt=last.to_transaction)
    found = left_over.aggregate(last_id=Max("id"), transaction=Max("transaction"))
    sealed, previous, last_id = 0, bytes(last.digest), last.last_id
    if found["last_id"] is not None:
        run = Run(last.first_id, _NO_END, last.to_transaction + 1, found["transaction"])
        sealed = _seal(run, previous=previous, last_id=last_id)
        closing = AuditSeal.objects.order_by("id").last()
        assert closing is not None  # noqa: S101 it was written one line above
        previous, last_id = bytes(closing.digest), closing.last_id
    return sealed + _seal(Run(last_id + 1, _NO_END, 0, horizon - 1), previous=previous, last_id=last_id)


def _seal(run: Run, *, previous: bytes, last_id: int) -> int:
    """Write one seal, unless the run is empty."""
    rows = AuditEntry.objects.filter(id__gte=run.first_id, transaction__range=(run.from_transaction, run.to_transaction))
    found = rows.aggregate(greatest=Max("id"))["greatest"]
    if found is None:
        return 0
    seal = AuditSeal(
        at=timezone.now(),
        first_id=run.first_id,
        last_id=max(last_id, found),
        from_transaction=run.from_transaction,
        to_transaction=run.to_transaction,
        previous=previous,
        entries=rows.count(),
    )
    seal.digest, _ = _digest(seal, run)
    seal.save(force_insert=True)
    return seal.entries


def verify_trail() -> Verdict:
    """Recompute the whole chain and stop at the first place that does not hold."""
    previous: AuditSeal | None = None
    seals, entries = 0, 0
    for seal, end_id in _seals_with_end():
        broken = _check(seal, previous, end_id)
        if broken:
            return Verdict(seals, entries, 0, _head(previous), broken)
        seals, entries, previous = seals + 1, entries + seal.entries, seal
    waiting = AuditEntry.objects.count() - entries
    return Verdict(seals, entries, waiting, _head(previous), None)


def knows_digest(digest: str) -> bool:
    """Whether a head that was noted earlier is still part of the chain."""
    return AuditSeal.objects.filter(digest=bytes.fromhex(digest)).exists()


def _check(seal: AuditSeal, previous: AuditSeal | None, end_id: int) -> Broken | None:
    run = Run(seal.first_id, end_id, seal.from_transaction, seal.to_transaction)
    if bytes(seal.previous) != (bytes(previous.digest) if previous else START):
        return _broken(seal, run, "It does not follow the seal before it: a seal was changed, added or removed.")
    if not _continues(seal, previous):
        return _broken(seal, run, "It does not begin where the seal before it ended.")
    digest, count = _digest(seal, run)
    if count != seal.entries:
        return _broken(seal, run, f"It covers {seal.entries} entries, and {count} are there.")
    if digest != bytes(seal.digest):
        return _broken(seal, run, "An entry was changed.")
    return None


def _continues(seal: AuditSeal, previous: AuditSeal | None) -> bool:
    if previous is None:
        return (seal.first_id, seal.from_transaction) == (0, 0)
    if seal.first_id == previous.first_id:
        return seal.from_transaction == previous.to_transaction + 1
    return (seal.first_id, seal.from_transaction) == (previous.last_id + 1, 0)


def _seals_with_end() -> Iterator[tuple[AuditSeal, int]]:
    """Each seal with the id before which its count of transactions ends."""
    starts = sorted(set(AuditSeal.objects.values_list("first_id", flat=True)))
    ends = dict(itertools.pairwise([*starts, _NO_END]))
    for seal in AuditSeal.objects.order_by("id").iterator():
        yield seal, ends[seal.first_id]


def _broken(seal: AuditSeal, run: Run, reason: str) -> Broken:
    ids = [row[0] for row in _rows(run)]
    return Broken(seal.pk, reason, min(ids, default=None), max(ids, default=None), seal.at)


def _head(seal: AuditSeal | None) -> str:
    return bytes(seal.digest).hex() if seal else START.hex()


def _digest(seal: AuditSeal, run: Run) -> tuple[bytes, int]:
    """SHA-256 over the digest before, the seal's own bounds and each entry, one JSON array a line."""
    digest = hashlib.sha256(bytes(seal.previous))
    head = [seal.at, seal.first_id, seal.last_id, seal.from_transaction, seal.to_transaction]
    digest.update(_line(head))
    count = 0
    for row in _rows(run):
        digest.update(_line(row))
        count += 1
    return digest.digest(), count


def _line(values: Any) -> bytes:
    plain = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in values]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _rows(run: Run) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ROWS, [run.first_id, run.end_id, run.from_transaction, run.to_transaction])
        yield from cursor
