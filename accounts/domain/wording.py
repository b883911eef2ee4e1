"""Names and notes that people type: kept as written, without what could disguise them."""

import re

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import Invalid, Problem

#: Characters that turn the reading direction of what follows, or end such a turn.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def as_typed(words: str, field: str) -> str:
    """The words without space around them. Raises Invalid for controls and bidirectional overrides (design: Text and files)."""
    if _OVERRIDES.search(words):
        message = _("The text holds invisible characters that change the direction of writing. Remove them and try again.")
        raise Invalid(message, [Problem(field, message)])
    if _CONTROLS.search(words):
        message = _("The text holds control characters. Remove them and try again.")
        raise Invalid(message, [Problem(field, message)])
    return words.strip()


def too_long(words: str, most: int) -> str:
    """What to say of words that are longer than they may be."""
    return _("At most %(count)d characters; there are %(length)d.") % {"count": most, "length": len(words)}
