"""What one fills in about a round."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timezone import is_naive
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.days import DAMASCUS, day_of, local_day
from accounts.domain.errors import Refused
from accounts.enums import Language
from accounts.models import Group
from accounts.models.text import LANGUAGES, page_first
from accounts.web.forms.words import WordsField
from roadmap.domain.document.local import direction
from roadmap.enums import Visibility
from roadmap.models import Roadmap, Round, Version

ZONES = [
    ("Asia/Damascus", _("Damascus")),
    ("UTC", _("UTC")),
    ("Europe/Istanbul", _("Istanbul")),
    ("Europe/Zurich", _("Geneva")),
    ("America/New_York", _("New York")),
]
_MOMENT = "%Y-%m-%dT%H:%M"


def group_label(group: Any) -> str:
    """The name with the number of members, which does not break, and whether mail reaches them."""
    members = ngettext("%(count)d member", "%(count)d members", group.member_count) % {"count": group.member_count}
    parts = [members.replace(" ", "\N{NO-BREAK SPACE}"), *([str(_("no mail"))] if group.mail_opt_out else [])]
    return " ·\N{NO-BREAK SPACE}".join([str(group), *parts])


def _version_label(version: Version) -> str:
    day = local_day(day_of(version.created_at), (get_language() or "en")[:2])
    words = _("Version %(number)d of %(day)s") % {"number": version.number, "day": day}
    return f"{words} – {version.note}" if version.note else words


def _example() -> str:
    """How a time is written, in Damascus as on every page, and what that is in UTC."""
    there = (timezone.now() + timedelta(days=14)).astimezone(DAMASCUS).replace(hour=18, minute=0)
    example = {
        "moment": format_html('<bdi dir="ltr">{}</bdi>', f"{there:%Y-%m-%d %H:%M}"),
        "utc": format_html('<bdi dir="ltr">{}</bdi>', f"{there.astimezone(UTC):%H:%M}"),
    }
    return format_html(gettext("For example {moment} in Damascus, which is {utc} in UTC."), **example)


class _Versions(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Version) -> str:
        return _version_label(obj)


class _Group(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Group) -> str:
        return group_label(obj)


class _Groups(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Group) -> str:
        return group_label(obj)


class MomentField(forms.DateTimeField):
    """A day and a time as the browser's own control writes them; which zone they are in says another field."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=[_MOMENT, f"{_MOMENT}:%S", "%Y-%m-%d %H:%M"], **options)

    def to_python(self, value: Any) -> datetime | None:
        moment: datetime | None = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


class ZonedForm(forms.Form):
    """A form whose times stand in the zone that is chosen beside them."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=ZONES)

    def in_zone(self, moment: datetime | None) -> datetime | None:
        """A time of the form as a moment."""
        return moment.replace(tzinfo=ZoneInfo(self.cleaned_data["zone"])) if moment and is_naive(moment) else moment

    def refuse(self, error: Refused) -> None:
        """Show what the domain said beside the fields that it is about."""
        placed = False
        for problem in error.problems:
            if problem.path.partition(".")[0] in self.fields:
                self.add_error(problem.path.partition(".")[0], str(problem.message))
                placed = True
        if not placed:
            self.add_error(None, str(error.message))


class RoundForm(ZonedForm):
    """A round in preparation; what is withheld from whom is said on pages of its own."""

    version = _Versions(label=_("Version"), queryset=Version.objects.none(), empty_label=None)
    groups = _Groups(label=_("Groups"), queryset=Group.objects.none(), widget=forms.CheckboxSelectMultiple)
    closes_at = MomentField(label=_("Closes at"))
    remind_at = MomentField(label=_("Reminder at"), required=False)
    widest_visibility = forms.ChoiceField(
        label=_("What reviewers see of one another"),
        choices=Visibility.choices,
        widget=forms.RadioSelect,
        initial=Visibility.GROUP,
        help_text=_("The widest audience that a reviewer may choose for a comment."),
    )
    show_group_names = forms.BooleanField(
        label=_("Show group names"),
        required=False,
        help_text=_("Otherwise another group's comment says only “a participant”."),
    )

    def __init__(self, roadmap: Roadmap, *args: Any, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        version, chosen = self.fields["version"], self.fields["groups"]
        assert isinstance(version, _Versions)  # noqa: S101 says to the type checker what is declared above
        assert isinstance(chosen, _Groups)  # noqa: S101
        self.fields["closes_at"].help_text = _example()
        version.queryset = roadmap.versions.order_by("-number").only("number", "note", "created_at", "roadmap_id")
        chosen.queryset = groups
        for code in LANGUAGES:
            widget = forms.Textarea(attrs={"rows": 4, "lang": code, "dir": direction(code)})
            self.fields[f"questions_{code}"] = WordsField(
                label=Language(code).label, required=False, max_length=5000, widget=widget
            )

    def questions(self) -> list[dict[str, Any]]:
        """For the component that shows a text in several languages."""
        fields = {code: self[f"questions_{code}"] for code in page_first()}
        return [
            {"code": code, "label": Language(code).label, "dir": direction(code), "field": field, "state": ""}
            for code, field in fields.items()
        ]

    def terms(self) -> dict[str, Any]:
        """As ``prepare_round`` takes them."""
        given: Mapping[str, Any] = self.cleaned_data
        return {
            "version": given["version"],
            "groups": list(given["groups"]),
            "closes_at": self.in_zone(given["closes_at"]),
            "remind_at": self.in_zone(given["remind_at"]),
            "questions": {code: given[f"questions_{code}"] for code in LANGUAGES},
            "widest_visibility": given["widest_visibility"],
            "show_group_names": given["show_group_names"],
        }

    @staticmethod
    def initial_of(round_: Round) -> dict[str, Any]:
        """What is there, for changing it; times in Damascus."""
        return {
            "version": round_.version_id,
            "groups": list(round_.groups.values_list("pk", flat=True)),
            "closes_at": round_.closes_at.astimezone(DAMASCUS).replace(tzinfo=None),
            "remind_at": round_.remind_at.astimezone(DAMASCUS).replace(tzinfo=None) if round_.remind_at else None,
            "widest_visibility": round_.widest_visibility,
            "show_group_names": round_.show_group_names,
            "zone": DAMASCUS.key,
            **{f"questions_{code}": text for code, text in round_.questions.items()},
        }


class ExtendForm(ZonedForm):
    closes_at = MomentField(label=_("New closing time"))

    @staticmethod
    def initial_of(round_: Round) -> dict[str, Any]:
        """The closing time as it is, in Damascus."""
        return {"closes_at": round_.closes_at.astimezone(DAMASCUS).replace(tzinfo=None), "zone": DAMASCUS.key}


class InviteForm(forms.Form):
    """A group that comes to an open round later."""

    group = _Group(label=_("Group"), queryset=Group.objects.none(), empty_label=_("Choose a group"))

    def __init__(self, *args: Any, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["group"]
        assert isinstance(chosen, _Group)  # noqa: S101 says to the type checker what is declared above
        chosen.queryset = groups
