"""What people write in a form."""

from typing import Any

from django import forms


class WordsField(forms.CharField):
    """Words of people. The browser takes them whole, where ``maxlength`` would cut a pasted text without a word: it is the server
    that says how much is too long, with all of it still in the form. The end of a line counts as one character."""

    def to_python(self, value: Any) -> Any:
        words = super().to_python(value)
        return words.replace("\r\n", "\n") if isinstance(words, str) else words

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
