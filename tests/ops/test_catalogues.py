"""Compiled catalogues are made from the .po files, and only when those are newer."""

import gettext
import os
from pathlib import Path

from ops.catalogues import compile_catalogues

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
