"""The sign-ins of the demonstration: a page for those who develop."""

from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from roadmap.config.sign_ins_page import sign_ins


@pytest.mark.parametrize("kept", [True, False])
def test_mail_is_offered_only_where_it_is_caught(settings: Any, tmp_path: Path, rf: RequestFactory, *, kept: bool) -> None:
    settings.DEMO_SIGN_INS, settings.MAIL_CATCHER_DIR = str(tmp_path / "none.json"), str(tmp_path) if kept else ""
    page = sign_ins(rf.get("/dev/sign-ins/")).content.decode()
    assert ("/dev/mail/" in page) == kept
