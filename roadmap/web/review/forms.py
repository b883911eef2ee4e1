"""What members type. Limits and meaning are the domain's; a form only gathers and explains."""

import uuid
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.domain.errors import Refused
from accounts.models.text import in_language
from roadmap.domain.comments import Words, allowed_visibilities
from roadmap.enums import CommentKind, Stand, Visibility
from roadmap.models import Comment, Position, Round, Theme


def audience(visibility: str, round_: Round) -> str | Promise:
    """Who reads a comment, in plain words."""
    if visibility == Visibility.OFFICE:
        return _("Only the office. No other group, and nobody in my own, sees it.")
    if visibility == Visibility.GROUP:
        return _("The office and the members of my group. They see the words, not my name.")
    if round_.show_group_names:
        return _("Everyone in this review. They see the words and my group, not my name.")
    return _("Everyone in this review. They see the words, not my name and not my group.")


class RefusedForm(forms.Form):
    """A form that can carry what the domain said against it."""

    def take(self, refused: Refused) -> None:
        """Put each problem beside its field; what belongs to none stays in ``refused.problems``."""
        for problem in refused.problems:
            if problem.path in self.fields:
                self.add_error(problem.path, str(problem.message))
        refused.problems = [problem for problem in refused.problems if problem.path not in self.fields]


class CommentForm(RefusedForm):
    kind = forms.ChoiceField(label=_("What kind of comment is it?"), choices=CommentKind.choices)
    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "autocomplete": "off"}),
    )
    quote = forms.CharField(
        label=_("Which words?"),
        required=False,
        strip=False,
        help_text=_("The words of the roadmap that you mean. They stand above your comment."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    proposed = forms.CharField(
        label=_("How should it be worded instead?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(label=pgettext_lazy("comment", "Theme"), required=False)
    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        widget=forms.RadioSelect,
        initial=Visibility.OFFICE,
        help_text=_("If in doubt, leave it with the office. You can change this until the review closes."),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, round_: Round, parent: Comment | None = None, **options: Any) -> None:
        given: dict[str, Any] = options.setdefault("initial", {})
        given.setdefault("client_key", uuid.uuid4())
        super().__init__(*args, **options)
        allowed = allowed_visibilities(round_.widest_visibility, parent)
        self.fields["visibility"].choices = [(each, audience(each, round_)) for each in allowed]  # type: ignore[attr-defined]
        self.themes: dict[str, Theme] = {}
        if parent is not None:
            del self.fields["theme"]
        else:
            self.themes = {theme.slug: theme for theme in Theme.objects.all()}
            names = [(slug, in_language(theme.name)) for slug, theme in self.themes.items()]
            self.fields["theme"].choices = [("", _("None of these")), *names]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, comment: Comment, *, round_: Round) -> "CommentForm":
        """The form that changes a comment or a draft."""
        initial = {
            "kind": comment.kind,
            "text": comment.text,
            "proposed": comment.proposed,
            "theme": comment.theme.slug if comment.theme else None,
            "visibility": comment.visibility,
            "quote": comment.quote,
            "client_key": comment.client_key,
            "base_revision": comment.revision,
        }
        return cls(round_=round_, parent=comment.parent, initial=initial)

    def words(self) -> Words:
        """What was typed, for the domain."""
        given = self.cleaned_data
        return Words(
            kind=given["kind"],
            visibility=given["visibility"],
            text=given["text"],
            proposed=given["proposed"],
            quote=given["quote"],
            theme=self.themes.get(given.get("theme", "")),
        )


class PositionForm(RefusedForm):
    stand = forms.ChoiceField(label=_("Where do you stand on this?"), choices=Stand.choices, widget=forms.RadioSelect)
    conditions = forms.CharField(
        label=_("Under which conditions?"),
        required=False,
        strip=False,
        help_text=_("Needed only if you accept with conditions."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "autocomplete": "off"}),
    )
    for_group = forms.BooleanField(widget=forms.HiddenInput, required=False)
    base_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, position: Position | None, *, for_group: bool = False) -> "PositionForm":
        """The form that takes or changes a position."""
        initial: dict[str, Any] = {"for_group": for_group, "base_revision": position.revision if position else 0}
        if position is not None:
            initial |= {"stand": position.stand, "conditions": position.conditions}
        form = cls(initial=initial, prefix="group" if for_group else None)
        if for_group:
            form.fields["stand"].label = _("Where does your group stand on this?")
        return form


class CodeForm(RefusedForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("The letters and digits that were handed to you. Capital or small, with or without dashes."),
        widget=forms.TextInput(
            attrs={
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "input-code",
            }
        ),
    )


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}))
