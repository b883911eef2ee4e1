"""PostgreSQL and Valkey: started once, found again, back after kill -9, whatever the folder's name."""

import json
import os
import shutil
import signal
from pathlib import Path

import psycopg
import redis
from environ import Env
from kombu import Connection

from ops.places import LONGEST_SOCKET_FOLDER
from ops.services import Services


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    parts = Env.db_url_config(url)
    return psycopg.connect(dbname=parts["NAME"], user=parts["USER"], **parts["OPTIONS"])


def ask(url: str, sql: str) -> object:
    with connect(url) as connection:
        row = connection.execute(sql).fetchone()
    assert row is not None
    return row[0]


def test_started_once_and_then_found_running(services: Services, open_folder: Path) -> None:
    assert services.start() == ["PostgreSQL", "Valkey"]
    assert services.start() == []
    where = json.loads((open_folder / "services.json").read_text())
    assert where == {
        "database_url": services.postgres.url,
        "redis_url": services.valkey.url,
        "celery_broker_url": services.valkey.broker_url,
    }
    assert str(ask(where["database_url"], "SHOW server_version")).startswith("18.")
    assert ask(where["database_url"], "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    assert ask(where["database_url"], "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user") is True
    assert ask(where["database_url"], "SELECT datlocale FROM pg_database WHERE datname = 'scne'") == "C.UTF-8"
    assert ask(where["database_url"], "SHOW listen_addresses") == ""
    with redis.Redis.from_url(where["redis_url"]) as client:
        assert client.ping() is True
        assert client.config_get("port") == {"port": "0"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    with Connection(where["celery_broker_url"]) as broker:
        assert broker.default_channel.client.ping() is True
    assert services.stop() == ["Valkey", "PostgreSQL"]
    assert services.stop() == []
    assert not (open_folder / "services.json").exists()


def test_back_with_its_data_after_a_kill(open_folder: Path, venv: Path, services: Services) -> None:
    Services.at(open_folder, venv, durable=True).start()
    with connect(services.postgres.url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('سلام')")
    with redis.Redis.from_url(services.valkey.url) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 2000)
        valkey_pid = client.info("server")["process_id"]
    pid = services.postgres.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.kill(valkey_pid, signal.SIGKILL)
    assert services.start() == ["PostgreSQL", "Valkey"]
    assert ask(services.postgres.url, "SELECT word FROM kept") == "سلام"
    with redis.Redis.from_url(services.valkey.url) as client:
        assert client.get("kept") == b"yes"


def test_the_id_of_somebody_elses_process_is_not_taken_for_the_server(services: Services) -> None:
    services.postgres.create()
    (services.postgres.folder / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert services.postgres.pid() is None
    assert services.stop() == []


def test_a_folder_too_deep_for_a_socket(open_folder: Path, venv: Path) -> None:
    deep = open_folder / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    services = Services.at(deep, venv, durable=False)
    short = services.postgres.sockets
    try:
        assert len(str(short)) <= LONGEST_SOCKET_FOLDER
        assert (deep / "run").resolve() == short
        assert Services.at(deep, venv).postgres.sockets == short
        services.start()
        assert ask(services.postgres.url, "SELECT 1") == 1
    finally:
        services.stop()
        shutil.rmtree(short)


def test_the_servers_do_not_run_as_root(services: Services) -> None:
    services.start()
    pid = services.postgres.pid()
    assert pid is not None
    assert Path(f"/proc/{pid}").stat().st_uid != 0
    with redis.Redis.from_url(services.valkey.url) as client:
        assert Path(f"/proc/{client.info('server')['process_id']}").stat().st_uid != 0
    assert services.postgres.sockets.stat().st_mode & 0o077 == 0
