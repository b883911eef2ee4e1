"""``manage.py schedule ROADMAP|FILE``: when each milestone can happen, why, and what is impossible."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser

from milestones.domain.schedule import Conflict, Row, Schedule, Step
from milestones.domain.schedule.doubts import Doubt, doubts, told
from milestones.domain.schedule.shortening import shortened
from milestones.domain.schedule.terms import Broken
from milestones.domain.timeframes import T0
from milestones.management.sources import day, document_at
from milestones.management.standing import plan_of
from roadmap.domain.document import Document
from roadmap.domain.document.values import is_key


class Command(BaseCommand):
    help = (
        "Print the first and last possible day of every milestone, its slack and what makes it so, the critical path and what is "
        "impossible. Milestones that evidence has verified stand on their day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("roadmap", metavar="ROADMAP|FILE", help="key of a roadmap, or a roadmap file, which is only read")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--as-of",
            type=day,
            metavar="DATE",
            help="as it was on that day (YYYY-MM-DD), by all that is known today; what was not achieved by then is still to come",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        document, _roadmap = document_at(options["roadmap"])
        schedule = plan_of(document, options["as_of"], self.stderr.write).schedule
        if options["json"]:
            # Each milestone comes with its chains: of thousands that is too much for Python's own encoder.
            self.stdout.write(orjson.dumps(told(schedule), option=orjson.OPT_INDENT_2).decode())
        else:
            self.stdout.write("\n".join(written(schedule, document)))


def written(schedule: Schedule, document: Document) -> Iterator[str]:
    """The schedule as aligned lines."""
    counted_on = {owner: list(found) for owner, found in groupby(schedule.broken, key=lambda broken: broken.owner)}
    rows, in_doubt = shortened(schedule.rows()), doubts(schedule)
    head = ("code", "key", "earliest", "latest", "slack", "")
    cells = [head, *(_cells(row, in_doubt.get(row.key)) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    for line, row in zip(cells, [None, *rows], strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        if row and row.chain:
            yield f"    earliest: {_chain(row.chain, row.chain_from)}"
        if row and row.latest_chain:
            yield f"    latest:   {_chain(row.latest_chain, row.latest_chain_from)}"
        if row and row.key in schedule.last_days:
            yield "    latest:   all options of another milestone wait for it"
        if row:
            yield from (f"    {each.by} {_in_vain(each, document)}" for each in counted_on.get(row.key, ()))
    yield f"critical path: {' > '.join(schedule.critical_path) or 'none'}"
    yield f"conflicts: {len(schedule.conflicts)}"
    yield from (_conflict(conflict) for conflict in schedule.conflicts)
    yield f"cycles: {len(schedule.cycles)}"
    yield from (f"    {', '.join(cycle)}" for cycle in schedule.cycles)
    if schedule.is_loose:
        yield "many options: where all options of a milestone wait for the same one, its last day may be earlier than printed"
    for owner, end, moment in schedule.outside:
        yield f"outside the calendar: {moment} ({owner}: {end})"
    for broken in schedule.broken:
        yield f"{broken.owner}: {broken.by} {_in_vain(broken, document)}"


def _cells(row: Row, doubt: Doubt | None) -> tuple[str, ...]:
    return row.code, row.key, _day(row.earliest), _day(row.latest), _slack(row), _mark(row, doubt)


def _in_vain(broken: Broken, document: Document) -> str:
    """What is wrong with what a milestone counts on, so that nothing follows from it."""
    if document.find("milestones", broken.of):
        why = "which has ended by decision"
    elif broken.of == T0:
        why = "a day that this roadmap does not name yet"
    elif is_key(broken.of):
        why = "which is neither a named day nor a milestone of this roadmap"
    else:
        why = "which leads out of the calendar"
    return f"counts on “{broken.of}”, {why}"


def _conflict(conflict: Conflict) -> str:
    missing = f"{conflict.days} days missing at {conflict.milestone}"
    return f"    {', '.join(conflict.members)}: {missing}: {_chain(conflict.chain)}"


def _chain(steps: tuple[Step, ...], start: str = "") -> str:
    """``start``: the milestone whose chain stands before."""
    return "; ".join([f"… {start}"] * bool(start) + [_step(step) for step in steps])


def _step(step: Step) -> str:
    """``b not_before a + 30d = 2024-01-31``, in the words of the entry in which it stands."""
    sign = "" if not step.length else f" - {step.length[1:]}" if step.length.startswith("-") else f" + {step.length}"
    other = step.milestone if step.owner == step.of and step.by != "achieved" else step.of
    words = f"{step.owner} {step.by} {other}{sign}".rstrip()
    return f"{words} = {step.day.isoformat()}" if step.owner == step.milestone else f"{step.milestone} {step.day} ({words})"


def _day(value: dt.date | None) -> str:
    return value.isoformat() if value else "open"


def _slack(row: Row) -> str:
    return "open" if row.slack is None else f"{row.slack}d"


def _mark(row: Row, doubt: Doubt | None) -> str:
    """``doubt``: why its days hold only if something else is mended; what a milestone counts on in vain is told beneath it."""
    words = ["critical"] if row.critical else []
    if doubt and doubt.by != "missing":
        words.append("in a circle" if doubt.by == "circle" else f"waits for {doubt.of}")
    return ", ".join(words)
