"""The timeline for paper: on one wide sheet, or on as few as can be read."""

from dataclasses import replace

from milestones.pictures.data import Options, Picture, TimelineData
from milestones.pictures.timeline import timeline_pages

#: Height of a sheet's picture to its width; the page of figures.css leaves 813 by 530 mm.
_SHAPE = 530 / 813
#: In pixels. Narrower, few rows would come out huge; taller, words would be smaller than 6 points (2.1 mm for 12.5 pixels).
_NARROWEST, _TALLEST = 1800, 3000
#: Wide enough for nearly all titles in one line.
_TITLES = 620


def timeline_sheets(data: TimelineData, language: str, options: Options) -> list[Picture]:
    """Pictures that fill a sheet each; zoom is left out, since the whole is to be seen. The language must be the active one."""
    plain = replace(options, width=_NARROWEST, titles=_TITLES, pixels_a_day=None, heading=False)
    return timeline_pages(data, language, plain, tallest=_TALLEST, name="timeline-sheet", shape=_SHAPE)
