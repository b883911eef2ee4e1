"""The parts of `make run`: one at a time, a greeting, a Python that suits, reachable folders."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ops import places
from ops.interpreter import reachable_interpreter, starts_for
from ops.places import REPO, ServiceUser, clean_repository, data_folder, service_user
from ops.run import Place, _announce, _sign_ins, address_of, only_one
from ops.steps import StepFailed


def test_a_second_run_says_where_the_first_is(open_folder: Path) -> None:
    with only_one(open_folder):
        with (
            pytest.raises(StepFailed, match="already running here: it is still starting"),
            only_one(open_folder),
        ):
            pass
        _announce(open_folder, "http://localhost:8003")
        expected = f"already running here: http://localhost:8003 .process {os.getpid()}."
        with pytest.raises(StepFailed, match=expected), only_one(open_folder):
            pass
    with only_one(open_folder):
        pass


def test_sign_ins_in_columns(open_folder: Path) -> None:
    place = Place(open_folder, service_user(open_folder), REPO, Path(sys.prefix))
    assert _sign_ins(place, "http://localhost:8001") == ["  (the demonstration named no sign-ins)"]
    people = [
        {"role": "administrator", "email": "a@example.org", "password": "one", "note": "all", "url": None},
        {"role": "reviewer", "url": "http://localhost:8000/r/abc"},
    ]
    (open_folder / "demo").mkdir()
    (open_folder / "demo" / "sign-ins.json").write_text(json.dumps(people))
    assert _sign_ins(place, "http://localhost:8001") == [
        "  administrator  a@example.org  one  all",
        "  reviewer                           http://localhost:8001/r/abc",
    ]


def test_find_python_finds_one_that_suits() -> None:
    found = subprocess.run(["sh", "ops/find-python"], cwd=REPO, capture_output=True, text=True, check=True)
    version = subprocess.run([found.stdout.strip(), "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("Python 3.11.")


def test_find_python_refuses_what_does_not_suit() -> None:
    environment = {**os.environ, "PYTHON": "/bin/true"}
    asked = subprocess.run(["sh", "ops/find-python"], cwd=REPO, env=environment, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert asked.stderr == "PYTHON=/bin/true is not a Python 3.11\n"


def test_the_service_user_gets_a_python_that_it_can_start(open_folder: Path) -> None:
    user = service_user(open_folder)
    assert starts_for(reachable_interpreter(open_folder, user), user)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs servers as somebody else")
class TestAsRoot:
    def test_data_moves_out_of_a_closed_folder(self, open_folder: Path) -> None:
        closed = open_folder / "closed"
        closed.mkdir(mode=0o700)
        data = data_folder(closed)
        try:
            assert (closed / ".data").is_symlink()
            assert data.parent == places.LONG_LIVED
            assert places.can_use(data, service_user(data))
            assert data_folder(closed) == data
            data.rmdir()
            again = data_folder(closed)
            assert again != data
        finally:
            places.remove(closed / ".data")
        assert not again.exists()

    def test_data_stays_in_an_open_folder(self, open_folder: Path) -> None:
        assert data_folder(open_folder) == open_folder / ".data"
        assert not (open_folder / ".data").is_symlink()

    def test_data_that_became_unreachable_is_said(self, open_folder: Path) -> None:
        data_folder(open_folder)
        open_folder.chmod(0o700)
        with pytest.raises(StepFailed, match=r"^nobody, as whom the servers run, cannot enter ") as caught:
            data_folder(open_folder)
        assert "make clean" in caught.value.advice

    def test_servers_run_as_whoever_owns_the_database(self, open_folder: Path) -> None:
        assert service_user(open_folder).name == "nobody"
        (open_folder / "postgres").mkdir()
        os.chown(open_folder / "postgres", 1, 1)
        assert service_user(open_folder) == ServiceUser("daemon", 1, 1)


def test_clean_removes_what_was_made_and_nothing_else(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "REPO", open_folder)
    for kept in ("locale/ar/LC_MESSAGES/django.po", "roadmap/urls.py", "static/css/main.css", ".git/config"):
        (open_folder / kept).parent.mkdir(parents=True)
        (open_folder / kept).touch()
    for made in ("locale/ar/LC_MESSAGES/django.mo", "roadmap/__pycache__/urls.pyc", "static/dist/main.css"):
        (open_folder / made).parent.mkdir(parents=True, exist_ok=True)
        (open_folder / made).touch()
    elsewhere = open_folder / "elsewhere"
    elsewhere.mkdir()
    (open_folder / ".venv").symlink_to(elsewhere)
    assert clean_repository() == [".venv", "static/dist"]
    left = sorted(str(path.relative_to(open_folder)) for path in open_folder.rglob("*") if path.is_file())
    assert left == [
        ".git/config",
        "locale/ar/LC_MESSAGES/django.po",
        "roadmap/urls.py",
        "static/css/main.css",
    ]
    assert elsewhere.exists()


def test_the_address_of_a_run_is_known_while_it_runs_only(tmp_path: Path) -> None:
    assert address_of(tmp_path) == ""
    with only_one(tmp_path):
        _announce(tmp_path, "http://localhost:8000")
        assert address_of(tmp_path) == "http://localhost:8000"
    (tmp_path / "run.lock").write_text("http://localhost:8000 (process 1)")
    assert address_of(tmp_path) == ""
