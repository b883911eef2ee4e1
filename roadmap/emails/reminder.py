"""The one reminder, to those who have not finished."""

from datetime import datetime

from roadmap.emails.letter import Letter, render_letter


def write(*, language: str, until: datetime) -> Letter:
    return render_letter("reminder", language=language, until=until)
