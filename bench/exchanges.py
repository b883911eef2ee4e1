"""How long the ledger, the deadlocks and the package finder take, and how that grows with the number of commitments.

``.venv/bin/python -m bench.exchanges`` needs no server and no database: drafts are made up, the same each time.
"""

import datetime as dt
import gc
import os
import random
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roadmap.domain.document import Document

SIZES = (100, 300, 1000, 2000)
ROUNDS = 5
MANY = tuple(f"a{number}" for number in range(12))
AREAS = ("gov", "aanes", "ssg", "sig")
STANDS = ("support", "support", "conditional", "none", "none", "none")  # nobody refuses: every commitment is a candidate


def draft(size: int) -> "Document":
    """``size`` milestones in exchanges of three, about one in ten of which is in a circle of gates."""
    from roadmap.domain.document import Document, Entry

    dice = random.Random(size)
    milestones, exchanges = [], []
    for number in range(size):
        requires = [f"m{dice.randrange(number)}" for _each in range(2) if number and dice.random() < 0.4]
        data: dict[str, Any] = {"title": {"en": f"Step {number}"}, "area": AREAS[number % 4], "criterion": "c"}
        milestones.append(
            Entry("milestones", f"m{number}", f"N-{number}", {**data, **({"requires": requires} if requires else {})})
        )
    for first in range(0, size - 2, 3):
        commitments = []
        for number in range(first, first + 3):
            others = [area for area in AREAS if area != AREAS[number % 4]]
            gains = {area: {"value": dice.randint(1, 4)} for area in dice.sample(others, 2)}
            commitments.append({"milestone": f"m{number}", "cost": {"value": dice.randint(1, 5)}, "benefits": gains})
        commitments[0]["gate"] = f"m{first + 1}"
        if dice.random() < 0.3:
            commitments[1]["gate"] = f"m{first + 2 if dice.random() < 0.5 else min(size - 1, first + 3 + dice.randrange(30))}"
        if dice.random() < 0.3:
            commitments[2]["gate"] = f"m{first}"
        data = {"title": {"en": f"Exchange {first}"}, "mode": "gated", "phase": 1 + first // 300, "commitments": commitments}
        exchanges.append(Entry("exchanges", f"e{first}", f"E-{first}", data))
    areas = [Entry("areas", key, key[0].upper(), {"name": {"en": key}}) for key in AREAS]
    sections = {"areas": areas, "milestones": milestones, "exchanges": exchanges}
    return Document({"key": "bench", "t0": "2023-09-01"}, sections)


def median(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Median in milliseconds, and what the last round answered."""
    times, answer = [], None
    for _round in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        answer = work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times), answer


def show(name: str, size: int, took: float, before: tuple[int, float] | None, note: str) -> None:
    growth = f"×{took / before[1]:.1f} for ×{size / before[0]:.1f} items" if before else ""
    print(f"{name:<12} {size:>5} items  {took:9.1f} ms  {growth:<26} {note}")


def ledger(size: int) -> tuple[float, str]:
    from milestones.domain.exchanges.ledger import build_ledger

    document = draft(size)
    days = {f"m{number}": dt.date(2023, 9, 1) + dt.timedelta(days=number) for number in range(size)}
    took, found = median(lambda: build_ledger(document, days=days))
    return took, f"{sum(len(account.lines) for account in found.accounts.values())} entries"


def deadlocks(size: int) -> tuple[float, str]:
    from milestones.domain.exchanges.deadlocks import find_deadlocks

    document = draft(size)
    took, found = median(lambda: find_deadlocks(document))
    resolution = found.resolution
    proof = "proven fewest" if resolution.proven else f"at least {resolution.at_least}"
    return took, f"{len(found.found)} deadlocks, {len(resolution.changes)} gates to change, {proof}"


def finder(size: int) -> tuple[float, str]:
    document = draft(size)
    for each in document.of("exchanges"):
        for commitment in each.data["commitments"]:
            commitment.pop("gate", None)
    return proposals(document, size)


def many_areas(size: int) -> tuple[float, str]:
    """Twelve areas that each may pair with any other: the most ways to be balanced that were found."""
    dice = random.Random(size)
    rows = []
    for number in range(size):
        others = [area for area in MANY if area != MANY[number % len(MANY)]]
        gains = {area: {"value": dice.randint(1, 5)} for area in dice.sample(others, 3)}
        rows.append(({"area": MANY[number % len(MANY)]}, {"cost": {"value": dice.randint(1, 5)}, "benefits": gains}))
    return proposals(plain(rows, MANY), size)


def circles(size: int) -> tuple[float, str]:
    """Options that lead round in threes, with one dear way out of each ten: what pays best can never happen."""
    rows = []
    for number in range(size):
        area, other = AREAS[number % 4], AREAS[(number + 1) % 4]
        way_out = number // 30 * 30
        options = {"requires_any": [f"m{number // 3 * 3 + (number + 1) % 3}", f"m{way_out}"]} if number != way_out else {}
        cost, gain = (1, 3) if options else (5, 1)
        rows.append(({"area": area, **options}, {"cost": {"value": cost}, "benefits": {other: {"value": gain}}}))
    return proposals(plain(rows, AREAS), size)


def plain(rows: list[tuple[dict[str, Any], dict[str, Any]]], keys: tuple[str, ...]) -> "Document":
    """A document of milestones, each with its commitment."""
    from roadmap.domain.document import Document, Entry

    titled = {"title": {"en": "Step"}, "criterion": "c"}
    milestones = [Entry("milestones", f"m{n}", f"N-{n}", titled | data) for n, (data, _bound) in enumerate(rows)]
    bound = [{"milestone": f"m{n}", **commitment} for n, (_data, commitment) in enumerate(rows)]
    exchange = Entry("exchanges", "e", "E-01", {"title": {"en": "All"}, "mode": "unconditional", "commitments": bound})
    areas = [Entry("areas", key, key, {"name": {"en": key}}) for key in keys]
    return Document({"key": "bench", "t0": "2023-09-01"}, {"areas": areas, "milestones": milestones, "exchanges": [exchange]})


def proposals(document: "Document", size: int) -> tuple[float, str]:
    """As the page, the command and the API ask for them."""
    from milestones.domain.exchanges.packages import propose
    from milestones.domain.plan import Plan

    dice = random.Random(size)
    stands = {f"milestones/m{number}": {"wab": dice.choice(STANDS), "snc": dice.choice(STANDS)} for number in range(size)}
    took, found = median(lambda: propose(Plan(document, dt.date(2023, 10, 1)), stands=stands), rounds=3)
    gaps = ", ".join("proven" if package.gap == 0 else f"gap {package.gap:g}" for package in found.packages) or "none in time"
    return took, f"{len(found.choice.candidates)} candidates, {len(found.packages)} proposals: {gaps}"


WORK: tuple[tuple[str, Callable[[int], tuple[float, str]]], ...] = (
    ("ledger", ledger),
    ("deadlocks", deadlocks),
    ("finder", finder),
    ("of 12 areas", many_areas),
    ("in circles", circles),
)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.config.settings.dev")
    django.setup()
    for name, work in WORK:
        before = None
        for size in SIZES:
            took, note = work(size)
            show(name, size, took, before, note)
            before = (size, took)


if __name__ == "__main__":
    main()
