"""What a log line may say about an address that was called."""

import pytest

from roadmap.config.settings.parts.logs import without_secrets


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
