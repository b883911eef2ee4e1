"""From the registry to controls: each type of value has its input, so that a new kind has its form for free."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from accounts.enums import Language
from accounts.models.text import LANGUAGES, page_first
from roadmap.domain.document import Document, Field
from roadmap.domain.document.containers import GONE, NEW, Composite, NamedDays, PerRef, Rows
from roadmap.domain.document.languages import Languages
from roadmap.domain.document.values import Choice, Date, Flag, Number, Ref, Refs, Text, TextList, Value
from roadmap.web.desk.forms.inputs import Input, InputType, suggested

Layout = Literal["one", "texts", "parts", "table", "rows", "row", "days"]
#: So many rows can be added at a time; of a list that is empty and must not be, so many stand open.
NEW_ROWS = 3
_OPEN_ROWS = 2


@dataclass
class Block:
    """A labelled group of inputs, or of blocks: a field, a part of it, what is said of one area, or one row of a list.

    Of a list of rows, ``by`` is the part that names each. Of a row, ``inputs`` hold what takes it away, and ``new`` says that it
    is not there yet.
    """

    path: str
    label: Any
    layout: Layout
    inputs: list[Input] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)
    help: Any = ""
    required: bool = False
    code: str = ""
    by: str = ""
    new: bool = False
    unfolded: bool = False

    def all_inputs(self) -> Iterator[Input]:
        yield from self.inputs
        for block in self.blocks:
            yield from block.all_inputs()

    @property
    def id(self) -> str:
        return f"block-{self.path.replace('.', '-')}"

    @property
    def name(self) -> str:
        """The last part of the path: of a row, what names it."""
        return self.path.rpartition(".")[2]

    @property
    def open(self) -> bool:
        """Whether a row is unfolded: where one types, where something is wrong, and where one begins."""
        return self.unfolded or any(each.focus or each.changed or each.errors or each.both for each in self.all_inputs())

    @property
    def stays(self) -> bool:
        """Whether a row will be there when the form is saved."""
        return any(each.changed for each in self.all_inputs()) if self.new else not any(each.value for each in self.inputs)


@dataclass(frozen=True)
class Setting:
    """What a form is built in: the document for choices, the revisions that tell an old translation, the item itself."""

    document: Document
    revisions: Mapping[str, int]
    own_ref: str = ""

    @property
    def languages(self) -> list[str]:
        return [code for code in page_first() if code in self.document.languages or code == self.document.source_language]


def build_blocks(fields: tuple[Field, ...], data: Mapping[str, Any], setting: Setting) -> list[Block]:
    """A block for each field of an item."""
    blocks = []
    for each in (one for one in fields if not one.recorded):
        block = _block(each.value, each.name, each.label, data.get(each.name), each, setting)
        block.help, block.required = each.help, each.required
        blocks.append(block)
    return blocks


def _block(value_type: Value, path: str, label: Any, value: Any, each: Field, setting: Setting) -> Block:
    if isinstance(value_type, Text):
        return Block(path, label, "texts", inputs=_texts(path, value or {}, each, setting))
    if isinstance(value_type, Composite):
        parts = [
            _block(part, f"{path}.{name}", _part_label(each, name), (value or {}).get(name), each, setting)
            for name, part in value_type.parts.items()
        ]
        return Block(path, label, "parts", blocks=parts)
    if isinstance(value_type, PerRef):
        return Block(path, label, "table", blocks=list(_per_ref(value_type, path, value or {}, each, setting)))
    if isinstance(value_type, Rows):
        return Block(path, label, "rows", blocks=list(_rows(value_type, path, value or [], each, setting)), by=value_type.by)
    if isinstance(value_type, NamedDays):
        return Block(path, label, "days", inputs=list(_days(path, value or {})))
    return Block(path, label, "one", inputs=[_input(value_type, path, label, value, each, setting)])


def _part_label(each: Field, name: str) -> Any:
    return each.part_labels.get(name) or name.replace("_", " ").capitalize()


def _per_ref(value_type: PerRef, path: str, value: Mapping[str, Any], each: Field, setting: Setting) -> Iterator[Block]:
    for entry in setting.document.of(value_type.kind):
        block = _block(value_type.of, f"{path}.{entry.key}", entry.title(), value.get(entry.key), each, setting)
        block.code = entry.code
        yield block


def _rows(value_type: Rows, path: str, value: list[Mapping[str, Any]], each: Field, setting: Setting) -> Iterator[Block]:
    """A block for each row that is there, in the order of what names them, and for those that one may add."""
    by = value_type.parts.get(value_type.by)
    kind = by.kind if isinstance(by, Ref) else ""
    named = {entry.key: entry for entry in setting.document.of(kind)}
    order = {key: place for place, key in enumerate(named)}
    rows = [(str(row[value_type.by]) if value_type.by else str(place), row) for place, row in enumerate(value)]
    for name, row in sorted(rows, key=lambda pair: order.get(pair[0], 0)):
        entry = named.get(name)
        block = _row(value_type, f"{path}.{name}", entry.title() if entry else name, row, each, setting)
        block.code = entry.code if entry else ""
        if not value_type.by:
            block.code, block.label = str(int(name) + 1), " · ".join(_named_in(block))
        block.inputs = [Input(f"{path}.{name}.{GONE}", "flag", _("Take this away"), start=False)]
        yield block
    for number in range(1, NEW_ROWS + 1):
        block = _row(value_type, f"{path}.{NEW}{number}", _("One more"), {}, each, setting)
        block.new, block.unfolded = True, each.required and not rows and number <= _OPEN_ROWS
        _only_new(block, f"{path}.{NEW}{number}.{value_type.by}", {name for name, _row in rows})
        yield block


def _row(value_type: Rows, path: str, label: Any, row: Mapping[str, Any], each: Field, setting: Setting) -> Block:
    """One row; what names it is not asked for again."""
    asked = {name: part for name, part in value_type.parts.items() if not row or name != value_type.by}
    parts = [
        _block(part, f"{path}.{name}", _part_label(each, name), row.get(name), each, setting) for name, part in asked.items()
    ]
    return Block(path, label, "row", blocks=parts)


def _named_in(block: Block) -> Iterator[str]:
    """The codes or names of what a row refers to, which tell it from the others."""
    for each in block.all_inputs():
        if each.type in ("choice", "suggest") and each.value:
            yield str(dict(each.choices).get(each.value, each.value)).partition(" · ")[0]


def _only_new(block: Block, path: str, there: set[str]) -> None:
    """What stands in a row already is not offered for another one."""
    for each in block.all_inputs():
        if each.path == path:
            each.choices = [(key, words) for key, words in each.choices if key not in there]


def _days(path: str, value: Mapping[str, str]) -> Iterator[Input]:
    for name, day in value.items():
        yield Input(f"{path}.{name}", "date", name, day)
    yield Input(f"{path}.{NEW}1", "named", _("One more"), {})


def _texts(path: str, text: Mapping[str, str], each: Field, setting: Setting) -> list[Input]:
    """One input per language of the roadmap, and per language that has a text all the same."""
    codes = [code for code in page_first() if code in setting.languages or code in text]
    return [
        Input(
            f"{path}.{code}",
            "text",
            Language(code).label,
            text.get(code, ""),
            language=code,
            long=each.long,
            state=text_state(path, code, text, setting.revisions, setting.document.source_language),
        )
        for code in codes
    ]


def text_state(path: str, code: str, text: Mapping[str, str], revisions: Mapping[str, int], source: str) -> str:
    """``ok``, ``missing`` or ``outdated``; nothing where the text has no language at all."""
    if not text:
        return ""
    if not text.get(code):
        return "missing"
    newest = revisions.get(f"{path}.{source}", 0) if text.get(source) else 0
    return "outdated" if code != source and revisions.get(f"{path}.{code}", 0) < newest else "ok"


#: The control of each type of value that is edited as a whole; the first that fits. What is not known is a line of text.
_TYPES: tuple[tuple[type[Value], InputType], ...] = (
    (TextList, "texts"),
    (Flag, "flag"),
    (Refs, "many"),
    (Languages, "many"),
    (Ref, "choice"),
    (Choice, "choice"),
    (Number, "number"),
    (Date, "date"),
)


def _input(value_type: Value, path: str, label: Any, value: Any, each: Field, setting: Setting) -> Input:
    type_: InputType = next((name for known, name in _TYPES if isinstance(value_type, known)), "line")
    choices = _choices(value_type, value, each, setting)
    if value_type.suggests:
        return Input(path, "suggest", label, suggested(value, choices), choices=choices, hint=value_type.hint)
    if type_ == "line":
        own = setting.own_ref.partition("/")[2]
        choices = [each for each in value_type.offered(setting.document) if each[0] != own]
    return Input(path, type_, label, _start(type_, value), choices=choices, hint=value_type.hint)


def _start(type_: InputType, value: Any) -> Any:
    """A value as its control holds it."""
    if type_ == "flag":
        return bool(value)
    if type_ == "many":
        return sorted(value or [])
    if type_ == "texts":
        return value or []
    return "" if value is None else str(value)


def _choices(value_type: Value, value: Any, each: Field, setting: Setting) -> list[tuple[str, str]]:
    if isinstance(value_type, Languages):
        return [(code, str(Language(code).label)) for code in LANGUAGES]
    if isinstance(value_type, Choice):
        known = [(str(key), str(words)) for key, words in value_type.choices.choices]
        blank = [] if each.required and value else [("", _("Choose…") if each.required else "–")]
        return [*blank, *known]
    if isinstance(value_type, Ref):
        others = [entry for entry in setting.document.of(value_type.kind) if entry.ref != setting.own_ref]
        blank = [] if isinstance(value_type, Refs) else [("", "–")]
        return [*blank, *((entry.key, f"{entry.code} · {entry.title()}") for entry in others)]
    if value_type.suggests:
        return [(entry.key, f"{entry.code} · {entry.title()}") for entry in setting.document.of(value_type.suggests)]
    return []
