"""Lists of rows in a form: where a refusal belongs, and what undoes rows that were added or taken away."""

import re
from collections.abc import Iterable, Iterator

from roadmap.domain.document.containers import GONE, NEW
from roadmap.web.desk.forms.building import NEW_ROWS, Block
from roadmap.web.desk.forms.inputs import WAS, digest

_STAYS = False
_PLACE = re.compile(r"(?P<list>[^\[]+)\[(?P<place>\d+)\](?P<rest>.*)")


def row_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """The lists of rows among blocks, however deep."""
    for block in blocks:
        if block.layout == "rows":
            yield block
        else:
            yield from row_lists(block.blocks)


def in_form(path: str, blocks: Iterable[Block]) -> str:
    """A refusal's path as the form names it: what the domain counts as the third row, or knows by its key, may be a new one."""
    blocks = list(blocks)
    found = _PLACE.fullmatch(path)
    if found is None:
        return _by_key(path, blocks)
    lists = next((each for each in row_lists(blocks) if found and each.path == found["list"]), None)
    if lists is None:
        return path
    rows = [row for row in sorted(lists.blocks, key=_place) if row.stays]
    at = int(found["place"])
    return f"{rows[at].path}{found['rest']}" if at < len(rows) else lists.path


def _by_key(path: str, blocks: list[Block]) -> str:
    """The path of the new row that a key names, which the form knows by its number."""
    for lists in row_lists(blocks):
        key, dot, rest = path.removeprefix(f"{lists.path}.").partition(".")
        if lists.by and path.startswith(f"{lists.path}."):
            row = next((each for each in lists.blocks if each.new and _key_of(each, lists.by) == key), None)
            return f"{row.path}{dot}{rest}" if row else path
    return path


def rows_back(lists: Block) -> Iterator[tuple[str, str]]:
    """What a form sends that takes away the rows that were added, and puts back those taken away.

    Nothing where more were taken away than a form can add.
    """
    gone = [row for row in lists.blocks if not row.new and not row.stays]
    if len(gone) > NEW_ROWS:
        return
    left = sum(row.stays for row in lists.blocks if not row.new)
    for place, row in enumerate(each for each in lists.blocks if each.new and each.stays):
        path = f"{lists.path}.{_key_of(row, lists.by) or left + place}.{GONE}"
        yield from ((f"{WAS}{path}", digest(_STAYS)), (path, "on"))
    for number, row in enumerate(gone, 1):
        path = f"{lists.path}.{NEW}{number}"
        if lists.by:
            yield from ((f"{WAS}{path}.{lists.by}", digest("")), (f"{path}.{lists.by}", row.name))
        for each in (one for block in row.blocks for one in block.all_inputs() if one.start not in ("", [], False)):
            own = f"{path}{each.path.removeprefix(row.path)}"
            yield (f"{WAS}{own}", digest(each.empty))
            yield from ((name.replace(each.path, own, 1), words) for name, words in each.pairs(each.start))


def _key_of(row: Block, by: str) -> str:
    """What names a new row; nothing where its place does."""
    return next((str(each.value) for each in row.all_inputs() if by and each.path == f"{row.path}.{by}"), "")


def _place(row: Block) -> tuple[bool, str]:
    """In the order of the draft: by what names the rows or by their places, then what is new."""
    return row.new, row.name.zfill(4) if row.name.isdecimal() else row.name
