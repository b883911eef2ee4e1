"""The timeline in words."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from milestones.pictures.data import Table, TimelineData, TimelineRow
from milestones.pictures.scene import rows_of
from milestones.pictures.wording import day_word, state_word, suspension_words, unknown_word, yes_no
from roadmap.domain.document.local import local_list, local_number


def _state(row: TimelineRow, language: str) -> Iterator[str]:
    """The state, since when it was ended, that it is impossible or why it has no days, and each time that it was suspended."""
    yield state_word(row.state)
    if row.ended:
        yield _("from %(day)s") % {"day": day_word(row.ended, language)}
    if row.impossible:
        yield _("impossible as written")
    if row.unknown:
        yield unknown_word(row.unknown)
    yield from (suspension_words(each, language) for each in row.suspensions)


def timeline_table(data: TimelineData, language: str) -> Table:
    """A line for each milestone, in the order of groups and then of input. Who shares a day shares it with all who do."""
    groups = {group.key: group.label for group in data.groups}
    places = {key: place for place, key in enumerate(groups)}
    codes = {row.key: row.code for row in data.rows}
    waits: dict[str, list[str]] = defaultdict(list)
    together: dict[str, set[str]] = {}
    for link in data.links:
        if link.source in codes and link.target in codes:
            if link.kind == "together":
                shared = together.get(link.source, {link.source}) | together.get(link.target, {link.target})
                together |= dict.fromkeys(shared, shared)
            else:
                waits[link.target].append(codes[link.source])
    head = (
        *(_("Code"), _("Milestone"), _("Group"), _("Earliest"), _("Latest"), _("Verified on")),
        *(_("Slack in days"), _("Critical path"), _("State"), _("Waits for"), _("On the same day")),
    )
    rows = (
        (
            row.code,
            row.title,
            groups.get(row.group, "–"),
            day_word(row.earliest, language),
            day_word(row.latest, language),
            day_word(row.actual, language),
            "–" if row.slack is None else local_number(row.slack, language).replace("-", "−"),
            yes_no(yes=row.critical),
            "; ".join(_state(row, language)),
            local_list(waits[row.key]) or "–",
            local_list(sorted(codes[key] for key in together.get(row.key, ()) if key != row.key)) or "–",
        )
        for row in sorted(data.rows, key=lambda row: places.get(row.group, len(places)))
    )
    return rows_of(head, rows, data.title)
