"""A chip in plain words."""

from roadmap.domain.document.local import local_list
from roadmap.domain.document.presenting import Chip


def chip_words(chip: Chip) -> str:
    """``Both ways``, or ``Areas: G Government-held areas, N North and East Syria``."""
    if chip.links:
        return f"{chip.label}: " + local_list(f"{link.code} {link.title.text}" for link in chip.links)
    return chip.words
