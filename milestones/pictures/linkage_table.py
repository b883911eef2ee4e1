"""The linkage in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from milestones.pictures.data import LinkageData, Table
from milestones.pictures.scene import rows_of
from milestones.pictures.wording import passage_word, working_word
from roadmap.domain.document.local import local_list


def linkage_table(data: LinkageData, language: str) -> Table:  # noqa: ARG001 the shape of all twins
    """A line for each measure, then one for each crossing."""
    head = (_("Code"), _("Measure or crossing"), _("Sector"), _("Between"), _("State"))
    return rows_of(head, _rows(data), data.title)


def _rows(data: LinkageData) -> Iterator[tuple[str, ...]]:
    areas = {area.key: area.name for area in data.areas}
    sectors = {sector.key: sector.name for sector in data.sectors}
    for each in data.measures:
        among = local_list(areas[key] for key in each.areas if key in areas)
        yield each.code, each.title, sectors.get(each.sector, "–"), among or "–", working_word(each.state)
    for crossing in data.crossings:
        between = local_list(areas[key] for key in crossing.between if key in areas)
        yield crossing.code, crossing.name, "–", between or "–", passage_word(crossing.passage)
