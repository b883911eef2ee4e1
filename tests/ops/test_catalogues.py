"""Compiled catalogues are made from the .po files, and only when those are newer."""

import gettext
import os
import re
from pathlib import Path

import polib

from ops.catalogues import compile_catalogues
from ops.places import REPO

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Round"
msgstr "Ger"

#, fuzzy
msgid "Area"
msgstr "guess"

msgid "%d round"
msgid_plural "%d rounds"
msgstr[0] "%d ger"
msgstr[1] "%d geran"
"""


def test_compiled_when_newer(tmp_path: Path) -> None:
    folder = tmp_path / "ku" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    assert compile_catalogues(tmp_path) == 1
    assert compile_catalogues(tmp_path) == 0
    catalogue = gettext.translation("django", tmp_path, ["ku"])
    assert catalogue.gettext("Round") == "Ger"
    assert catalogue.gettext("Area") == "Area"
    assert catalogue.ngettext("%d round", "%d rounds", 3) == "%d geran"
    os.utime(folder / "django.mo", (0, 0))
    assert compile_catalogues(tmp_path) == 1
    assert [path.name for path in folder.iterdir() if path.suffix not in (".po", ".mo")] == []


def test_days_and_lengths_as_one_writes_them_run_from_left_to_right_in_arabic() -> None:
    """Unless they are isolated, 2023-09-01 reads as 01-09-2023, and 14d as d14."""
    isolated = re.compile("[\u2066\u2068][^\u2066-\u2069]*\u2069")
    written = re.compile(r"\d{4}-\d\d|\b\d+[dwmy]\b|YYYY-")
    texts = [entry.msgstr for entry in polib.pofile(str(REPO / "locale/ar/LC_MESSAGES/django.po"))]
    assert [text for text in texts if written.search(isolated.sub("", text))] == []
