"""``manage.py verify_audit``: recompute the hash chain over the audit trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.audit import knows_digest, verify_trail


class Command(BaseCommand):
    help = "Recompute the hash chain over the audit trail and name the first place that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", help="A head printed earlier; it must still be part of the chain.")

    def handle(self, *_: Any, head: str | None = None, **__: Any) -> None:
        verdict = verify_trail()
        if verdict.broken:
            broken = verdict.broken
            raise CommandError(
                f"The trail is broken at seal {broken.seal}"
                f" (entries {broken.first_entry}–{broken.last_entry}, sealed {broken.until:%Y-%m-%d %H:%M} UTC)."
                f" {broken.reason}"
            )
        if head and not _is_known(head):
            raise CommandError(f"The head {head} is no longer part of the chain: its end was cut off or replaced.")
        self.stdout.write(
            f"The trail holds: {verdict.entries} entries under {verdict.seals} seals,"
            f" {verdict.waiting} waiting to be sealed.\nHead: {verdict.head}"
        )


def _is_known(head: str) -> bool:
    try:
        return knows_digest(head)
    except ValueError as error:
        raise CommandError("--head takes the 64 hexadecimal digits that an earlier run printed.") from error
