"""What is too much for a page of the common size: the timeline, and other pictures when they have grown tall.

Each is printed on one sheet, as large as it must be for its words to be read.
"""

import math
from dataclasses import dataclass, replace

from milestones.pictures.data import Options, Picture, TimelineData
from milestones.pictures.timeline import timeline_pages

#: Sheets by their names in figures.css, in millimetres: A1 across, and each of the following twice as large as the one before.
SIZES: dict[str, tuple[int, int]] = {
    "a1": (841, 594),
    "a0": (1189, 841),
    "2a0": (1682, 1189),
    "4a0": (2378, 1682),
    "8a0": (3364, 2378),
    "16a0": (4756, 3364),
}
#: What margins take of both, and the lines above the picture of the height, in millimetres.
_MARGINS, _ABOVE = 28, 36
#: Words of 12.5 pixels come out at 6 points.
_LEAST = 25.4 / 72 * 6 / 12.5
#: Height of a sheet's picture to its width; all sheets have nearly the same.
_SHAPE = 530 / 813
#: A picture that is taller than this for its width would come out too small on a page of the common size.
_TALL = 0.85
#: In pixels: narrower, few rows would come out huge. Wide enough for nearly all titles in one line.
_NARROWEST, _TITLES = 1800, 620


@dataclass(frozen=True)
class Sheet:
    """A picture on paper; ``size`` is a name of SIZES."""

    picture: Picture
    size: str


def on_sheet(picture: Picture) -> Sheet:
    """The smallest sheet on which words can be read; the largest for what is larger than all."""
    fitting = (size for size in SIZES if scale_on(picture, size) >= _LEAST)
    return Sheet(picture, next(fitting, list(SIZES)[-1]))


def scale_on(picture: Picture, size: str) -> float:
    """Millimetres that a pixel of the picture takes where it fills the sheet."""
    width, height = SIZES[size]
    return min((width - _MARGINS) / picture.width, (height - _MARGINS - _ABOVE) / picture.height)


def wants_sheet(picture: Picture) -> bool:
    """Whether a picture is printed on a large sheet as well."""
    return picture.height > _TALL * picture.width


def timeline_sheet(data: TimelineData, language: str, options: Options, *, headed: bool = False) -> Sheet:
    """All rows on one sheet that they fill, ``headed`` with the title inside; zoom is left out, since the whole is to be seen.

    The language must be the active one.
    """
    plain = replace(options, width=_NARROWEST, titles=_TITLES, pixels_a_day=None, heading=headed)
    (picture,) = timeline_pages(data, language, plain, tallest=math.inf, name="timeline-sheet", shape=_SHAPE)
    return on_sheet(picture)
