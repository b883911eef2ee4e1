"""``manage.py add_administrator ADDRESS``: the first person of a new installation; everybody else is added on the pages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.errors import Refused
from accounts.domain.people import PersonDetails, add_person
from accounts.enums import Language, Role


class Command(BaseCommand):
    help = "Add an administrator, who gets a mail with a link for choosing a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="e-mail address")
        parser.add_argument("--name", default="", help="name that others see")
        parser.add_argument("--language", default=Language.ENGLISH.value, choices=Language.values)

    def handle(self, *_args: Any, address: str, name: str, language: str, **_options: Any) -> None:
        details = PersonDetails(address, name or address, Role.ADMINISTRATOR, language)
        try:
            person = add_person(details=details, actor=None)
        except Refused as refusal:
            raise CommandError("\n".join([str(refusal.message), *(str(p.message) for p in refusal.problems)])) from refusal
        self.stdout.write(f"{person.email} is an administrator; a mail with a link for a password is on its way.")
