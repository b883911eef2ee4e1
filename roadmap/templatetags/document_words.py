"""Words of the document in templates."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.enums import Language
from roadmap.domain.document.local import unbroken_shares
from roadmap.domain.document.presenting import Words
from roadmap.web.markdown import render_markdown

register = template.Library()
#: ``M-12``, ``M-12.G1``: as the office numbers items, within a sentence.
_CODE = re.compile(r"(?<![A-Za-z0-9-])[A-Z]-\d{2,4}(?:\.[A-Z]+\d+)?\b")


@register.filter
def markdown(words: Words | str) -> SafeString:
    """The office's Markdown as safe HTML."""
    return render_markdown(words.text if isinstance(words, Words) else words)


@register.filter
def codes(sentence: str) -> SafeString:
    """A sentence of the product with its codes set as codes: none breaks at its hyphen, and lists of them run with the page. No
    share is parted from its sign either."""
    escaped = unbroken_shares(conditional_escape(sentence))
    return mark_safe(_CODE.sub(r'<bdi class="code" dir="ltr">\g<0></bdi>', escaped))  # noqa: S308 escaped just above


@register.filter
def coded(label: str) -> SafeString:
    """``M-01.G1 · Title`` of a choice: the code from left to right, the title in its own direction; other labels as they are."""
    code, _dot, title = str(label).partition(" · ")
    if not title or not _CODE.fullmatch(code):
        return format_html("<bdi>{}</bdi>", label)
    return format_html('<bdi class="code" dir="ltr">{}</bdi> <bdi>{}</bdi>', code, title)


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return str(Language(code).label)
