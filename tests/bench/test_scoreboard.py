"""The scoreboard runs as a whole on very little data; each row looks itself whether both sides answer alike."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from bench.rows import ROWS
from bench.scratch import scratch

REPO = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one round writes, on a scratch database of its own on the servers of the tests."""
    target = tmp_path_factory.mktemp("bench") / "results.json"
    command = [sys.executable, "-m", "bench", "--tiny", "--rounds", "1", "--results", str(target)]
    environment = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "EMAIL_URL"}}
    ran = subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return dict(json.loads(target.read_text()))


@pytest.mark.slow
def test_every_row_is_measured_on_both_sides(results: dict[str, Any]) -> None:
    assert sorted({line["row"] for line in results["lines"]}) == sorted(ROWS)
    for line in results["lines"]:
        for size in line["sizes"].values():
            assert min(size[side]["wall"] for side in ("product", "floor")) > 0, line["work"]


@pytest.mark.slow
def test_versions_and_the_machines_load_stand_beside_the_figures(results: dict[str, Any]) -> None:
    assert {"python", "postgresql", "django", "psycopg", "typst"} <= set(results["versions"])
    assert len(results["machine"]["load"]) == 3


@pytest.mark.slow
@pytest.mark.django_db
def test_nothing_of_it_stays_in_the_database_server(results: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'bench %%'")
        assert cursor.fetchone() == (0,)


def test_a_scratch_database_is_gone_when_the_work_in_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"):
        monkeypatch.setenv(name, os.environ[name])
    made: list[str] = []
    with pytest.raises(ZeroDivisionError):
        _fail_in_scratch(made)
    settings = connection.settings_dict
    where = {"host": settings["HOST"] or settings["OPTIONS"].get("host"), "user": settings["USER"], "dbname": "postgres"}
    with psycopg.connect(**where, password=settings["PASSWORD"] or None, port=settings["PORT"] or None) as server:
        assert server.execute("SELECT count(*) FROM pg_database WHERE datname = %s", made).fetchone() == (0,)


def _fail_in_scratch(made: list[str]) -> None:
    with scratch() as name:
        made.append(name)
        assert os.environ["DATABASE_URL"].partition("?")[0].endswith(f"/{name}")
        raise ZeroDivisionError
