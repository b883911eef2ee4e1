"""The scoreboard: every row on the product and on its floor, back to back. `make bench`, or `.venv/bin/python -m bench --only 3`.

Ratios of one run hold, absolute times drift with the machine: rounds go through all lines in turn, and the medians of each
round's ratios count. PostgreSQL and Valkey run already (`make services`); the database is a scratch one, dropped at the end.
"""

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from bench.board import Line, table
from bench.machine import load, versions
from bench.scratch import scratch
from bench.serving import HOST, WORKERS

RESULTS = Path(__file__).with_name("results.json")
_PACKAGES = ("django", "djangorestframework", "gunicorn", "psycopg", "orjson", "rapidfuzz", "typst")


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, scratch():
        _set_up()
        from bench.rows import ROWS
        from bench.stage import TINY, Sizes, mail_sink, stage

        chosen = asked.only or sorted(ROWS)
        with mail_sink() as port:
            os.environ["EMAIL_URL"] = f"smtp://{HOST}:{port}"
            _mail_through(port)
            with stage(TINY if asked.tiny else Sizes(), port, Path(folder)) as made:
                found = _measure([ROWS[number] for number in chosen], made, asked.rounds)
        from django.db import connection

        results = _results(found, asked.rounds, connection)
        connection.close()
    for line in table(found):
        print(line)
    _write(asked.results, results, replace=not asked.only)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", type=int, action="append", metavar="ROW", help="this row alone; may be given several times")
    parser.add_argument("--rounds", type=int, default=5, help="rounds to take medians of (5)")
    parser.add_argument("--tiny", action="store_true", help="very little data: shows that everything runs, and measures nothing")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures go (bench/results.json)")
    return parser


def _set_up() -> None:
    import django
    from django.core.management import call_command

    begun = time.monotonic()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    print(f"a scratch database is migrated after {time.monotonic() - begun:.0f} s", flush=True)


def _mail_through(port: int) -> None:
    """The settings of this process were read before the mail server had a port."""
    from django.conf import settings

    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port


def _measure(rows: list[Callable[[Any], list[Line]]], made: Any, rounds: int) -> list[Line]:
    lines = []
    for row in rows:
        begun = time.monotonic()
        lines += (found := row(made))
        print(f"{found[0].work}: both sides answer alike, after {time.monotonic() - begun:.0f} s", flush=True)
    for line in lines:  # once for the memory, not counted
        line.measure()
        line.found.clear()
    for number in range(rounds):
        begun = time.monotonic()
        for line in lines:
            line.measure()
        print(f"round {number + 1} of {rounds}: {time.monotonic() - begun:.0f} s, load {load()[0]}", flush=True)
    return lines


def _results(lines: list[Line], rounds: int, connection: Any) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        database = cursor.fetchone()[0]
    return {
        "measured": time.strftime("%Y-%m-%d %H:%M", time.gmtime()),
        "rounds": rounds,
        "servers": f"gunicorn, {WORKERS} sync workers, DEBUG off",
        "machine": {"processors": os.cpu_count(), "load": load()},
        "versions": {"python": platform.python_version(), "postgresql": database, **versions(*_PACKAGES)},
        "lines": [line.as_dict() for line in lines],
    }


def _write(path: Path, results: dict[str, Any], *, replace: bool) -> None:
    """A run of single rows puts them in the place of the same rows, and leaves the others as they were."""
    if not replace and path.exists():
        rows = {each["row"] for each in results["lines"]}
        kept = [each for each in orjson.loads(path.read_bytes())["lines"] if each["row"] not in rows]
        results["lines"] = sorted([*kept, *results["lines"]], key=lambda each: each["row"])
    path.write_bytes(orjson.dumps(results, option=orjson.OPT_INDENT_2) + b"\n")


if __name__ == "__main__":
    raise SystemExit(main())
