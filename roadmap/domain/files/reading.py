"""From a roadmap file to a checked document. A bad file lists every problem with its path and line."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.domain.errors import Invalid, Message, Problem
from accounts.models.text import LANGUAGES
from roadmap.domain.document import FORMAT, Document, Entry, Kind, kinds
from roadmap.domain.document.catalogue import ROADMAP_FIELDS
from roadmap.domain.document.leaves import referred
from roadmap.domain.document.standing import add_standing
from roadmap.domain.document.values import CODE, Context, filled, is_key
from roadmap.domain.files.places import in_file, references
from roadmap.domain.files.positions import Lines, line_of, parse


class BadFile(Invalid):
    """The file was not accepted; ``problems`` lists everything wrong with it. Nothing was changed."""

    code = "bad-file"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("The file was not accepted. Nothing was changed."), sorted(problems, key=lambda p: p.line))


def read_file(text: str, *, latest: dt.date | None = None) -> Document:
    """The document that a YAML or JSON text describes. Nothing may be reported of a day after ``latest``. Raises BadFile."""
    data, lines, problems = parse(text)
    if problems:
        raise BadFile(problems)
    return document_from(data, lines, latest=latest)


def document_from(data: Any, lines: Lines | None = None, *, latest: dt.date | None = None) -> Document:
    """The document that plain data describes, checked as :func:`read_file` does. Raises BadFile."""
    reader = _Reader(lines or {}, latest.isoformat() if latest else "")
    document = reader.read(data)
    if reader.problems or document is None:
        raise BadFile(reader.problems)
    return document


class _Reader:
    def __init__(self, lines: Lines, latest: str) -> None:
        self.lines = lines
        self.latest = latest
        self.raw: dict[str, Mapping[str, Any]] = {}
        self.problems: list[Problem] = []

    def report(self, path: str, message: Message) -> None:
        self.problems.append(Problem(path, message, line_of(path, self.lines)))

    def read(self, data: Any) -> Document | None:
        if not isinstance(data, Mapping):
            self.report("", _("The file must hold a map that starts with “format”."))
            return None
        if data.get("format") != FORMAT:
            self.report("format", _("The format must be “%(format)s”.") % {"format": FORMAT})
        known = {"format", "roadmap", *(each.name for each in kinds())}
        for name in data:
            if name not in known:
                self.report(str(name), _("There is no such part of a roadmap file."))
        document = Document(roadmap=self._roadmap(data.get("roadmap")))
        context = Context(document.source_language, self.report, self.latest)
        paths: dict[str, str] = {}
        for each in kinds():
            document.sections[each.name] = self._section(each, data.get(each.name), context, paths)
        add_standing(document, only_named=True)
        self._check_references(document, paths)
        self._check_together(document, paths)
        return document

    def _roadmap(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, Mapping):
            self.report("roadmap", _("“roadmap” must be a map with at least a key and a title."))
            return {}
        language = raw.get("source_language")
        context = Context(language if language in LANGUAGES else "en", self.report)
        self._check_key(raw.get("key"), "roadmap.key")
        self._check_names(raw, {"key", *(each.name for each in ROADMAP_FIELDS)}, "roadmap")
        loaded = {each.name: each.value.load(raw.get(each.name), f"roadmap.{each.name}", context) for each in ROADMAP_FIELDS}
        loaded["source_language"] = loaded["source_language"] or "en"
        loaded["languages"] = loaded["languages"] or list(LANGUAGES)
        return {"key": raw.get("key"), **filled(loaded)}

    def _section(self, kind: Kind, raw: Any, context: Context, paths: dict[str, str]) -> list[Entry]:
        if raw is None:
            return []
        if not isinstance(raw, list):
            self.report(kind.name, _("“%(name)s” must be a list.") % {"name": kind.name})
            return []
        entries = []
        for index, item in enumerate(raw):
            path = f"{kind.name}[{index}]"
            if not isinstance(item, Mapping):
                self.report(path, _("Each item must be a map with a key."))
                continue
            entry = self._entry(kind, item, path, context)
            paths.setdefault(entry.ref, path)
            self.raw.setdefault(entry.ref, item)
            entries.append(entry)
        self._check_unique(kind, entries, paths)
        return entries

    def _entry(self, kind: Kind, raw: Mapping[str, Any], path: str, context: Context) -> Entry:
        self._check_key(raw.get("key"), f"{path}.key")
        self._check_names(raw, {"key", "code", *kind.by_name}, path)
        code = raw.get("code") or ""
        if not isinstance(code, str) or (code and not CODE.fullmatch(code)):
            self.report(f"{path}.code", _("Use up to 20 letters, digits, points and hyphens."))
            code = ""
        before = len(self.problems)
        loaded = {each.name: each.value.load(raw.get(each.name), f"{path}.{each.name}", context) for each in kind.fields}
        kept = filled(loaded)
        told = {problem.path for problem in self.problems[before:]}  # what cannot be read is not told as empty too
        for problem in kind.refuses(kept) if kind.refuses else ():
            place = f"{path}.{in_file(kind, raw, problem.path)}"
            if place not in told:
                self.report(place, problem.message)
        return Entry(kind.name, str(raw.get("key")), code, kept)

    def _check_key(self, key: Any, path: str) -> None:
        if not is_key(key):
            self.report(path, _("A key is needed: lower-case letters, digits and hyphens, such as “exam-passage”."))

    def _check_names(self, raw: Mapping[str, Any], known: set[str], path: str) -> None:
        for name in raw:
            if name not in known:
                self.report(f"{path}.{name}", _("There is no field “%(name)s” here.") % {"name": name})

    def _check_unique(self, kind: Kind, entries: list[Entry], paths: dict[str, str]) -> None:
        for key, count in Counter(entry.key for entry in entries).items():
            if count > 1:
                self.report(paths[f"{kind.name}/{key}"], _("The key “%(key)s” stands more than once.") % {"key": key})
        for code, count in Counter(entry.code for entry in entries if entry.code).items():
            if count > 1:
                self.report(kind.name, _("The code “%(code)s” stands more than once.") % {"code": code})

    def _check_references(self, document: Document, paths: dict[str, str]) -> None:
        for entry in document:
            for each, target in entry.definition.references():
                for key in referred(entry, each, target):
                    if document.entry(f"{target}/{key}") is None:
                        message = _("There is no item “%(key)s” under %(kind)s.") % {
                            "key": key,
                            "kind": target,
                        }
                        for place in references(each, self.raw[entry.ref].get(each.name), target, key):
                            self.report(f"{paths[entry.ref]}.{place}", message)

    def _check_together(self, document: Document, paths: dict[str, str]) -> None:
        """What an item cannot be among the others; only asked where the file is sound otherwise."""
        if self.problems:
            return
        for entry in document:
            for problem in entry.definition.refuses_in(entry, document) if entry.definition.refuses_in else ():
                place = in_file(entry.definition, self.raw[entry.ref], problem.path)
                self.report(f"{paths[entry.ref]}.{place}", problem.message)
