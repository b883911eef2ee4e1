"""Work of a background worker in a forked child, as Celery does it: nothing that one try remembers helps the next."""

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


def in_child(work: Callable[[], Any], *, units: int = 1) -> tuple[Sample, Any]:
    """Milliseconds of one unit, and what the work answered. The child has a connection of its own to the database.

    Nothing that starts threads (typst does) may have run in the parent. Raises RuntimeError if the work failed or does not end.
    """
    from django.db import connection

    connection.close()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        with os.fdopen(writer, "wb") as answer:
            pickle.dump(_done(work, units), answer)
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


def _done(work: Callable[[], Any], units: int) -> tuple[Sample, Any, str]:
    from django.db import connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backend = cursor.fetchone()[0]
        pids = [os.getpid(), backend]
        before, begun = cpu_of(pids), time.perf_counter()
        found = work()
        wall = (time.perf_counter() - begun) * 1000
        cpu = spent(before, cpu_of(pids))
    except BaseException:  # noqa: BLE001 whatever it was is the parent's to tell
        return Sample(0, 0), None, traceback.format_exc()
    return Sample(wall / units, cpu / units), found, ""
