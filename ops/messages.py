"""Collect the texts of the interface into the catalogues, without gettext's programs.

`python -m ops.messages` adds what is new, drops what is gone and says what lacks a translation;
`python -m ops.messages --check` changes nothing and fails when there is anything to do.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib

from ops.places import REPO

LANGUAGES = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "ku": "nplurals=2; plural=(n != 1);",
}
SOURCES = ("accounts", "roadmap", "milestones")
# Function name → positions of context, singular, plural among the arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
_ARGUMENT = re.compile(r"""[^\w]_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@dataclass(frozen=True)
class Message:
    """One text to translate."""

    context: str | None
    singular: str
    plural: str | None = None


def from_python(source: str) -> Iterator[Message]:
    """The texts in calls of gettext and its kin, by whatever name they were imported, whose arguments are literal."""
    tree = ast.parse(source)
    calls = CALLS | _renamed(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in calls:
            continue
        context, singular, plural = (None if at is None else _literal(node.args, at) for at in calls[name])
        if singular:
            yield Message(context, singular, plural)


def _renamed(tree: ast.Module) -> dict[str, tuple[int | None, int, int | None]]:
    """What gettext's functions are called in a module, such as ``from … import gettext_lazy as lazy``."""
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation")
    names = (name for node in imports for name in node.names)
    return {name.asname: CALLS[name.name] for name in names if name.asname and name.name in CALLS}


def _literal(arguments: list[ast.expr], at: int) -> str | None:
    found = arguments[at] if at < len(arguments) else None
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else None


def from_template(path: Path) -> Iterator[Message]:
    """The texts in translate and blocktranslate tags, and in `_("…")` arguments."""
    from django.template import Engine
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    source = path.read_text(encoding="utf-8")
    nodes: Any = Engine.get_default().from_string(source).nodelist
    for node in nodes.get_nodes_by_type(TranslateNode):
        variable = node.filter_expression.var
        text = variable if isinstance(variable, str) else variable.literal
        if isinstance(text, str):
            yield Message(_context(node), text)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        singular, _names = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else None
        yield Message(_context(node), singular, plural)
    for found in _ARGUMENT.finditer(source):
        yield Message(None, found[1] or found[2])


def _context(node: object) -> str | None:
    context = getattr(node, "message_context", None)
    return str(context.resolve({})) if context else None


def collect() -> dict[Message, list[str]]:
    """Every text, with the files in which it stands."""
    found: dict[Message, list[str]] = {}
    for app in SOURCES:
        for path in sorted((REPO / app).rglob("*.py")):
            if "migrations" not in path.parts:
                for message in from_python(path.read_text(encoding="utf-8")):
                    found.setdefault(message, []).append(str(path.relative_to(REPO)))
    for path in sorted((REPO / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"} and path.relative_to(REPO).parts[1] != "dev":
            for message in from_template(path):
                found.setdefault(message, []).append(str(path.relative_to(REPO)))
    return found


def update(catalogue: polib.POFile, found: dict[Message, list[str]], plurals: str) -> None:
    """Make a catalogue hold exactly the texts found; translations that are there stay."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    catalogue.clear()
    for message, places in sorted(found.items(), key=lambda each: (each[0].singular, each[0].context or "")):
        entry = known.pop((message.context, message.singular), None) or polib.POEntry(
            msgid=message.singular, msgctxt=message.context
        )
        entry.occurrences = [(place, "") for place in sorted(set(places))]
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = {n: entry.msgstr_plural.get(n, "") for n in range(int(plurals[9]))}
        catalogue.append(entry)


def problems(language: str, catalogue: polib.POFile) -> list[str]:
    """What is not translated, or loses a placeholder."""
    wrong = []
    for entry in catalogue:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        if entry.fuzzy or not texts or not all(texts):
            wrong.append(f"{language}: no translation of {entry.msgid!r}")
        elif any(set(_PLACEHOLDER.findall(text)) - wanted for text in texts):
            wrong.append(f"{language}: unknown placeholder in {entry.msgid!r}")
        elif not entry.msgid_plural and set(_PLACEHOLDER.findall(entry.msgstr)) != wanted:
            wrong.append(f"{language}: placeholder missing in {entry.msgid!r}")
    return wrong


def main(words: list[str]) -> int:
    import django

    django.setup()
    found = collect()
    wrong: list[str] = []
    for language, plurals in LANGUAGES.items():
        path = REPO / "locale" / language / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)
        before = {(entry.msgctxt, entry.msgid) for entry in catalogue}
        catalogue.metadata = {"Language": language, "Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": plurals}
        update(catalogue, found, plurals)
        wrong += problems(language, catalogue)
        after = {(entry.msgctxt, entry.msgid) for entry in catalogue}
        if "--check" in words:
            wrong += [f"{language}: not in the catalogue: {text!r}" for _context, text in sorted(after - before, key=str)]
            wrong += [f"{language}: not used any more: {text!r}" for _context, text in sorted(before - after, key=str)]
        else:
            catalogue.save(str(path))
    print("\n".join(wrong) if "--check" in words else f"{len(found)} texts, {len(wrong)} without a good translation")
    return 1 if wrong and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
