"""The audit trail says in words what was done, whatever did it."""

import ast
import re
from pathlib import Path

from accounts.domain.trail import VERBS

REPO = Path(__file__).resolve().parent.parent.parent
APPS = ("accounts", "roadmap", "milestones")
#: Where a statement, a block or a view marks its rows by itself, without ``@verb``.
_MARKED = re.compile(r"""(?:set_config\('scne\.verb', '|\bacting\([a-z_.]+, "|@recorded\(")([a-z_]+)""")


def verbs_of(source: str) -> set[str]:
    wrapped = {
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(each, ast.Name) and each.id == "verb" for each in node.decorator_list)
    }
    return wrapped | set(_MARKED.findall(source))


def test_every_verb_of_the_product_has_words() -> None:
    """Without words its name would stand in the trail, in English whatever the language of the page."""
    found = {name for app in APPS for path in (REPO / app).rglob("*.py") for name in verbs_of(path.read_text(encoding="utf-8"))}
    assert {"deliver_outbox", "edit_item", "record_evidence"} <= found  # each way of marking is looked for
    assert found - set(VERBS) == set()
