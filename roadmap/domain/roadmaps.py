"""A new roadmap."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from accounts.domain.acting import verb
from accounts.domain.errors import Invalid, Problem
from accounts.models import User
from roadmap.domain.document import FORMAT
from roadmap.domain.document.standing import add_standing
from roadmap.domain.files.importing import import_document
from roadmap.domain.files.reading import BadFile, document_from
from roadmap.models import Roadmap


@verb
def create_roadmap(*, key: str, title: Mapping[str, str], t0: dt.date | str | None, source_language: str, actor: User) -> Roadmap:
    """A roadmap with nothing but what every one begins with, led by the facilitator who makes it.

    Raises Invalid naming ``key``, ``title``, ``t0``.
    """
    if Roadmap.objects.filter(key=key).exists():
        # Also where it is one that the person may not see: a key names one roadmap of the whole office.
        raise Invalid(_("Some fields need your attention."), [Problem("key", _("Choose another key."))])
    raw = {"key": key, "title": dict(title), "t0": t0, "source_language": source_language}
    try:
        document = document_from({"format": FORMAT, "roadmap": raw})
    except BadFile as error:
        problems = [Problem(each.path.removeprefix("roadmap."), each.message) for each in error.problems]
        raise Invalid(_("Some fields need your attention."), problems) from error
    if not document.roadmap.get("title"):
        raise Invalid(_("Some fields need your attention."), [Problem("title", _("Give it a title."))])
    add_standing(document)
    roadmap, _changes = import_document(document=document, actor=actor)
    return roadmap
