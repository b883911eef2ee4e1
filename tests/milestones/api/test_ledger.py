"""The ledger through the API: what is wrong is told in sentences, as the command and the page tell it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from roadmap.domain.files import import_document, read_file
from roadmap.models import Assignment
from tests.conftest import Cast
from tests.roadmap.api.client import Api

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "commands" / "drafts.yaml"


@pytest.fixture
def address(cast: Cast) -> str:
    roadmap, _changes = import_document(document=read_file(FILE.read_text(encoding="utf-8")), actor=None)
    Assignment.objects.create(roadmap=roadmap, user=cast.lead, role="lead")
    return f"roadmaps/{roadmap.key}/ledger/"


def test_findings_have_their_sentences_as_the_command_tells_them(cast: Cast, address: str) -> None:
    out = StringIO()
    call_command("ledger", FILE, "--json", stdout=out)
    told: list[dict[str, Any]] = json.loads(out.getvalue())["findings"]
    found = Api(cast.lead).get(address).json()["findings"]
    assert [each["text"] for each in found] == [each["text"] for each in told]
    assert found[0]["text"] == "80 % of all gains go to Government-held areas."


@pytest.mark.parametrize("language", ["ar", "ku"])
def test_sentences_are_in_the_language_of_the_request(cast: Cast, address: str, language: str) -> None:
    api = Api(cast.lead)
    there, english = (api.get(address, accept_language=each).json()["findings"] for each in (language, "en"))
    assert [each["code"] for each in there] == [each["code"] for each in english]
    assert not {each["text"] for each in there} & {each["text"] for each in english}
