"""A picture as a file, for the pages and for the API."""

from milestones.pictures.data import Options
from milestones.pictures.files import pdf_file, png_file, svg_file
from milestones.pictures.sheets import timeline_sheet
from milestones.web.pictures.drawing import KINDS, Desk

#: What a picture is saved as: the ending of the file's name, and the type that is sent.
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


def file_of_picture(desk: Desk, name: str, file_format: str, width: int) -> bytes:
    """The picture ``name`` with its title drawn in. A PDF is one page, of a timeline all rows, however far one zoomed in."""
    is_timeline = name == "timeline"
    if is_timeline and file_format == "pdf":
        return pdf_file(timeline_sheet(desk.timeline, desk.language, desk.form.options(0), headed=True).picture)
    options = desk.form.options(width, heading=True) if is_timeline else Options(width=width, heading=True)
    drawn = KINDS[name].draw(desk, options, name)
    if file_format == "pdf":
        return pdf_file(drawn)
    return png_file(drawn) if file_format == "png" else svg_file(drawn).encode()
