"""Values of the document: how each is checked, and what it is made of.

A value is plain JSON in canonical form: an empty text, list or map is absent (``None``). A *leaf* is the smallest part that can
be edited on its own; its path is written with dots, such as ``title.ar`` or ``parts.gov.en``.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from accounts.days import how_to_write, read_day
from accounts.domain.errors import Message
from accounts.domain.wording import too_long
from accounts.models.text import LANGUAGES, in_language
from roadmap.domain.document.numbers import LARGEST, as_kept, at_least, at_most, number_typed, unread

if TYPE_CHECKING:
    from roadmap.domain.document.document import Document

Json = Any
Report = Callable[[str, Message], None]
#: Whether the item of this kind and key may not be seen.
Hidden = Callable[[str, str], bool]
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
KEY = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
LONGEST_KEY = 60
CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$")


def is_key(raw: object) -> bool:
    """Whether ``raw`` can name an item; ``$`` alone would let a trailing newline pass."""
    return isinstance(raw, str) and len(raw) <= LONGEST_KEY and KEY.fullmatch(raw) is not None


@dataclass(frozen=True)
class Context:
    """What a value is checked against: the language of bare strings, where to report problems, and the last day that has come
    (ISO; without it none is too late)."""

    language: str
    report: Report
    latest: str = ""


def clean_text(value: str, path: str, report: Report) -> str:
    """Text as it was written, without trailing space; refuses controls and bidirectional overrides (design: Text and files)."""
    if _OVERRIDES.search(value):
        report(
            path,
            _("The text holds invisible characters that change the direction of writing. Remove them and try again."),
        )
    if _CONTROLS.search(value):
        report(path, _("The text holds control characters. Remove them and try again."))
    return value.replace("\r\n", "\n").strip()


def filled(data: Mapping[str, Json]) -> dict[str, Json]:
    """The values that are there: nought is a number like others; empty texts, lists and maps are not, nor a flag that is off."""
    return {name: value for name, value in data.items() if value or (value == 0 and value is not False)}


class Value:
    """One type of value. Subclasses are small and know nothing of models. ``hint`` says what one may write into a plain line.

    ``suggests``: the kind whose keys a line offers, where it takes other words too.
    """

    hint: ClassVar[Message] = ""
    suggests: ClassVar[str] = ""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        """``raw`` from a file, form or API call in canonical form, or None when empty; reports what is wrong."""
        raise NotImplementedError

    def offered(self, document: "Document") -> list[tuple[str, str]]:  # noqa: ARG002 most lines take words of their own
        """What a line may begin with, to be chosen while typing, and what each stands for."""
        return []

    def leaves(self, value: Json) -> dict[str, Json]:
        """Leaf path → value; the path is relative and empty where the value is itself a leaf."""
        return {} if value is None else {"": value}

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:  # noqa: ARG002 values have one shape
        """``value`` with one leaf replaced (raw, to be loaded again). Raises KeyError for a path that cannot be."""
        if path:
            raise KeyError(path)
        return leaf

    def words(self, value: Json, language: str) -> str:  # noqa: ARG002 values have one shape
        """The value as plain text in ``language``, for search and comparison."""
        return "" if value is None else str(value)

    def words_in(self, value: Json, document: "Document", language: str) -> str:  # noqa: ARG002 most need no document
        """As :meth:`words`, for whoever reads it in its document: items by their codes, days that follow from others told."""
        return self.words(value, language)

    def kinds(self) -> set[str]:
        """The kinds of item that a value of this type may refer to."""
        return set()

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:  # noqa: ARG002 values have one shape
        """The items that ``value`` refers to, as (kind, key)."""
        yield from ()

    def without(self, value: Json, hidden: Hidden) -> Json:  # noqa: ARG002 values have one shape
        """``value`` with no trace of the items that are ``hidden``; None where nothing is left."""
        return value

    def schema(self) -> dict[str, Json]:
        """JSON Schema of what a file may hold."""
        raise NotImplementedError


class Text(Value):
    """Text in several languages: a string (source language) or ``{en, ar, ku}``; each of at most ``max_length`` characters."""

    def __init__(self, max_length: int | None = None) -> None:
        self.max_length = max_length

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None:
            return None
        if isinstance(raw, str):
            raw = {context.language: raw}
        if not isinstance(raw, Mapping):
            context.report(path, _("Give a text, or one text per language (en, ar, ku)."))
            return None
        found = {}
        for language, text in raw.items():
            if language not in LANGUAGES:
                context.report(f"{path}.{language}", _("Unknown language: use en, ar or ku."))
            elif text is not None and not isinstance(text, str):
                context.report(f"{path}.{language}", _("Give a text (put it in quotes)."))
            elif text and (cleaned := clean_text(text, f"{path}.{language}", context.report)):
                found[language] = cleaned
                refuse_long(cleaned, self.max_length, f"{path}.{language}", context)
        return found or None

    def leaves(self, value: Json) -> dict[str, Json]:
        return dict(value or {})

    def with_leaf(self, value: Json, path: str, leaf: Json) -> Json:
        if not path:
            return leaf
        if path not in LANGUAGES:
            raise KeyError(path)
        return {**(value or {}), path: leaf}

    def words(self, value: Json, language: str) -> str:
        return in_language(value or {}, language)

    def schema(self) -> dict[str, Json]:
        if self.max_length is None:
            return {"$ref": "#/$defs/text"}
        short = {"maxLength": self.max_length}
        return {"$ref": "#/$defs/text", **short, "properties": dict.fromkeys(LANGUAGES, short)}


def refuse_long(text: str, most: int | None, path: str, context: Context) -> None:
    if most is not None and len(text) > most:
        context.report(path, too_long(text, most))


class TextList(Value):
    """A list of texts, edited as a whole."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None:
            return None
        if not isinstance(raw, list):
            context.report(path, _("Give a list of texts."))
            return None
        loaded = [Text().load(text, f"{path}[{index}]", context) for index, text in enumerate(raw)]
        return [text for text in loaded if text] or None

    def words(self, value: Json, language: str) -> str:
        return ", ".join(in_language(text, language) for text in value or [])

    def schema(self) -> dict[str, Json]:
        return {"type": "array", "items": {"$ref": "#/$defs/text"}}


class Line(Value):
    """One line in no particular language, such as a source."""

    def __init__(self, max_length: int = 300) -> None:
        self.max_length = max_length

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None:
            return None
        if not isinstance(raw, str):
            context.report(path, _("Give a text (put it in quotes)."))
            return None
        cleaned = " ".join(clean_text(raw, path, context.report).split())
        refuse_long(cleaned, self.max_length, path, context)
        return cleaned or None

    def schema(self) -> dict[str, Json]:
        return {"type": ["string", "null"], "maxLength": self.max_length}


class Choice(Value):
    def __init__(self, choices: Any) -> None:
        self.choices = choices

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if raw not in self.choices.values:
            allowed = ", ".join(self.choices.values)
            context.report(
                path,
                _("“%(value)s” is not known: use one of %(allowed)s.") % {"value": raw, "allowed": allowed},
            )
            return None
        return str(raw)

    def words(self, value: Json, language: str) -> str:
        from django.utils.translation import override

        with override(language):
            return str(self.choices(value).label) if value else ""

    def schema(self) -> dict[str, Json]:
        return {"enum": list(self.choices.values)}


#: What older YAML takes for true and false.
_YES_OR_NO = {"yes": True, "on": True, "no": False, "off": False}


class Flag(Value):
    """True or absent. In a file also as people write it: ``yes``, ``no``."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        raw = _YES_OR_NO.get(raw.lower(), raw) if isinstance(raw, str) else raw
        if raw not in (None, True, False):
            context.report(path, _("Give true or false."))
        return True if raw is True else None

    def words(self, value: Json, language: str) -> str:  # noqa: ARG002 values have one shape
        return "✓" if value else ""

    def schema(self) -> dict[str, Json]:
        return {"type": "boolean"}


class Number(Value):
    """A finite number; whole numbers are kept whole. ``is_mark``: read with the highest that can be given, as in 3 of 5.

    ``is_count``: of things that cannot be halved.
    """

    def __init__(
        self, *, minimum: float | None = None, maximum: float | None = None, is_mark: bool = False, is_count: bool = False
    ) -> None:
        self.minimum = minimum
        self.maximum = maximum
        self.is_mark = is_mark
        self.is_count = is_count

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        number = self._parse(raw)
        if number is None:
            context.report(path, unread(raw, self.minimum, self.maximum))
            return None
        if self.is_count and number != int(number):
            context.report(path, _("Give a whole number."))
        if self.minimum is not None and number < self.minimum:
            context.report(path, at_least(self.minimum))
        if self.maximum is not None and number > self.maximum:
            context.report(path, at_most(self.maximum))
        return int(number) if number == int(number) else number

    @staticmethod
    def _parse(raw: Json) -> float | int | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            return None
        if isinstance(raw, str):
            return as_kept(raw) or number_typed(raw)
        return raw if abs(raw) <= LARGEST else None  # what is no number or infinite is not smaller

    def schema(self) -> dict[str, Json]:
        limits = {"minimum": self.minimum, "maximum": self.maximum}
        return {
            "type": ["integer" if self.is_count else "number", "null"],
            **{name: limit for name, limit in limits.items() if limit is not None},
        }


class Date(Value):
    """A day, as ``YYYY-MM-DD``."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if isinstance(raw, dt.datetime):
            raw = raw.date()
        if isinstance(raw, dt.date):
            return raw.isoformat()
        try:
            return read_day(str(raw)).isoformat()
        except ValueError:
            context.report(path, how_to_write())
            return None

    def schema(self) -> dict[str, Json]:
        return {"type": ["string", "null"], "format": "date"}


class PastDate(Date):
    """A day of which something is reported: one that has come. See ``Context.latest``."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        day = super().load(raw, path, context)
        if day and context.latest and day > context.latest:
            context.report(path, not_come())
        return day

    def schema(self) -> dict[str, Json]:
        return {**super().schema(), "description": "not after today"}


def not_come() -> str:
    return _("This day has not come yet.")


class Ref(Value):
    """The key of one item of ``kind``."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def kinds(self) -> set[str]:
        return {self.kind}

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:
        if value:
            yield self.kind, value

    def without(self, value: Json, hidden: Hidden) -> Json:
        return None if value and hidden(self.kind, value) else value

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if not is_key(raw):
            context.report(path, _("Give the key of an item under %(kind)s.") % {"kind": self.kind})
            return None
        return raw

    def schema(self) -> dict[str, Json]:
        return {
            "type": ["string", "null"],
            "pattern": KEY.pattern,
            "description": f"key of an item under {self.kind}",
        }


class Refs(Ref):
    """Keys of items of ``kind``, each once, in the order of the alphabet."""

    def load(self, raw: Json, path: str, context: Context) -> Json:
        if raw is None or raw == "":
            return None
        if not isinstance(raw, list):
            context.report(path, _("Give a list of keys of items under %(kind)s.") % {"kind": self.kind})
            return None
        keys = [super(Refs, self).load(key, f"{path}[{index}]", context) for index, key in enumerate(raw)]
        return sorted({key for key in keys if key}) or None

    def refers(self, value: Json) -> Iterator[tuple[str, str]]:
        for key in value or ():
            yield self.kind, key

    def without(self, value: Json, hidden: Hidden) -> Json:
        return [key for key in value or () if not hidden(self.kind, key)] or None

    def words(self, value: Json, language: str) -> str:  # noqa: ARG002 values have one shape
        return ", ".join(value or [])

    def schema(self) -> dict[str, Json]:
        return {
            "type": ["array", "null"],
            "items": {"type": "string", "pattern": KEY.pattern},
            "uniqueItems": True,
        }


class Keys(Refs):
    """References that the row keeps as a list of keys: what they name cannot be deleted while it is named."""
