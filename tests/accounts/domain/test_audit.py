"""The hash chain: nothing committed late is missed, nothing changed is overlooked."""

import io
import threading
import time
from collections.abc import Callable

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from accounts.domain.audit import START, seal_entries, verify_trail
from accounts.models import AuditEntry, AuditSeal
from accounts.tasks import seal_audit
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


def sealed(count: int) -> None:
    """Seal until ``count`` entries are sealed in all.

    Whatever else runs in the same cluster holds the horizon back for as long as its transaction lasts.
    """
    for _ in range(300):
        seal_entries()
        if sum(AuditSeal.objects.values_list("entries", flat=True)) >= count:
            break
        time.sleep(0.1)
    assert sum(AuditSeal.objects.values_list("entries", flat=True)) == count


@pytest.fixture
def chain() -> list[AuditSeal]:
    """Three entries under two seals."""
    factories.group(key="one")
    sealed(1)
    factories.group(key="two")
    factories.group(key="three")
    sealed(3)
    return list(AuditSeal.objects.order_by("id"))


def test_an_empty_trail_holds() -> None:
    verdict = verify_trail()
    assert verdict.holds
    assert (verdict.seals, verdict.entries, verdict.waiting, verdict.head) == (0, 0, 0, START.hex())


def test_the_chain_holds_and_knows_what_waits(chain: list[AuditSeal]) -> None:
    factories.group(key="four")
    verdict = verify_trail()
    assert (verdict.holds, verdict.entries, verdict.waiting) == (True, 3, 1)
    assert verdict.seals == len(chain) >= 2
    assert verdict.head == bytes(chain[-1].digest).hex()
    assert bytes(chain[0].previous) == START
    assert bytes(chain[1].previous) == bytes(chain[0].digest)


def test_sealing_twice_seals_once(chain: list[AuditSeal]) -> None:
    seal_audit()
    assert AuditSeal.objects.count() == len(chain)
    assert str(chain[0]) == f"{chain[0].from_transaction}–{chain[0].to_transaction}"


def tampered(change: Callable[[], object]) -> str:
    """What the verification says after somebody with the keys of the database went around the triggers."""
    with pgtrigger.ignore():
        change()
    verdict = verify_trail()
    assert verdict.broken is not None
    return verdict.broken.reason


def test_a_changed_entry_is_found(chain: list[AuditSeal]) -> None:
    entry = AuditEntry.objects.order_by("id")[1]
    reason = tampered(lambda: AuditEntry.objects.filter(pk=entry.pk).update(actor="99"))
    assert reason == "An entry was changed."
    broken = verify_trail().broken
    assert broken is not None
    assert (broken.seal, broken.first_entry) == (chain[1].pk, entry.pk)


def test_a_removed_entry_is_found(chain: list[AuditSeal]) -> None:
    first = AuditEntry.objects.earliest("id")
    reason = tampered(first.delete)
    assert reason == "It covers 1 entries, and 0 are there."
    broken = verify_trail().broken
    assert broken is not None
    assert (broken.first_entry, broken.last_entry) == (None, None)


def test_a_forged_entry_within_a_sealed_run_is_found(chain: list[AuditSeal]) -> None:
    entry = AuditEntry.objects.latest("id")
    entry.pk = None
    reason = tampered(lambda: entry.save(force_insert=True))
    assert "are there" in reason


def test_a_removed_seal_is_found(chain: list[AuditSeal]) -> None:
    reason = tampered(AuditSeal.objects.filter(pk=chain[0].pk).delete)
    assert reason == "It does not follow the seal before it: a seal was changed, added or removed."


def test_a_seal_that_leaves_something_out_is_found(chain: list[AuditSeal]) -> None:
    move = AuditSeal.objects.filter(pk=chain[1].pk)
    reason = tampered(lambda: move.update(from_transaction=F("from_transaction") + 1))
    assert reason == "It does not begin where the seal before it ended."


def test_a_seal_with_another_end_is_found(chain: list[AuditSeal]) -> None:
    last = AuditSeal.objects.filter(pk=chain[-1].pk)
    assert tampered(lambda: last.update(to_transaction=F("to_transaction") + 1)) == "An entry was changed."


def test_a_transaction_that_commits_late_is_still_sealed() -> None:
    opened, may_commit, done = threading.Event(), threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            factories.group(key="late")
            opened.set()
            may_commit.wait(20)
        connection.close()
        done.set()

    thread = threading.Thread(target=late)
    thread.start()
    assert opened.wait(10)
    factories.group(key="early")
    seal_entries()
    # The early one has committed, but an older transaction is still running: nothing is sealed past it.
    assert sum(AuditSeal.objects.values_list("entries", flat=True)) == 0
    assert AuditEntry.objects.count() == 1
    may_commit.set()
    assert done.wait(10)
    thread.join()
    sealed(2)
    transactions = list(AuditEntry.objects.order_by("id").values_list("after__key", flat=True))
    assert transactions == ["late", "early"]
    assert verify_trail().holds


def test_a_restored_trail_goes_on_in_a_cluster_that_counts_anew(chain: list[AuditSeal]) -> None:
    """As after pg_restore: old entries carry numbers that this cluster has not reached; one of them was not sealed."""
    ahead = 10**12
    factories.group(key="unsealed")
    with pgtrigger.ignore():
        AuditEntry.objects.update(transaction=F("transaction") + ahead)
        AuditSeal.objects.all().delete()
    _seal_as_if_the_horizon_were(ahead + chain[-1].to_transaction + 1)
    assert AuditSeal.objects.get().entries == 3
    factories.group(key="new")
    for _ in range(300):
        seal_entries()
        if AuditSeal.objects.count() == 3:
            break
        time.sleep(0.1)
    old, left_over, new = AuditSeal.objects.order_by("id")
    assert (old.entries, left_over.entries, new.entries) == (3, 1, 1)
    assert new.first_id == left_over.last_id + 1
    verdict = verify_trail()
    assert (verdict.holds, verdict.entries, verdict.waiting) == (True, 5, 0)


def _seal_as_if_the_horizon_were(horizon: int) -> None:
    from accounts.domain import audit

    audit._seal(audit.Run(0, 2**63 - 1, 0, horizon - 1), previous=START, last_id=0)


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_it_holds_and_knows_an_earlier_head(chain: list[AuditSeal]) -> None:
    head = bytes(chain[0].digest).hex()
    said = run("--head", head)
    assert said == (
        f"The trail holds: 3 entries under {len(chain)} seals, 0 waiting to be sealed.\nHead: {bytes(chain[-1].digest).hex()}\n"
    )


def test_the_command_names_the_first_broken_place(chain: list[AuditSeal]) -> None:
    with pgtrigger.ignore():
        AuditEntry.objects.update(verb="nothing")
    with pytest.raises(CommandError, match=rf"broken at seal {chain[0].pk} \(entries (\d+)–\1, .* An entry was changed\."):
        run()


def test_the_command_finds_an_end_that_was_cut_off(chain: list[AuditSeal]) -> None:
    head = bytes(chain[-1].digest).hex()
    with pgtrigger.ignore():
        AuditSeal.objects.filter(pk=chain[-1].pk).delete()
    with pytest.raises(CommandError, match="cut off or replaced"):
        run("--head", head)
    with pytest.raises(CommandError, match="64 hexadecimal digits"):
        run("--head", "xyz")
