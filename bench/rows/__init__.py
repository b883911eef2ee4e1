"""The rows of the scoreboard by number. Each makes its lines, and first looks whether both sides answer the same."""

from collections.abc import Callable

from bench.board import Line
from bench.rows import comments, diffs, files, mails, memory, pages, posting, schedules
from bench.stage import Stage

ROWS: dict[int, Callable[[Stage], list[Line]]] = {
    1: pages.list_api,
    2: pages.whole_roadmap,
    3: comments.all_as_json,
    4: comments.first_screen,
    5: posting.post,
    6: diffs.compare,
    8: files.pdf,
    9: files.docx,
    10: mails.invitations,
    11: schedules.passes,
    12: memory.proportional,
}
