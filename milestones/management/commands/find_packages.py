"""``manage.py find_packages ROADMAP|FILE``: packages of commitments that nobody refused, best balanced. Only proposals."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from milestones.domain.exchanges.package_words import excluded_words, package_words, search_words
from milestones.domain.exchanges.packages import propose
from milestones.domain.standing import subject_titles
from milestones.management.sources import day, document_at
from milestones.management.standing import plan_of, positions_of


class Command(BaseCommand):
    help = "Propose packages of the commitments that stand in a roadmap's exchanges. Nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("roadmap", metavar="ROADMAP|FILE", help="key of a roadmap, or a roadmap file")
        parser.add_argument("--json", action="store_true", help="as JSON")
        parser.add_argument("--proposals", type=int, metavar="N", help="how many (the setting PACKAGE_FINDER without it)")
        parser.add_argument(
            "--as-of",
            type=day,
            metavar="DATE",
            help="propose what can still be given on this day (today without it)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = options["proposals"]
        if wanted is not None and not 1 <= wanted <= 20:
            raise CommandError("Ask for 1 to 20 proposals.")
        document, roadmap = document_at(options["roadmap"])
        plan = plan_of(document, options["as_of"], self.stderr.write)
        exchanges, positions = plan.assessment.exchanges, positions_of(roadmap)
        search = propose(plan, stands=positions.stands, proposals=wanted)
        if options["json"]:
            lines = [package_words(package, exchanges, positions.names) for package in search.packages]
            told = search.as_dict()
            told["proposals"] = [{**each, "lines": said} for each, said in zip(told["proposals"], lines, strict=True)]
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in search_words(search):
            self.stdout.write(line)
        if not positions.names:
            self.stdout.write("No group's position is known here, so that none is taken into account.")
        for place, package in enumerate(search.packages, start=1):
            self.stdout.write(f"\nProposal {place}")
            for line in package_words(package, exchanges, positions.names):
                self.stdout.write(f"  {line}")
        if search.choice.excluded:
            self.stdout.write("\nNot considered")
        subjects = subject_titles(document)
        for each in search.choice.excluded:
            self.stdout.write(f"  {excluded_words(each, exchanges, positions.names, subjects)}")
