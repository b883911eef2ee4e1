"""Work of a background worker: in this process, which has been at work for a while, or in a fresh child of it.

A child is for what remembers its last try, and for what starts threads: typst does both.
"""

import gc
import os
import pickle
import select
import signal
import time
import traceback
from collections.abc import Callable
from typing import Any

from bench.machine import Sample, cpu_of, spent

#: No work that is measured takes as long; a child that does is ended.
_MOST_SECONDS = 120


def in_process(work: Callable[[], Any], *, units: int = 1) -> tuple[Sample, Any]:
    """Milliseconds of one unit, and what the work answered."""
    gc.freeze()  # the collector is not to walk through all that the scoreboard holds
    pids = [os.getpid(), _backend()]
    before, begun = cpu_of(pids), time.perf_counter()
    found = work()
    wall = (time.perf_counter() - begun) * 1000
    return Sample(wall / units, spent(before, cpu_of(pids)) / units), found


def in_child(work: Callable[[], Any]) -> tuple[Sample, Any]:
    """The same in a child with a connection of its own to the database.

    Nothing that starts threads may have run in the parent. Raises RuntimeError if the work failed or does not end.
    """
    from django.db import connection

    connection.close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as answer:
            pickle.dump(_done(work), answer)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        if not select.select([answer], [], [], _MOST_SECONDS)[0]:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise RuntimeError(f"the work did not end within {_MOST_SECONDS} s")
        sample, found, failed = pickle.load(answer)  # noqa: S301 our own child's
    os.waitpid(child, 0)
    if failed:
        raise RuntimeError(failed)
    return sample, found


def _done(work: Callable[[], Any]) -> tuple[Sample, Any, str]:
    try:
        return *in_process(work), ""
    except BaseException:  # noqa: BLE001 whatever it was is the parent's to tell
        return Sample(0, 0), None, traceback.format_exc()


def _backend() -> int:
    """The process of PostgreSQL that serves this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
