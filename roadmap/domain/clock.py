"""The clock that decides deadlines: the database's, never a web server's. And the zone whose days are named."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

#: Clocks on the wall of most reviewers.
DAMASCUS = ZoneInfo("Asia/Damascus")


def database_now() -> datetime:
    """The present moment as the database sees it, not the start of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
