"""What the kernel says of processes: time on a processor, memory, and what else the machine was doing."""

import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")


class Sample(NamedTuple):
    """One unit of work: milliseconds by the clock, and of processors that served it (Python and PostgreSQL together)."""

    wall: float
    cpu: float


def family(pid: int) -> list[int]:
    """A process and its children, as they are now."""
    try:
        children = (_PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def cpu_of(pids: Iterable[int]) -> dict[int, float]:
    """Milliseconds that each process was on a processor so far, all of its threads together; what has ended is left out."""
    found = {}
    for pid in pids:
        try:
            threads = list((_PROC / str(pid) / "task").iterdir())
            found[pid] = sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e6
        except (OSError, IndexError):
            continue
    return found


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """Milliseconds between two readings; a process that began meanwhile counts whole."""
    return sum(now - before.get(pid, 0.0) for pid, now in after.items())


def megabytes(pids: Iterable[int]) -> float:
    """Proportional set size of processes together: a page that n of them share counts as an n-th of each."""
    total = 0
    for pid in pids:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def load() -> list[float]:
    """The machine's load averages over 1, 5 and 15 minutes: what else ran while this was measured."""
    return [round(each, 2) for each in os.getloadavg()]


def versions(*packages: str) -> dict[str, str]:
    return {name: version(name) for name in packages}
