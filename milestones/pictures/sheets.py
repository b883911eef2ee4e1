"""What is too much for a page of the common size: the timeline on one wide sheet, or on as few as can be read; other pictures
when they have grown tall."""

from dataclasses import replace

from milestones.pictures.data import Options, Picture, TimelineData
from milestones.pictures.timeline import timeline_pages

#: Height of a sheet's picture to its width; the page of figures.css leaves 813 by 530 mm.
_SHAPE = 530 / 813
#: A picture that is taller than this for its width would come out too small on a page of the common size.
_TALL = 0.85
#: In pixels. Narrower, few rows would come out huge; taller, words would be smaller than 6 points (2.1 mm for 12.5 pixels).
_NARROWEST, _TALLEST = 1800, 3000
#: Wide enough for nearly all titles in one line.
_TITLES = 620


def wants_sheet(picture: Picture) -> bool:
    """Whether a picture is printed on a large sheet as well."""
    return picture.height > _TALL * picture.width


def timeline_sheets(data: TimelineData, language: str, options: Options) -> list[Picture]:
    """Pictures that fill a sheet each; zoom is left out, since the whole is to be seen. The language must be the active one."""
    plain = replace(options, width=_NARROWEST, titles=_TITLES, pixels_a_day=None, heading=False)
    return timeline_pages(data, language, plain, tallest=_TALLEST, name="timeline-sheet", shape=_SHAPE)
