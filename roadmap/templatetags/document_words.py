"""Words of the document in templates."""

from django import template
from django.utils.safestring import SafeString

from accounts.enums import Language
from roadmap.domain.document.presenting import Words
from roadmap.web.markdown import render_markdown

register = template.Library()


@register.filter
def markdown(words: Words | str) -> SafeString:
    """The office's Markdown as safe HTML."""
    return render_markdown(words.text if isinstance(words, Words) else words)


@register.filter
def language_name(code: str) -> str:
    """The name of a language in the language of the page."""
    return str(Language(code).label)
