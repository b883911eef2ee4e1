"""What one types into: an input for each leaf of an item, with the value that it started from.

A form sends a short digest of each starting value. What still has that digest was not touched by this person, so it is left
out of the edit: two people with the same full form open do not overwrite one another.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from django.http import QueryDict
from django.utils.text import slugify

from accounts.models.text import LANGUAGES, page_first
from roadmap.domain.document.local import direction

Posted = Any
InputType = Literal["text", "line", "number", "date", "choice", "flag", "many", "texts", "suggest", "named"]
WAS = "was:"
KEEP = "keep:"
#: Sent by an undo: translations that fitted the text which comes back.
FITS = "fits"
#: Sent by an undo, so that it is told as one.
UNDONE = "undone"
_EMPTY_ROWS = 2
_MAX_ROWS = 60


@dataclass
class Both:
    """The two texts of a clash, as one reads them."""

    mine: str
    theirs: str


@dataclass
class Input:
    """A control of the form. ``path`` names the leaf and the control; ``start`` is the value now in the draft.

    ``suggest``: a line that offers choices and takes other words too; ``named``: a name and a day that are not there yet.
    """

    path: str
    type: InputType
    label: Any
    start: Posted
    language: str = ""
    long: bool = False
    state: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    hint: Any = ""
    value: Posted = None
    changed: bool = False
    focus: bool = False
    errors: list[Any] = field(default_factory=list)
    both: Both | None = None

    def __post_init__(self) -> None:
        if self.value is None:
            self.value = self.start

    @property
    def id(self) -> str:
        return "field-" + re.sub(r"[^A-Za-z0-9_-]", "-", self.path)

    @property
    def empty(self) -> Posted:
        """The value of a control that holds nothing."""
        return {"flag": False, "many": [], "texts": [], "named": {}}.get(self.type, "")

    @property
    def leaf(self) -> str:
        """The path by which the draft knows it: a new day is kept under its name."""
        if self.type != "named":
            return self.path
        name = self.value.get("name", "")
        return f"{self.path.rpartition('.')[0]}.{slugify(name) or name.replace('.', ' ').strip() or '?'}"

    @property
    def dir(self) -> str:
        return direction(self.language) if self.language else "auto"

    @property
    def was(self) -> str:
        return digest(self.start)

    @property
    def shown_date(self) -> bool:
        """Whether the browser's own control for days can show the value; what was mistyped is kept as words."""
        return self.type == "date" and bool(re.fullmatch(r"(\d{4}-\d{2}-\d{2})?", self.value))

    @property
    def rows(self) -> list[list[tuple[str, str, str, str]]]:
        """A list of texts as lines of controls: (name, language, direction, text), with empty lines to add to."""
        shown = [*self.value, *[{} for _ in range(_EMPTY_ROWS)]]
        return [
            [(f"{self.path}.{at}.{code}", code, direction(code), text.get(code, "")) for code in page_first()]
            for at, text in enumerate(shown)
        ]

    def pairs(self, value: Posted) -> list[tuple[str, str]]:
        """The controls that would send ``value``, for a form that puts it back."""
        if self.type == "flag":
            return [(self.path, "on")] if value else []
        if self.type == "many":
            return [(self.path, each) for each in value]
        if self.type == "named":
            return [(f"{self.path}.{name}", words) for name, words in value.items()]
        if self.type == "texts":
            return [(f"{self.path}.{at}.{code}", text) for at, texts in enumerate(value) for code, text in texts.items()]
        return [(self.path, value)]

    def read(self, data: QueryDict) -> None:
        """Take what was sent; an input that was not in the form sent stays as it is."""
        if f"{WAS}{self.path}" not in data:
            return
        value = posted(self.type, self.path, data)
        self.changed = digest(value) != data[f"{WAS}{self.path}"]
        if self.changed:
            self.value = value

    def raw(self) -> Any:
        """The value as the domain reads it."""
        if self.type == "suggest":
            return chosen(self.value, self.choices)
        if self.type == "named":
            return self.value.get("day") or " "  # a name without a day is told, not dropped
        return bool(self.value) or None if self.type == "flag" else self.value


def posted(type_: InputType, path: str, data: QueryDict) -> Posted:
    """What a form sent for one input."""
    if type_ == "flag":
        return path in data
    if type_ == "many":
        return sorted(data.getlist(path))
    if type_ == "texts":
        return _posted_texts(path, data)
    if type_ == "named":
        return {name: words for name in ("name", "day") if (words := data.get(f"{path}.{name}", "").strip())}
    return data.get(path, "").replace("\r\n", "\n")


def _posted_texts(path: str, data: QueryDict) -> list[dict[str, str]]:
    found = []
    for at in range(_MAX_ROWS):
        text = {code: data.get(f"{path}.{at}.{code}", "").strip() for code in LANGUAGES}
        if any(text.values()):
            found.append({code: words for code, words in text.items() if words})
    return found


def suggested(value: str | None, choices: list[tuple[str, str]]) -> str:
    """A value as its line shows it: a choice in words, other words as they are."""
    return dict(choices).get(value or "", value or "")


def chosen(words: str, choices: list[tuple[str, str]]) -> str:
    """The choice that a line names in words, by its code or by its key; other words as they are."""
    typed = " ".join(words.split())
    for key, label in choices:
        code, _dot, title = label.partition(" · ")
        if typed and (typed in {key, label, code, title} or typed.startswith(f"{code} · ")):
            return key
    return words


def digest(value: Posted) -> str:
    """A short mark of a value; equal for what a browser sends back unchanged."""
    plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    if isinstance(plain, list) and all(isinstance(each, str) for each in plain):
        plain = sorted(plain)
    return hashlib.blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=8).hexdigest()
