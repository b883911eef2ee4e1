"""``manage.py ledger ROADMAP|FILE``: what each side gives and gets, and what is wrong with the exchanges."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from milestones.domain.exchanges.assessing import Assessment
from milestones.domain.exchanges.naming import number
from milestones.domain.exchanges.wording import SEVERITIES, assessment_told, finding_words
from milestones.management.sources import day, document_at
from milestones.management.standing import plan_of


class Command(BaseCommand):
    help = (
        "Print what each side of a roadmap's exchanges gives and gets, in all, by phase and over time, with the findings first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("roadmap", metavar="ROADMAP|FILE", help="key of a roadmap, or a roadmap file")
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="what is not verified by this day is still to come")

    def handle(self, *_args: Any, **options: Any) -> None:
        document, _roadmap = document_at(options["roadmap"])
        found = plan_of(document, options["as_of"], self.stderr.write).assessment
        if options["json"]:
            self.stdout.write(json.dumps(assessment_told(found), ensure_ascii=False, indent=2))
            return
        self._findings(found)
        self._accounts(found)
        self._phases(found)

    def _findings(self, found: Assessment) -> None:
        if not found.findings:
            self.stdout.write("Nothing to point out.")
        for finding in found.findings:
            self.stdout.write(f"{str(SEVERITIES[finding.severity]).upper()}: {finding_words(finding, found)}")

    def _accounts(self, found: Assessment) -> None:
        ledger = found.ledger
        parts = {name: "-" if figure is None else f"{figure:.2f}" for name, figure in ledger.balance.as_dict().items()}
        self.stdout.write(f"\nbalance {parts['value']} of 1, the smaller of")
        self.stdout.write(f"  reciprocity {parts['reciprocity']}: gains in proportion to what is given")
        self.stdout.write(f"  reach {parts['reach']}: gains reach all areas")
        self.stdout.write("\nnet: what a side gets less what it gives, in points; lowest: where it is furthest behind\n")
        self.stdout.write(f"{'gives':>7} {'gets':>7} {'net':>7} {'lowest':>7} {'when':<10} {'first third':<17} side")
        for key, account in ledger.accounts.items():
            lowest, front = account.lowest, account.front
            shares = "-" if front is None else f"{_share(front.gives)} / {_share(front.gets)}"
            when = "-" if lowest is None else str(lowest.at if lowest.at is not None else "-")
            depth = "-" if lowest is None else number(lowest.net)
            sums = f"{number(account.gives):>7} {number(account.gets):>7} {number(account.net):>7}"
            party = found.exchanges.parties[key]
            until = f" (until {party.ends})" if party.ends else ""
            self.stdout.write(f"{sums} {depth:>7} {when:<10} {shares:<17} {party.title()}{until}")
        if ledger.undated:
            self.stdout.write(f"{ledger.undated} entries have no day.")

    def _phases(self, found: Assessment) -> None:
        listed = [(key, point) for key, account in found.ledger.accounts.items() for point in account.phases]
        if not listed:
            return
        self.stdout.write(f"\n{'phase':>7} {'gives':>7} {'gets':>7} {'net':>7} side (all phases up to this one)")
        order = sorted(listed, key=lambda pair: (not isinstance(pair[1].at, int), pair[1].at or 0))
        for key, point in order:
            phase = "-" if point.at is None else str(point.at)
            sums = f"{number(point.gives):>7} {number(point.gets):>7} {number(point.net):>7}"
            self.stdout.write(f"{phase:>7} {sums} {found.exchanges.parties[key].title()}")


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.0%}"
