from typing import Any

from django import forms

from accounts.domain.editing import fingerprint


class SeenForm(forms.Form):
    """A form that says what it started from, so that a change in between is noticed."""

    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    def show_again(self, now: Any) -> None:
        """After a clash: what was typed stays, and sending it once more is meant."""
        typed: Any = self.data
        again = typed.copy()
        again["seen"] = fingerprint(now)
        self.data = again
