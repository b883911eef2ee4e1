"""The clock that decides deadlines: the database's, never a web server's."""

from datetime import date, datetime

from django.db import connection

from accounts.days import DAMASCUS

__all__ = ["DAMASCUS", "database_now", "today"]


def database_now() -> datetime:
    """The present moment as the database sees it, not the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def today() -> date:
    """The day that the database's clock shows in the reviewers' region."""
    return database_now().astimezone(DAMASCUS).date()
