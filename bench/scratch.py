"""A database and a queue of the scoreboard's own on the servers that run already; both are gone afterwards."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import environ
import psycopg
import redis
from psycopg import sql

#: Databases of Valkey that nothing else here uses: for the cache, and for the queue.
_CACHE, _QUEUE = 14, 15


@contextmanager
def scratch() -> Iterator[str]:
    """Point the environment at a new, empty database and give its name. Django must not have been set up yet."""
    from roadmap.config.environment import use_local_servers

    use_local_servers()
    name = f"bench_{os.getpid()}_{secrets.token_hex(3)}"
    given = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    where = {"host": given["HOST"] or given.get("OPTIONS", {}).get("host"), "user": given["USER"]}
    where |= {"password": given["PASSWORD"] or None, "port": given["PORT"] or None, "dbname": "postgres"}
    with psycopg.connect(**where, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            _point_at(name)
            yield name
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            _empty(os.environ["REDIS_URL"], _CACHE, _QUEUE)


def _point_at(name: str) -> None:
    parts = urlsplit(os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    cache = os.environ["REDIS_URL"]
    os.environ["REDIS_URL"] = _numbered(cache, _CACHE)
    os.environ["CELERY_BROKER_URL"] = _numbered(os.environ.get("CELERY_BROKER_URL", cache), _QUEUE)


def _numbered(url: str, number: int) -> str:
    """The same server's other database: as an option of a socket's address, or as the path of a host's."""
    found, times = re.subn(r"(?<=[?&])(db|virtual_host)=\d+", rf"\g<1>={number}", url)
    return found if times else urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


def _empty(url: str, *numbers: int) -> None:
    for number in numbers:
        with redis.Redis.from_url(_numbered(url, number)) as server:
            server.flushdb()
