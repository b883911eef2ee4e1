"""Moments are read by Python's own parser: the driver's, in the way that Django asks for it, takes fifty times as long, and
most of what a list of thousands of comments costs.
"""

import datetime as dt
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import BaseTzLoader


class MomentLoader(BaseTzLoader):  # type: ignore[misc]  # of a module without types
    """``2026-11-23 02:10:00.25+00`` as the same datetime in UTC that Django's loader makes of it."""

    timezone = dt.UTC

    def load(self, data: Any) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(str(data, "ascii"))
        except ValueError:  # such as “infinity”: said as Django says it
            return super().load(data)  # type: ignore[no-any-return]
        return moment if moment.tzinfo is dt.UTC else moment.astimezone(dt.UTC)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        connection = super().get_new_connection(conn_params)
        if self.timezone == dt.UTC:
            connection.adapters.register_loader("timestamptz", MomentLoader)
        return connection
