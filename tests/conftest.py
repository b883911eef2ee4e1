"""What all tests share: the fixed cast, and the emptying of append-only tables between tests."""

from collections.abc import Iterator
from dataclasses import dataclass

import pgtrigger
import pytest
from django.core.cache import cache
from django.test import TransactionTestCase

from accounts.enums import Role
from accounts.models import Group, User
from tests import factories


@pytest.fixture(scope="session", autouse=True)
def _flush_may_empty_append_only_tables() -> Iterator[None]:
    """Tests that commit end with TRUNCATE, which append-only tables refuse to everybody else."""
    flush = TransactionTestCase._fixture_teardown

    def flush_unguarded(case: TransactionTestCase) -> None:
        with pgtrigger.ignore():
            flush(case)

    TransactionTestCase._fixture_teardown = flush_unguarded  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits live in the cache; no test feels those of another."""
    cache.clear()


@dataclass
class Cast:
    """The people of every story. ``group`` is invited where a round exists, ``rival_group`` is another."""

    administrator: User
    lead: User
    drafter: User
    outsider: User
    monitor: User
    reviewer: User
    focal_point: User
    rival: User
    group: Group
    rival_group: Group


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """The fixed cast, in the database that is open."""
    people = {
        name: factories.user(role, email=f"{name}@example.org", display_name=name.replace("_", " ").title())
        for name, role in {
            "administrator": Role.ADMINISTRATOR,
            "lead": Role.FACILITATOR,
            "drafter": Role.FACILITATOR,
            "outsider": Role.FACILITATOR,
            "monitor": Role.MONITOR,
            "reviewer": Role.REVIEWER,
            "focal_point": Role.REVIEWER,
            "rival": Role.REVIEWER,
        }.items()
    }
    group = factories.group(key="homs-women", name={"en": "Women of Homs", "ar": "نساء حمص"})
    rival_group = factories.group(key="idlib-doctors", name={"en": "Doctors of Idlib", "ar": "أطباء إدلب"})
    factories.membership(people["reviewer"], group)
    factories.membership(people["focal_point"], group, focal_point=True)
    factories.membership(people["rival"], rival_group)
    return Cast(group=group, rival_group=rival_group, **people)
