"""import_roadmap, export_roadmap, roadmap_schema."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import CommandError, call_command

from roadmap.domain.document.storage import build_document
from roadmap.domain.files import json_schema, read_file
from roadmap.models import Roadmap
from tests.conftest import Cast
from tests.roadmap.factories import SMALL, small_roadmap
from tests.roadmap.round_factories import small_version

pytestmark = pytest.mark.django_db


def called(*words: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "roadmap.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_file_becomes_a_draft_and_a_dry_run_changes_nothing(file: Path) -> None:
    said = called("import_roadmap", file, "--dry-run")
    assert said.startswith("created: the roadmap\nroadmap: title.en")
    assert said.endswith("Nothing was changed.\n")
    assert not Roadmap.objects.exists()

    said = called("import_roadmap", file)

    assert said.endswith("The draft of small is what the file says.\n")
    assert Roadmap.objects.get().key == "small"


def test_a_draft_that_is_there_is_replaced_only_when_told_to(file: Path) -> None:
    small_roadmap()
    file.write_text(SMALL.replace("Buses run", "Buses run daily"), encoding="utf-8")

    with pytest.raises(CommandError, match="--replace"):
        called("import_roadmap", file)
    assert called("import_roadmap", file, "--dry-run") == "changed: milestones/aanes-buses\nNothing was changed.\n"
    assert called("import_roadmap", file, "--replace").splitlines()[0] == "changed: milestones/aanes-buses"


def test_every_problem_is_listed_with_file_line_and_path(file: Path) -> None:
    file.write_text(SMALL.replace("dimension: calm", "dimension: loud").replace("sector: aid", "sector: war"), encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        called("import_roadmap", file)

    lines = str(refused.value).splitlines()
    assert lines[0].startswith(f"{file}:20: criteria[0].dimension: ")
    assert lines[-1] == "The file was not accepted. Nothing was changed."
    assert not Roadmap.objects.exists()


def test_a_problem_of_the_whole_file_names_no_path(file: Path) -> None:
    file.write_text("", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        called("import_roadmap", file)
    assert str(refused.value).splitlines()[0] == f"{file}:1: The file is empty."


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xff\xfe")

    with pytest.raises(CommandError, match="UTF-8"):
        called("import_roadmap", tmp_path / "latin")
    with pytest.raises(CommandError, match="No such file"):
        called("import_roadmap", tmp_path / "absent")


def test_the_draft_and_a_version_are_exported(cast: Cast, tmp_path: Path) -> None:
    version = small_version(cast)
    target = tmp_path / "v1.json"

    called("export_roadmap", "small", version=1, format="json", output=target)
    draft = called("export_roadmap", "small")

    assert target.read_bytes() == version.canonical.encode()
    assert read_file(draft).digest() == build_document(version.roadmap).digest() == version.digest


def test_a_version_is_chosen_on_the_command_line(cast: Cast) -> None:
    version = small_version(cast)

    out = StringIO()
    call_command("export_roadmap", "small", "--version", "1", "--format", "json", stdout=out)

    assert out.getvalue() == version.canonical


@pytest.mark.parametrize("words", [("absent",), ("small", "--version", "7")])
def test_what_is_not_there_is_said(cast: Cast, words: tuple[str, ...]) -> None:
    small_version(cast)

    with pytest.raises(CommandError, match=r"no roadmap absent|no version 7"):
        called("export_roadmap", *words)


def test_the_schema_is_printed_and_fits_the_files() -> None:
    assert json.loads(called("roadmap_schema")) == json.loads(json.dumps(json_schema()))
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(yaml.safe_load(SMALL), default=str)), schema)
    demo = Path("milestones/demo/roadmap.yaml").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(json.dumps(yaml.load(demo, Loader=yaml.CSafeLoader), default=str)), schema)


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    small_roadmap()
    for place, why in ((tmp_path / "nowhere" / "x.yaml", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(CommandError, match=f"cannot be written: {why}"):
            called("export_roadmap", "small", "--output", place)
