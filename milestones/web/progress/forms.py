"""What is typed of evidence and crossings. Limits and meaning are the domain's; a form gathers and explains."""

import re
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.domain.errors import Problem, Refused
from accounts.enums import Language
from accounts.models.text import page_first
from accounts.web.forms.words import WordsField
from milestones.domain.deciding import today
from milestones.domain.evidence import lengths
from milestones.domain.evidence.units import agreed_unit, is_other_unit
from milestones.enums import Claim, Confidence, ReporterRole
from milestones.web.days import DayField
from milestones.web.progress.frame import language_now
from milestones.web.progress.lookups import FIELDS
from roadmap.domain.document import Document, Entry
from roadmap.domain.document.catalogue import LONGEST_NOTE
from roadmap.domain.document.local import local_number
from roadmap.domain.document.numbers import LARGEST, at_most, is_unclear, not_a_number, number_typed, too_far
from roadmap.web.review.forms import RefusedForm

#: Choices that stand for something else than themselves: a party that is named beside, and no claim at all.
_OTHER, _QUANTITY = "~other", "~quantity"
_FILE = re.compile(r"files\[(\d+)\]")


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files. Their content is looked at by the domain."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ARG002 the signature is Django's
        found = data if isinstance(data, list | tuple) else [data] if data else []
        return [each for each in found if each]


class QuantityField(forms.CharField):
    """A number in Western or Arabic digits, with or without signs between thousands, in the page's language."""

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        number = number_typed(written, language_now())
        if number is None and is_unclear(written):
            raise forms.ValidationError(not_a_number(written))
        if too_far(written, language_now()) > 0:
            raise forms.ValidationError(at_most(local_number(LARGEST, language_now())))
        if number is None or number < 0:
            raise forms.ValidationError(_("Write a number, such as 476 or 2,500."))
        return number


class PastDayField(DayField):
    """A day that has come. The domain asks for it too: here it is said together with what else is not right."""

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class OnceForm(RefusedForm):
    """A form that is carried out once, however often it arrives."""

    client_key = forms.UUIDField(widget=forms.HiddenInput)

    def sent_before(self) -> None:
        """Give the form another key, so that it can be sent once more."""
        data = QueryDict(mutable=True)
        data.update({name: value for name, value in self.data.items() if name != "client_key"})
        data["client_key"] = str(uuid.uuid4())
        self.data = data


class EvidenceForm(OnceForm):
    """One report on ``subject``. In one language, kept as it is written."""

    area = forms.ChoiceField(label=gettext_lazy("In which area?"))
    claim = forms.ChoiceField(
        label=gettext_lazy("What does it show?"),
        choices=[*Claim.choices, (_QUANTITY, gettext_lazy("Only a quantity"))],
        widget=forms.RadioSelect,
    )
    quantity = QuantityField(
        label=gettext_lazy("How many?"), required=False, widget=forms.TextInput(attrs={"inputmode": "decimal", "dir": "auto"})
    )
    unit = WordsField(
        label=gettext_lazy("Counted in something else?"),
        required=False,
        max_length=lengths.UNIT,
        help_text=gettext_lazy(
            "Only where you could not count in that unit. Your number is then shown, and compared with nothing."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    date = PastDayField(label=gettext_lazy("Of which day do you speak?"))
    beyond = forms.BooleanField(label=gettext_lazy("The number is right, although it is more than the whole"), required=False)
    statement = WordsField(
        label=gettext_lazy("What was seen or said?"),
        required=False,
        max_length=lengths.STATEMENT,
        strip=False,
        help_text=gettext_lazy("In your own words. It is kept as you write it. Name no person."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language do you write?"))
    place = WordsField(
        label=pgettext_lazy("of a report", "Where?"),
        required=False,
        max_length=lengths.PLACE,
        help_text=gettext_lazy("As exactly as is safe."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    reporter = WordsField(
        label=gettext_lazy("Which organisation reports?"),
        max_length=lengths.REPORTER,
        help_text=gettext_lazy("Never a person. Always write it the same way: reports of one organisation count as one source."),
        widget=forms.TextInput(attrs={"dir": "auto", "list": "reporters", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("In which capacity?"), choices=ReporterRole.choices, widget=forms.RadioSelect)
    on_behalf_of = forms.ChoiceField(label=gettext_lazy("On whose behalf?"), required=False)
    on_behalf_other = WordsField(
        label=gettext_lazy("Which other party?"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "Where an organisation goes by two names, give the same one here: its reports count as one source."
        ),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    independent = forms.BooleanField(
        label=gettext_lazy("The source is independent of the side that was to act"),
        required=False,
        help_text=gettext_lazy("What that side itself reports never counts as independent, whatever is ticked here."),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure is it?"), required=False, choices=[("", gettext_lazy("Not said")), *Confidence.choices]
    )
    uploads = FilesField(label=gettext_lazy("Photographs or documents"), required=False)

    def __init__(self, *args: Any, document: Document, subject: Entry, is_monitor: bool, **options: Any) -> None:
        given: dict[str, Any] = options.setdefault("initial", {})
        languages = [code for code in page_first() if code in document.languages]
        given.setdefault("client_key", uuid.uuid4())
        given.setdefault("language", languages[0])
        given.setdefault("role", ReporterRole.MONITOR if is_monitor else "")
        given.setdefault("independent", is_monitor)
        super().__init__(*args, **options)
        self.subject, self.is_beyond = subject, False
        self.again: list[str] = []
        areas = [(entry.key, f"{entry.code} · {entry.title()}") for entry in document.of("areas")]
        self._choose("area", [("", "–"), *areas])
        self._choose("on_behalf_of", [("", _("Nobody: for itself")), *areas, (_OTHER, _("Another party"))])
        self._choose("language", [(code, Language(code).label) for code in languages])
        if subject.kind != "criteria":
            del self.fields["area"]
        self.fields["date"].widget.attrs["max"] = today().isoformat()
        self.fields["uploads"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp,application/pdf"
        self.fields["uploads"].help_text = _(
            "At most %(count)d, each at most %(size)s: photographs (JPEG, PNG, WebP) or PDF. Names, places and camera data "
            "are taken out of them; what can be seen in a picture stays."
        ) % {"count": settings.EVIDENCE_FILES, "size": filesizeformat(settings.EVIDENCE_FILE_SIZE)}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("on_behalf_of") == _OTHER and not given.get("on_behalf_other"):
            self.add_error("on_behalf_other", _("Name the party."))
        if given.get("claim") == _QUANTITY and given.get("quantity") is None and "quantity" not in self.errors:
            self.add_error("quantity", _("Say what it shows, or give a quantity."))
        self._ask_beyond(given)
        return given

    def _ask_beyond(self, given: dict[str, Any]) -> None:
        """More than the whole is most often a slip of the finger, and nothing can be edited afterwards: ask once."""
        quantity, whole = given.get("quantity") or 0, (self.subject.data.get("target") or {}).get("denominator") or 0
        self.is_beyond = 0 < whole < quantity and not is_other_unit(self._unit(given), agreed_unit(self.subject))
        if self.is_beyond and not given.get("beyond"):
            message = _("The whole is %(whole)s. Look at the number again; if it is right, tick the box below it.")
            self.add_error("quantity", message % {"whole": local_number(whole, language_now())})

    def _unit(self, given: dict[str, Any]) -> dict[str, str]:
        return {given["language"]: given["unit"]} if given.get("unit") and given.get("language") else {}

    def data_for_domain(self) -> dict[str, Any]:
        """The fields of the kind ``evidence``; what is empty is absent."""
        given = self.cleaned_data
        language = given["language"]
        party = given["on_behalf_other"] if given["on_behalf_of"] == _OTHER else given["on_behalf_of"]
        found = {
            FIELDS[self.subject.kind]: self.subject.key,
            "area": given.get("area"),
            "claim": "" if given["claim"] == _QUANTITY else given["claim"],
            "quantity": given["quantity"],
            "unit": self._unit(given) or None,
            "date": given["date"].isoformat(),
            "statement": {language: given["statement"]} if given["statement"].strip() else None,
            "place": {language: given["place"]} if given["place"] else None,
            "reporter": given["reporter"],
            "role": given["role"],
            "on_behalf_of": party,
            "independent": given["independent"],
            "confidence": given["confidence"],
        }
        return {name: value for name, value in found.items() if value is not None and value is not False and value != ""}

    def take(self, refused: Refused) -> None:
        """Problems of files are told by the name that the person knows; those of a text's language beside the text.

        ``again``: the files with which nothing is wrong. No browser keeps them.
        """
        names = [str(each.name) for each in self.files.getlist("uploads")] if self.files else []
        bad = {problem.path for problem in refused.problems}
        self.again = [name for number, name in enumerate(names) if f"files[{number}]" not in bad]
        refused.problems = [self._renamed(problem, names) for problem in refused.problems]
        super().take(refused)

    @staticmethod
    def _renamed(problem: Problem, names: list[str]) -> Problem:
        found = _FILE.fullmatch(problem.path)
        if found and int(found[1]) < len(names):
            return Problem("uploads", f"{names[int(found[1])]}: {problem.message}")
        field = problem.path.partition(".")[0]
        return Problem("uploads" if field == "files" else field, problem.message)


class CrossingForm(OnceForm):
    """Whether a crossing can be passed on a day, and who says so."""

    state = forms.ChoiceField(
        label=gettext_lazy("How is the crossing?"),
        widget=forms.RadioSelect,
        choices=[
            ("open", pgettext_lazy("crossing", "Open")),
            ("limited", pgettext_lazy("crossing", "Limited")),
            ("closed", pgettext_lazy("crossing", "Closed")),
        ],
    )
    date = PastDayField(label=gettext_lazy("On which day?"))
    reporter = WordsField(
        label=gettext_lazy("Which organisation reports?"),
        max_length=lengths.REPORTER,
        help_text=gettext_lazy("Never a person. Groups that review a later version read what you write below, not who reported."),
        widget=forms.TextInput(attrs={"dir": "auto", "list": "reporters", "autocomplete": "off"}),
    )
    note = WordsField(
        label=gettext_lazy("What else is there to say?"),
        required=False,
        max_length=LONGEST_NOTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("In which language do you write?"))

    def __init__(self, *args: Any, languages: list[str], **options: Any) -> None:
        given: dict[str, Any] = options.setdefault("initial", {})
        known = [code for code in page_first() if code in languages]
        given.setdefault("client_key", uuid.uuid4())
        given.setdefault("date", today())
        given.setdefault("language", known[0])
        super().__init__(*args, **options)
        self.fields["language"].choices = [(code, Language(code).label) for code in known]  # type: ignore[attr-defined]
        self.fields["date"].widget.attrs["max"] = today().isoformat()

    def words(self) -> dict[str, Any]:
        """What was typed, for the domain."""
        given = self.cleaned_data
        note = {given["language"]: given["note"]} if given["note"].strip() else ""
        return {"state": given["state"], "date": given["date"], "reporter": given["reporter"], "note": note}
