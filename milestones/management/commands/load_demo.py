"""``manage.py load_demo``: the demonstration, once; a second call changes nothing."""

import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from milestones.demo import loading


class Command(BaseCommand):
    help = "Load the demonstration of July 2023, and write its sign-ins for whoever started it."

    def handle(self, *_args: Any, **_options: Any) -> None:
        path = Path(settings.DEMO_SIGN_INS)
        if not loading.is_loaded():
            self._write(path, loading.load(lambda line: self.stdout.write(f"  {line}")))
        elif not path.exists():
            self._write(path, loading.renew_sign_ins())
        self.stdout.write(f"The demonstration is there; its sign-ins are in {path}.")

    @staticmethod
    def _write(path: Path, sign_ins: list[dict[str, str]]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(sign_ins, file, indent=2)
