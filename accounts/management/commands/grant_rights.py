"""``manage.py grant_rights ROLE``: what web servers and workers may do in the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.domain.rights import NoSuchRole, grant_rights


class Command(BaseCommand):
    help = "Give the role of web servers and workers what they need and no more; run it as the owner after each migration."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role in DATABASE_URL of web servers and workers")

    def handle(self, *_: Any, role: str, **__: Any) -> None:
        try:
            granted = grant_rights(role=role)
        except NoSuchRole as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{role} may change {granted.changed} tables, only add to {granted.added_to}, only read {granted.read}."
        )
