"""The Markdown of the office's free texts as safe HTML (design: Text and files)."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from roadmap.domain.document.markup import parser

_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "h4", "h5", "h6", "hr", "code"}
_BLOCKS = {"paragraph_open", "heading_open", "list_item_open", "blockquote_open", "bullet_list_open", "ordered_list_open"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start", "dir"},
    **{tag: {"dir"} for tag in _TAGS - {"a", "ol", "br", "hr", "strong", "em"}},
}


_PARSER = parser()


def render_markdown(text: str) -> SafeString:
    """Paragraphs, lists, quotes, emphasis, small headings and links; everything else is shown as it was written.

    Each block takes the direction of its own words.
    """
    tokens = _PARSER.parse(text)
    for token in tokens:
        _fit(token)
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    clean = nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, link_rel="nofollow noreferrer noopener"
    )
    return mark_safe(clean)  # noqa: S308 the allow-list above made it safe


def _fit(token: Token) -> None:
    """A heading of a text stands below those of the page."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1]) + 3, 6)}"
    if token.type in _BLOCKS:
        token.attrSet("dir", "auto")
