"""``manage.py roadmap_schema``: the JSON Schema of the roadmap file."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from roadmap.domain.files import json_schema


class Command(BaseCommand):
    help = "Print the JSON Schema of scne-roadmap/1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2))
