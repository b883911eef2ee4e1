"""``manage.py deadlocks ROADMAP|FILE``: who waits for whom, and the fewest gates that would resolve it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from milestones.domain.exchanges.commitments import Exchanges
from milestones.domain.exchanges.deadlocks import Deadlock
from milestones.domain.exchanges.naming import Names
from milestones.domain.exchanges.order_words import (
    change_words,
    deadlock_words,
    positions_words,
    resolution_words,
    wait_words,
)
from milestones.management.sources import day, document_at
from milestones.management.standing import plan_of


class Command(BaseCommand):
    help = "Print the you-first deadlocks across all exchanges of a roadmap, step by step, and the fewest gates to change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("roadmap", metavar="ROADMAP|FILE", help="key of a roadmap, or a roadmap file")
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="what is verified by this day holds up nobody")

    def handle(self, *_args: Any, **options: Any) -> None:
        document, _roadmap = document_at(options["roadmap"])
        assessment = plan_of(document, options["as_of"], self.stderr.write).assessment
        exchanges, found = assessment.exchanges, assessment.deadlocks
        if options["json"]:
            told = {"parties": exchanges.parties.as_dict(), **found.as_dict()}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        if not found.found:
            self.stdout.write("No deadlock.")
        for each in found.found:
            self._tell(each, exchanges, deadlock_words(each, exchanges))
        if found.held_up:
            self.stdout.write(f"Held up by this: {Names(exchanges).milestones(found.held_up)}.")
        for line in resolution_words(found.resolution, found.found):
            self.stdout.write(line)
        for change in found.resolution.changes:
            self.stdout.write(f"  {change_words(change, exchanges)}")
        for each in found.positions:
            self._tell(each, exchanges, positions_words(each, exchanges))

    def _tell(self, deadlock: Deadlock, exchanges: Exchanges, headline: str) -> None:
        self.stdout.write(headline)
        for number, circle in enumerate(deadlock.circles, start=1):
            if len(deadlock.circles) > 1:
                self.stdout.write(f"  circle {number}:")
            for wait in circle:
                self.stdout.write(f"  {wait_words(wait, exchanges)}")
        if deadlock.further:
            self.stdout.write(f"  and {deadlock.further} more circles.")
