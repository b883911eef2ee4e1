"""Every text of the interface reaches the catalogues, or it would stay English for ever."""

from ops.messages import Message, from_python

SOURCE = """
from django.utils.translation import gettext_lazy as lazy, ngettext
from django.utils.translation import gettext as _, pgettext as inside
from elsewhere import gettext as other

WORDS = {"weak": lazy("Of low confidence.")}

def say(count, name):
    other("not ours")
    _(name)
    return _("Report"), inside("crossing", "Open"), ngettext("%d file", "%d files", count)
"""


def test_texts_are_found_by_whatever_name_gettext_was_imported() -> None:
    assert set(from_python(SOURCE)) == {
        Message(None, "Of low confidence."),
        Message(None, "Report"),
        Message("crossing", "Open"),
        Message(None, "%d file", "%d files"),
    }
