"""The example of docs/roadmap-file.md is accepted as it stands, and complete enough to be frozen."""

import re
from pathlib import Path

import pytest
import yaml

from roadmap.domain.completeness import blocking, find_gaps
from roadmap.domain.document import kinds
from roadmap.domain.document.storage import build_document
from roadmap.domain.files import Changes, import_document, plan_import, read_file, write_file
from roadmap.domain.versions import freeze_version
from tests.conftest import Cast

PAGE = (Path(__file__).parents[3] / "docs" / "roadmap-file.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)[0]

pytestmark = pytest.mark.django_db


def test_the_example_can_be_imported_frozen_and_read_back(cast: Cast) -> None:
    roadmap, changes = import_document(document=read_file(EXAMPLE), actor=cast.lead)
    assert changes.created
    document = build_document(roadmap)
    assert blocking(find_gaps(document)) == []
    version = freeze_version(roadmap=roadmap, note="", actor=cast.lead)
    again = read_file(write_file(document.as_dict(), "yaml"))
    assert again.canonical().decode() == version.canonical
    assert plan_import(document=again) == Changes()


def test_the_codes_are_given_in_order_as_the_page_says(cast: Cast) -> None:
    roadmap, _changes = import_document(document=read_file(EXAMPLE), actor=cast.lead)
    codes = {entry.ref: entry.code for entry in build_document(roadmap)}
    assert codes == {
        "areas/west": "W",
        "areas/east": "E",
        "crossings/bridge": "X-01",
        "sectors/education": "S-01",
        "criteria/exams-reached": "C-01",
        "measures/exam-passage": "M-01",
        "milestones/centres-open": "M-01.W1",
        "milestones/pupils-cross": "M-01.E1",
        "exchanges/centres-for-passage": "E-01",
        "policy_lines/centres-closed": "L-01",
        "protected_subjects/aid": "B-01",
        "evidence/visit-in-march": "V-01",
        "evidence/parents-in-march": "V-02",
    }


def test_the_table_names_every_part_and_every_field() -> None:
    rows = {line.split("`")[1]: line for line in PAGE.splitlines() if re.match(r"^\| `[a-z_]+` \|", line)}
    assert list(rows) == ["roadmap", *sorted((each.name for each in kinds()), key=list(rows).index)]
    missing = {
        f"{each.name}.{field.name}"
        for each in kinds()
        for field in each.fields
        if not re.search(rf"`{field.name}[`.]", rows[each.name]) and field.name not in {"source", "illustrative"}
    }
    assert missing == set()


def test_the_example_uses_only_keys_that_the_page_explains() -> None:
    assert set(yaml.safe_load(EXAMPLE)) == {
        "format", "roadmap", "areas", "crossings", "sectors", "criteria", "measures", "milestones",
        "exchanges", "policy_lines", "protected_subjects", "evidence",
    }  # fmt: skip
