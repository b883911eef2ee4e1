"""What changed between two texts, word by word."""

import re
from collections.abc import Hashable, Iterator, Sequence
from typing import Literal

from rapidfuzz.distance import Indel

Op = Literal["equal", "insert", "delete"]
Parts = tuple[tuple[Op, str], ...]

# A word takes its vowel signs and other combining marks along (Python does not count them as parts of words), and what joins two
# parts of one word or number: 132,000 · cross-line · 2254's.
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u200c\u200d"
_WORD = rf"[\w{_MARKS}]+(?:[.,'’\-/][\w{_MARKS}]+)*"
_TOKEN = re.compile(rf"({_WORD}|[^\s])(\s*)")
#: Below this share of common words two texts are shown one after the other.
_ALIKE = 0.25


def compare_texts(old: str, new: str) -> Parts:
    """The parts of both texts in reading order; white space alone is no change. Equal parts are as in ``new``."""
    if old == new:
        return (("equal", new),) if new else ()
    if not old or not new:
        return (("insert", new),) if new else (("delete", old),)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    edits = _edits([word for word, _space in before], [word for word, _space in after])
    runs = _joined(edits)
    shared = sum(i2 - i1 for op, i1, i2, _j1, _j2 in runs if op == "equal")
    if shared < _ALIKE * min(len(before), len(after)) and max(len(before), len(after)) > 3:
        return (("delete", old), ("insert", new))
    return tuple(_parts(runs, before, after))


def compare_lists(old: Sequence[str], new: Sequence[str]) -> Parts:
    """Whole entries that were taken out and put in, each a part of its own."""
    taken: list[tuple[Op, str]] = []
    put: list[tuple[Op, str]] = []
    parts: list[tuple[Op, str]] = []
    for op, i1, i2, j1, j2 in _edits(old, new):
        if op == "delete":
            taken += [(op, text) for text in old[i1:i2]]
        elif op == "insert":
            put += [(op, text) for text in new[j1:j2]]
        else:
            parts += [*taken, *put, *((op, text) for text in new[j1:j2])]
            taken, put = [], []
    return (*parts, *taken, *put)


_Run = tuple[Op, int, int, int, int]


def _edits(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[_Run]:
    """The shortest way from ``old`` to ``new`` by taking out and putting in."""
    return [(_op(code.tag), code.src_start, code.src_end, code.dest_start, code.dest_end) for code in Indel.opcodes(old, new)]


def _op(tag: str) -> Op:
    return "insert" if tag == "insert" else ("delete" if tag == "delete" else "equal")


def _joined(edits: list[_Run]) -> list[_Run]:
    """Changes that only a single common word parts are read as one: else a rewritten sentence falls to crumbs."""
    runs: list[_Run] = []
    for place, run in enumerate(edits):
        op, i1, i2, j1, j2 = run
        crumb = op == "equal" and i2 - i1 == 1 and 0 < place < len(edits) - 1
        if crumb and _size(edits[place - 1]) > 1 and _size(edits[place + 1]) > 1:
            runs += [("delete", i1, i2, j1, j1), ("insert", i2, i2, j1, j2)]
        else:
            runs.append(run)
    return runs


def _size(run: _Run) -> int:
    return max(run[2] - run[1], run[4] - run[3])


def _parts(runs: list[_Run], before: list[tuple[str, str]], after: list[tuple[str, str]]) -> Iterator[tuple[Op, str]]:
    """Taken out before put in, between two equal parts."""
    taken, put = "", ""
    for op, i1, i2, j1, j2 in runs:
        if op == "delete":
            taken += _text(before[i1:i2])
        elif op == "insert":
            put += _text(after[j1:j2])
        else:
            yield from _changed(taken, put)
            taken, put = "", ""
            yield "equal", _text(after[j1:j2])
    yield from _changed(taken, put)


def _changed(taken: str, put: str) -> Iterator[tuple[Op, str]]:
    if taken:
        yield "delete", taken
    if put:
        yield "insert", put


def _text(tokens: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in tokens)
