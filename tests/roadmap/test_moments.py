"""Moments come out of the database as Django's own loader reads them."""

import datetime as dt

import pytest
from django.db import DataError, connection
from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg import adapters
from psycopg.pq import Format

from roadmap.config.postgres.base import MomentLoader

pytestmark = pytest.mark.django_db
MOMENTS = [
    "2026-11-23 02:10:00.123456+00",
    "2026-11-23 02:10:00.25+00",
    "2026-11-23 02:10:00+00",
    "2024-02-29 23:59:59.999999+05:30",
    "1999-12-31 23:59:59-11",
    "0001-01-01 00:00:00+00",
]


class Django(BaseTzLoader):
    timezone = dt.UTC


def read(loader: type[BaseTzLoader], zone: str, moment: str) -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL TimeZone = '{zone}'")
        cursor.adapters.register_loader("timestamptz", loader)
        cursor.execute("SELECT %s::timestamptz", [moment])
        found: dt.datetime = cursor.fetchone()[0]
    return found


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_is_the_same_as_before(moment: str) -> None:
    ours = read(MomentLoader, "UTC", moment)
    assert (ours, ours.tzinfo) == (read(Django, "UTC", moment), dt.UTC)


def test_a_session_in_another_zone_tells_the_same_moment() -> None:
    assert read(MomentLoader, "Asia/Damascus", MOMENTS[0]) == dt.datetime.fromisoformat(MOMENTS[0])


def test_it_is_what_reads_moments_here() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert cursor.fetchone()[0].tzinfo is dt.UTC
        assert cursor.adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT) is MomentLoader


def test_what_python_cannot_hold_is_refused_as_before() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'infinity'::timestamptz")
        with pytest.raises(DataError):
            cursor.fetchone()
