"""The pictures in the files of a version: as of the day on which it was frozen, so that they never change."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from milestones.domain.plan import Plan
from milestones.pictures.convergence import convergence
from milestones.pictures.data import Options, Picture
from milestones.pictures.data import Table as Twin
from milestones.pictures.files import png_of, resolved
from milestones.pictures.from_ledger import ledger_data
from milestones.pictures.from_plan import linkage_data, progress_data, timeline_data
from milestones.pictures.from_signed import signed_data, signed_note, signed_table
from milestones.pictures.ledger import ledger
from milestones.pictures.linkage import linkage
from milestones.pictures.progress import progress
from milestones.pictures.timeline import timeline_pages
from roadmap.domain.document.local import local_day
from roadmap.domain.document.presenting import Cell, Words
from roadmap.domain.queries.signed_positions import SignedPositions
from roadmap.exports.base import Source
from roadmap.exports.figures import Drawing, Figure, Table
from roadmap.exports.lists import in_order

#: Width of the text on A4 in pixels of a picture: words come out at about 8 points. Height that leaves room for the rest.
_WIDTH, _TALLEST = 720, 830
_OPTIONS = Options(width=_WIDTH)


def figures(source: Source) -> Iterator[Figure]:
    """Timeline, linkage, ledger and progress of a version, where it has what they show; convergence where it was asked for."""
    plan = Plan(source.document, source.day)
    language, day = source.language, local_day(source.day, source.language)
    document = plan.document
    if document.of("milestones"):
        yield _timeline(plan, language, day)
    if document.of("measures") and len(document.of("areas")) > 1:
        picture = linkage(linkage_data(plan, language), language, _OPTIONS)
        table = _table(picture.table, language, (1, 2, 3, 4), (5, 2, 4, 2), codes=0)
        yield Figure(picture.title, (_drawing(picture),), note=_("As of %(day)s.") % {"day": day}, tables=(table,))
    if document.of("exchanges"):
        picture = ledger(ledger_data(plan, language, today_label=day), language, _OPTIONS)
        table = _table(picture.table, language, (1, 2, 3, 4, 5), (5, 1, 1, 2, 5))
        yield Figure(picture.title, (_drawing(picture),), note=_("In points, as rated in the exchanges."), tables=(table,))
    if document.of("evidence") and document.of("milestones"):
        picture = progress(progress_data(plan, language, today_label=day), language, _OPTIONS)
        count = len(picture.table.head)
        yield Figure(picture.title, (_drawing(picture),), tables=(_table(picture.table, language, range(count), (2,) * count),))
    if source.positions:
        yield _convergence(source.positions, language)


def _convergence(signed: SignedPositions, language: str) -> Figure:
    picture = convergence(signed_data(signed), language, _OPTIONS)
    table = _table(signed_table(signed, language), language, (1, 2, 3, 4, 5), (4, 2, 2, 2, 2), codes=0)
    return Figure(_("Convergence"), (_drawing(picture),), note=signed_note(signed, language), tables=(table,))


def _timeline(plan: Plan, language: str, day: str) -> Figure:
    data = timeline_data(plan, language, today_label=day)
    pages = timeline_pages(data, language, _OPTIONS, tallest=_TALLEST)
    twin = timeline_pages(data, language, _OPTIONS, tallest=1e9)[0].table
    table = _table(twin, language, (1, 3, 4, 6, 8, 9), (5, 2, 2, 1, 3, 3), codes=0)
    note = _("Days are computed from the windows, conditions and exchanges of this version.")
    return Figure(_("Timeline"), tuple(_drawing(page) for page in pages), note=note, tables=(table,))


def _drawing(picture: Picture) -> Drawing:
    svg = resolved(picture)
    return Drawing(
        svg,
        picture.width,
        picture.height,
        f"{picture.title}. {picture.description}",
        lambda: png_of(svg, picture.width, picture.height, picture.title),
    )


def _table(
    twin: Twin, language: str, columns: "range | tuple[int, ...]", weights: tuple[int, ...], codes: int | None = None
) -> Table:
    """Chosen columns of a twin; ``codes``: the column whose words stand before those of the first."""

    def cell(row: tuple[str, ...], place: int, *, first: bool) -> Cell:
        if first:
            return Cell((Words(row[place], language),), "" if codes is None else row[codes])
        # A sign stands before its number in text from right to left too.
        words = f"\u200e{row[place]}" if row[place][:1] in {"+", "−"} else in_order(row[place], language)
        return Cell((Words(words, language),))

    return Table(
        caption="",
        columns=tuple(twin.head[place] for place in columns),
        weights=weights,
        lines=tuple(tuple(cell(row, place, first=number == 0) for number, place in enumerate(columns)) for row in twin.rows),
    )
