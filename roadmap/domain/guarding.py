"""What is decided elsewhere is not done by the way: an edit or a file that would is refused, and told where it is decided."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.domain.errors import Conflict, Problem
from roadmap.domain.document import Document
from roadmap.domain.document.registry import Guard, guards


class Undecided(Conflict):
    """Something lacks a decision. Nothing was saved; ``page`` is the route where one decides, of the item with ``key``, "" where
    there is none. ``problems`` name the field, or in a file ``<kind>/<key>#<field>``.
    """

    code = "decide-first"

    def __init__(self, problems: list[Problem], page: str = "", key: str = "") -> None:
        super().__init__(_("This is not done by the way: it needs decisions first."), problems)
        self.page, self.key = page, key


def guards_of(kind: str, paths: Iterable[str]) -> list[Guard]:
    """The guards that an edit of these paths has to pass."""
    names = {path.partition(".")[0] for path in paths}
    return [guard for guard in guards() if guard.kind == kind and guard.fields & names]


def require_decided(asked: Iterable[Guard], before: Document, after: Document) -> None:
    """Raise Undecided for an edit of one item that a guard refuses."""
    for guard in asked:
        if found := list(guard.check(before, after)):
            key = found[0].ref.rpartition("/")[2]
            raise Undecided([Problem(gap.path, gap.message) for gap in found], guard.page, key)


def require_decided_file(before: Document, after: Document) -> None:
    """Raise Undecided for a file that takes the place of a draft, naming all that any guard refuses."""
    checks = dict.fromkeys(guard.check for guard in guards())
    found = [gap for check in checks for gap in check(before, after)]
    if found:
        raise Undecided([Problem(f"{gap.ref}#{gap.path}", gap.message) for gap in found])
