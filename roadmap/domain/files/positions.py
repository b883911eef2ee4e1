"""YAML (of which JSON is a part) with the line on which each value stands."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from accounts.domain.errors import Problem
from roadmap.domain.document.numbers import is_unclear, not_a_number

#: What no YAML may hold.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_BYTES = 5_000_000
MAX_DEPTH = 20
Lines = dict[str, int]


class _Loader(yaml.CSafeLoader):
    """Plain data only. Dates stay text; numbers, true and false are those of JSON, so that both read alike: 0600 is not 384, and
    ``no`` is a word."""


_NOT_OURS = {f"tag:yaml.org,2002:{name}" for name in ("timestamp", "int", "float", "bool")}
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in _NOT_OURS]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_FLOAT_TAG = "tag:yaml.org,2002:float"
# No more than YAML itself takes for a number: what is written out as a plain text must be read as one.
_FLOAT = re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+][0-9]+)?$")
_Loader.add_implicit_resolver(_FLOAT_TAG, _FLOAT, list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
#: A character beyond the first 65,536 as JSON escapes it, after any number of escaped backslashes.
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)


def parse(text: str) -> tuple[Any, Lines, list[Problem]]:
    """The data of ``text``, the line (from 1) of each path such as ``criteria[2].title``, and what is wrong with its syntax."""
    try:
        if len(text.encode()) > MAX_BYTES:
            return None, {}, [Problem("", _("The file is larger than 5 MB."))]
        return _composed(_without_pairs(text))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        reason = _("The file cannot be read: %(reason)s.") % {"reason": error.problem or ""}
        return None, {}, [Problem("", reason, line)]
    except (yaml.YAMLError, ValueError, RecursionError):
        if control := _CONTROLS.search(text):
            line = text.count("\n", 0, control.start()) + 1
            return None, {}, [Problem("", _("The text holds control characters. Remove them and try again."), line)]
        return None, {}, [Problem("", _("The file cannot be read: it is neither YAML nor JSON."), 1)]


def _without_pairs(text: str) -> str:
    """JSON writes some characters as two escapes, which YAML does not know."""
    return _PAIR.sub(lambda pair: pair[1] + _character(pair[2], pair[3]), text) if text.lstrip().startswith(("{", "[")) else text


def _character(high: str, low: str) -> str:
    return bytes.fromhex(high + low).decode("utf-16-be")


def _composed(text: str) -> tuple[Any, Lines, list[Problem]]:
    if refused := _unbounded(text):
        return None, {}, [refused]
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, {}, [Problem("", _("The file is empty."), 1)]
        problems: list[Problem] = []
        lines: Lines = {}
        _walk(node, "", lines, problems)
        return (None if problems else loader.construct_document(node)), lines, problems
    finally:
        loader.dispose()


def _unbounded(text: str) -> Problem | None:
    """What could cost any amount of memory, told before anything is built: aliases (a few unfold to any size), and depth."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 0
            return Problem("", _("Aliases (*) and such deep nesting are not accepted. Write out what they stand for."), line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _walk(node: yaml.Node, path: str, lines: Lines, problems: list[Problem]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        _walk_mapping(node, path, lines, problems)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, f"{path}[{index}]", lines, problems)
    elif node.tag == _FLOAT_TAG and is_unclear(node.value) and node.value != str(float(node.value)):
        # A program writes 132.0, and nobody 132.000: somebody may have meant thousands.
        problems.append(Problem(path, not_a_number(node.value), lines[path]))


def _walk_mapping(node: yaml.MappingNode, path: str, lines: Lines, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for key, child in node.value:
        name = str(key.value)
        inner = f"{path}.{name}" if path else name
        if name in seen:
            problems.append(Problem(inner, _("“%(name)s” stands here twice.") % {"name": name}, key.start_mark.line + 1))
            continue
        seen.add(name)
        _walk(child, inner, lines, problems)


def line_of(path: str, lines: Lines) -> int:
    """The line of ``path``, or of the nearest part above it; 0 when unknown."""
    while path:
        if path in lines:
            return lines[path]
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get("", 0)
