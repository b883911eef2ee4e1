"""What makes a domain function a verb: one transaction, and the audit trail knows who did it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Run ``function`` in a transaction; the audit trail knows the ``actor`` keyword and the verb's name.

    The innermost verb names the rows that it changes; its caller's name is put back afterwards.
    """

    @functools.wraps(function)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with acting(kwargs.get("actor"), function.__name__):
            return function(*args, **kwargs)

    return inner


@contextmanager
def acting(actor: Any, name: str) -> Iterator[None]:
    """A transaction of which the audit trail knows who acts and by which verb; for code that is no verb of ours."""
    is_nested = connection.in_atomic_block
    with transaction.atomic():
        before = _mark(str(actor.pk) if actor is not None else "", name)
        yield
        if is_nested:  # otherwise the mark ends with the transaction
            _mark(*before)


def _mark(actor: str, name: str) -> tuple[str, str]:
    """Set actor and verb for the rest of the transaction; answer what was set before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH old AS MATERIALIZED (SELECT coalesce(current_setting('scne.actor', true), '') AS actor,"
            " coalesce(current_setting('scne.verb', true), '') AS verb)"
            " SELECT old.actor, old.verb, set_config('scne.actor', %s, true), set_config('scne.verb', %s, true)"
            " FROM old",
            [actor, name],
        )
        row = cursor.fetchone()
    return row[0], row[1]
