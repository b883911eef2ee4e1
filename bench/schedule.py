"""How long the schedule takes, from 100 to 2,000 milestones with three dependencies each, next to the least that Python needs.

`.venv/bin/python -m bench.schedule`. Nothing needs to run; no database is asked. Rounds go back to back through all the work, so
that a busy machine slows all of it alike; the ratios are medians over rounds, the times the best of them. *document* is
everything from the document to the days; *days* is the same without reading it: order, first and last days; *edit* moves one
window's end by up to three weeks, the mean of many; *chains* gives all reasons, conflicts and the critical path besides. networkx
comes with the requirements of the tests; without it its column is empty. Then the worst single edits, of every kind.
"""

import importlib.util
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import edits

SIZES = (100, 500, 1000, 2000)
ROUNDS = 9
HEADS = ("milestones", "plain", "networkx", "days", "× plain", "document", "edit", "× days", "chains")


def took(work: Callable[[], Any]) -> float:
    """Milliseconds of this process, not of its neighbours."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def work_of(size: int) -> dict[str, Callable[[], Any]]:
    """What is measured, by name."""
    from bench.graphs import roadmap
    from bench.passes import arcs_of, plain_pass
    from milestones.domain.schedule import Schedule
    from milestones.domain.schedule.compute import solved

    document = roadmap(size)
    schedule = Schedule(document)
    network, edited = schedule.network, Schedule(document)
    arcs = arcs_of(network)
    moves = _edits(document)
    return {
        "plain": lambda: plain_pass(arcs, network.lower, network.upper),
        **_by_networkx(arcs, network),
        "days": lambda: solved(network),
        "document": lambda: Schedule(document),
        "edit": lambda: edited.edit(next(moves)),
        "chains": lambda: Schedule(document).as_dict(),
    }


def _by_networkx(arcs: Any, network: Any) -> dict[str, Callable[[], Any]]:
    if importlib.util.find_spec("networkx") is None:
        return {}
    from bench.networkx_passes import graph_of, networkx_pass

    graph = graph_of(arcs)
    return {"networkx": lambda: networkx_pass(graph, network.lower, network.upper)}


def _edits(document: Any) -> Any:
    """One entry after another with an end of its window moved a little, and moved back."""
    from roadmap.domain.document import Entry

    chance = random.Random(7)
    entries = [each for each in document.of("milestones") if "T0" in each.data["window"].get("not_before", "")]
    while True:
        entry = chance.choice(entries)
        window = dict(entry.data["window"])
        count = int(window["not_before"].removeprefix("T0").removeprefix(" + ").removesuffix("d") or 0)
        window["not_before"] = f"T0 + {count + chance.randrange(1, 22)}d"
        yield Entry(entry.kind, entry.key, entry.code, {**entry.data, "window": window})
        yield entry


def measure(size: int) -> dict[str, list[float]]:
    """Milliseconds of each round, by what was measured."""
    work = work_of(size)
    found: dict[str, list[float]] = {name: [] for name in work}
    for _round in range(ROUNDS):
        for name, each in work.items():
            if name == "edit":
                found[name].append(statistics.fmean(took(each) for _each in range(20)))
            else:  # the first of three finds the memory cold
                found[name].append(min(took(each) for _each in range(3)))
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.config.settings.dev")
    import django

    django.setup()
    print(f"schedule, ms of CPU, best of {ROUNDS} rounds (Python {sys.version.split()[0]})")
    print(" ".join(f"{name:>10}" for name in HEADS))
    first: dict[str, float] = {}
    for size in SIZES:
        found = measure(size)
        best = {name: min(times) for name, times in found.items()}
        plain, edit = (_ratio(found, *pair) for pair in (("days", "plain"), ("edit", "days")))
        cells = (best["plain"], best.get("networkx"), best["days"], plain, best["document"], best["edit"], edit, best["chains"])
        print(f"{size:>10,} " + " ".join(f"{cell:>10.2f}" if cell is not None else " " * 10 for cell in cells))
        first = first or best
    growth = "  ".join(f"{name} {best[name] / first[name]:.0f}×" for name in best)
    print(f"growth from {SIZES[0]} to {SIZES[-1]:,} ({SIZES[-1] // SIZES[0]}× the milestones): {growth}")
    for line in edits.lines(SIZES[-1], took):
        print(line)


def _ratio(found: dict[str, list[float]], one: str, other: str) -> float:
    return statistics.median(a / b for a, b in zip(found[one], found[other], strict=True))


if __name__ == "__main__":
    main()
