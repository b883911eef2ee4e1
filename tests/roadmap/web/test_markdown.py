"""Free texts on pages: a strict allow-list, whatever was typed (design: Text and files)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.web.markdown import render_markdown

ALLOWED = re.compile(
    r"</?(?:p|strong|em|ul|li|blockquote|h[456]|code)(?: dir=\"auto\")?>|<br ?/?>|<hr ?/?>|</ol>|</a>"
    r"|<ol(?: dir=\"auto\")?(?: start=\"\d+\")?(?: dir=\"auto\")?>"
    r"|<a href=\"https?://[^\"<>]*\" rel=\"nofollow noreferrer noopener\">"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "<a href='https://example.org' onclick='x()'>x</a>",
    "<svg/onload=alert(1)>",
    "<math><mtext></mtext></math>",
    "<style>*{display:none}</style>",
    "```\n<b>x</b>\n```",
    "    <b>indented</b>",
    '[a](https://example.org "<script>")',
    "[a]: javascript:alert(1)\n\n[a]",
    "<!-- comment --><iframe src=//example.org></iframe>",
    "&lt;script&gt;&#x6a;avascript:",
]


def tags(html: str) -> list[str]:
    return [tag for tag in re.findall(r"<[^>]*>", html) if not ALLOWED.fullmatch(tag)]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_the_allowed_comes_out(text: str) -> None:
    html = render_markdown(text)
    assert tags(html) == []
    assert 'href="javascript' not in html.lower()


@given(st.text(alphabet=st.sampled_from("<>\"'()[]!#*_`~:/ javscript\nhtp&;=onclick"), max_size=200))
def test_no_mixture_of_signs_gets_through(text: str) -> None:
    assert tags(render_markdown(text)) == []


def test_what_is_allowed_is_shown_in_its_own_direction() -> None:
    html = render_markdown("# عنوان\n\nنص **مهم** و*مائل*\n\n3. أولاً\n4. ثانياً\n\n> قول\n\n[موقع](https://example.org/ا)")
    assert '<h4 dir="auto">عنوان</h4>' in html
    assert "<strong>مهم</strong>" in html
    assert 'start="3"' in html
    assert "<blockquote" in html
    assert 'rel="nofollow noreferrer noopener"' in html
