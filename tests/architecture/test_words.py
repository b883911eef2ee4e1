"""What people write reaches the server whole: no browser cuts it. Only codes, addresses and searches may be limited."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.urls import get_resolver
from django.utils.translation import override

from accounts.web.forms.words import WordsField
from tests.architecture.test_structure import APPS, ROOT, sources

#: Fields that hold no words: (where, name).
CODES = {
    ("roadmap/desk/_form.html", "letter"),
    ("milestones/exchanges/build.html", "phase"),
    ("CodeForm", "code"),
    ("NewRoadmapForm", "key"),
}
_TAG = re.compile(r"<(?:input|textarea)\b[^>]*\bmaxlength=[^>]*>")
_NAME = re.compile(r'\bname="([^"]*)"')
_NO_WORDS = (forms.PasswordInput, forms.HiddenInput)


def test_no_template_limits_words() -> None:
    limited = []
    for path in sources(".html"):
        where = str(path.relative_to(ROOT / "templates"))
        for tag in _TAG.findall(path.read_text(encoding="utf-8")):
            name = _NAME.search(tag)
            if 'type="search"' not in tag and (where, name and name[1]) not in CODES:
                limited.append(f"{where}: {tag}")
    assert limited == []


def all_forms(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def test_no_form_limits_words() -> None:
    assert get_resolver().url_patterns  # all views are imported, and with them their forms
    limited = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in all_forms()
        if form.__module__.partition(".")[0] in APPS
        for name, field in getattr(form, "base_fields", {}).items()
        if "maxlength" in field.widget.attrs and field.widget.attrs.get("type") != "search"
        if not isinstance(field, forms.EmailField)
        and not isinstance(field.widget, _NO_WORDS)
        and (form.__name__, name) not in CODES
    ]
    assert limited == []


def limits(tree: ast.AST) -> Iterator[int]:
    """Lines that make a field which its browser cuts: fields that a form adds when it is made are seen only here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = {key.value: value for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)}
            kind = keys.get("type")
            if "maxlength" in keys and not (isinstance(kind, ast.Constant) and kind.value == "search"):
                yield node.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.CharField":
            given = {each.arg: each.value for each in node.keywords}
            if "max_length" in given and not _is_without_words(given.get("widget")):
                yield node.lineno


def _is_without_words(widget: ast.expr | None) -> bool:
    shown = ast.unparse(widget) if widget else ""
    return "'search'" in shown or "HiddenInput" in shown


def written(path: Path) -> list[str]:
    """The lines of a module that limit words; its fields of codes are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for form in [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]:
        form.body = [each for each in form.body if not (isinstance(each, ast.Assign) and _is_code(form.name, each))]
    return [f"{path.relative_to(ROOT)}:{line}" for line in limits(tree)]


def _is_code(form: str, field: ast.Assign) -> bool:
    return (form, ast.unparse(field.targets[0])) in CODES


@pytest.mark.parametrize("app", APPS)
def test_no_module_limits_words(app: str) -> None:
    """A field of words with ``max_length`` is a WordsField."""
    modules = [path for path in sources(".py") if path.relative_to(ROOT).parts[:2] == (app, "web")]
    assert [line for path in modules for line in written(path)] == []


def test_a_field_of_words_takes_all_and_tells_by_how_much_it_is_too_long() -> None:
    class Note(forms.Form):
        line = WordsField(max_length=3)
        text = WordsField(max_length=3, widget=forms.Textarea)

    form = Note({"line": "four", "text": "fünf!"})
    with override("en"):
        form.full_clean()
    assert "maxlength" not in str(form)
    assert form.errors["line"] == ["Ensure this value has at most 3 characters (it has 4)."]
    assert "fünf!" in str(form["text"])
