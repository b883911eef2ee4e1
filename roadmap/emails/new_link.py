"""Another link, for those who asked for one."""

from datetime import datetime

from roadmap.emails.letter import Letter, render_letter


def write(*, language: str, until: datetime) -> Letter:
    return render_letter("new_link", language=language, until=until)
