"""What became of what one wrote can be read."""

from datetime import datetime

from roadmap.emails.letter import Letter, render_letter


def write(*, language: str, until: datetime) -> Letter:
    return render_letter("answers", language=language, until=until)
