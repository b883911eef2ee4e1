"""What a log line may say about an address that was called."""

import json
import logging.config

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from roadmap.config.settings.parts.logs import LOGGING, without_row_values, without_secrets
from tests import factories


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GET /password/new/1c-d2ab3c-0f1e2d3c4b5a69788796a5b4c3d2e1f0/", "GET /password/new/…/"),
        ("GET /people/?q=someone@example.org&role=", "GET /people/?…"),
        (
            "GET /groups/9a542537-b1ae-4077-a059-06e8a5e06505/edit/",
            "GET /groups/9a542537-b1ae-4077-a059-06e8a5e06505/edit/",
        ),
        ("Not Found: /i/Qm9vZ2llLXdvb2dpZS1hbmQtdGhlLXJlc3Q", "Not Found: /i/…"),
        ("GET /roadmaps/syria-2023/versions/2/", "GET /roadmaps/syria-2023/versions/2/"),
    ],
)
def test_tokens_and_queries_stay_out_of_the_log(line: str, kept: str) -> None:
    assert without_secrets(line) == kept


@pytest.fixture
def as_written() -> logging.Formatter:
    return logging.config.DictConfigurator(LOGGING).configure_formatter(LOGGING["formatters"]["json"])  # type: ignore[attr-defined,index,no-any-return]


@pytest.mark.django_db
def test_a_rows_values_stay_out_of_the_log(as_written: logging.Formatter, caplog: pytest.LogCaptureFixture) -> None:
    taken = factories.user(email="hidden@example.org").email
    try:
        with transaction.atomic():
            User.objects.create_user(email=taken, password=None, display_name="H", role="reviewer")
    except IntegrityError as error:
        logging.getLogger("some").exception("failed")
        logging.getLogger("some").error("failed: %r", error)  # noqa: TRY400 as Celery writes it
    assert taken in caplog.text
    lines = [as_written.format(record) for record in caplog.records]
    assert taken not in "".join(lines)
    exception = json.loads(lines[0])["exception"]
    assert exception.count("DETAIL: …") == 2
    assert "The above exception was the direct cause" in exception
    assert "unique constraint" in exception


def test_values_of_several_lines_and_statements_stay_out_too() -> None:
    text = (
        "E: new row violates check\nDETAIL:  Failing row contains (1, first\n\nsecond).\nCONTEXT:  SQL statement x\n\n"
        "The above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n"
        "E: invalid input\nLINE 1: SELECT 'secret'\n               ^"
    )
    assert without_row_values(text) == (
        "E: new row violates check\nDETAIL: …\n"
        "\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n"
        "E: invalid input\nLINE 1: …"
    )
    assert without_row_values("nothing of the kind\nhere") == "nothing of the kind\nhere"
