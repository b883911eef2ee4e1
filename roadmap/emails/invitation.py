"""The first mail: a document is waiting."""

from datetime import datetime

from roadmap.emails.letter import Letter, render_letter


def write(*, language: str, until: datetime) -> Letter:
    return render_letter("invitation", language=language, until=until)
