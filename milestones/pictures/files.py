"""Pictures as files: an SVG that needs nothing else, a PNG and a PDF set by typst with the product's own fonts and no network.

On a page the drawing has classes, and the style sheet colours them, light or dark. In a file the same classes become attributes,
read from the same sheet with the light colours: word processors and typst do not read style sheets in a drawing as browsers do.
"""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from milestones.pictures.data import Picture
from roadmap.exports.drawings import drawn
from roadmap.exports.pdf import compiled
from roadmap.exports.reading import mend_reading

#: Families on the reader's machine first for those who open the file; of these only Noto Sans and Amiri are there where the
#: product sets its own files.
_FAMILIES = "Mada, &apos;Source Sans 3&apos;, &apos;Noto Sans&apos;, Amiri, sans-serif"
_MARGIN = 16
#: Points for a pixel in a PDF: words of 12.5 pixels come out at six. The longest side of a page that programs open, in points.
_POINTS, _LONGEST = 6 / 12.5, 14_400
_RULE = re.compile(r"^((?:\.p-[a-z0-9-]+(?:,\s*)?)+) \{\n(.*?)\}", re.MULTILINE | re.DOTALL)
_DECLARATION = re.compile(r"^\s*([a-z-]+): ([^;]+);$", re.MULTILINE)
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})\b")
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
_CLASSES = re.compile(r' class="(p-[a-z0-9 -]+)"')
_ROOT = re.compile(r"^<svg[^>]*>")
#: Amiri is drawn smaller than other Arabic; lettering.py leaves room for that. A file that is opened elsewhere finds another
#: face most of the time, and would run over with it.
_ARABIC_SCALE = 1.12
_SIZED = re.compile(r'(font-size=")([0-9.]+)("[^>]*>(?:<title>[^<]*</title>)?[^<]*[\u0600-\u06ff])')


def svg_file(picture: Picture) -> str:
    """The picture on white paper with a margin, in colours that print, for whatever faces the reader's machine has."""
    return _on_paper(picture, _plain(picture))


def _on_paper(picture: Picture, resolved: str) -> str:
    width, height = picture.width + 2 * _MARGIN, picture.height + 2 * _MARGIN
    whole = resolved.removesuffix("</svg>")
    head = _ROOT.match(whole)
    opened = head[0] if head else ""
    root = re.sub(r'viewBox="[^"]*" width="[^"]*" height="[^"]*"', _box(-_MARGIN, width, height), opened)
    ground = f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{width}" height="{height}" fill="{styles()["p-paper"]["fill"]}"/>'
    body = whole[len(opened) :]
    end = body.index("</desc>") + len("</desc>")
    return f"{root}{body[:end]}{ground}{body[end:]}</svg>"


def _box(corner: int, width: int, height: int) -> str:
    return f'viewBox="{corner} {corner} {width} {height}" width="{width}" height="{height}"'


def resolved(picture: Picture) -> str:
    """The drawing alone, its classes turned into attributes, for the faces in which the product sets its own files."""
    return _SIZED.sub(lambda found: f"{found[1]}{float(found[2]) * _ARABIC_SCALE:g}{found[3]}", _plain(picture))


def _plain(picture: Picture) -> str:
    def attributes(found: re.Match[str]) -> str:
        style: dict[str, str] = {}
        for name in found[1].split():
            style |= styles()[name]
        return "".join(f' {name}="{value}"' for name, value in style.items())

    styled = _CLASSES.sub(attributes, picture.svg)
    return styled.replace("<svg ", f'<svg font-family="{_FAMILIES}" ', 1)


def png_file(picture: Picture, *, scale: float = 2) -> bytes:
    """The same picture as pixels, ``scale`` for each pixel of the page. The same picture gives the same bytes."""
    svg = _on_paper(picture, resolved(picture))
    return png_of(svg, picture.width + 2 * _MARGIN, picture.height + 2 * _MARGIN, picture.title, scale=scale)


def png_of(svg: str, width: float, height: float, alt: str, *, scale: float = 2) -> bytes:
    """A drawing as PNG. Very long ones get fewer pixels, so that no side passes 16,000.

    A scale is whole while it can be: with another one typst's renderer drops a row of pixels here and there.
    """
    scale = min(scale, 16_000 / max(width, height, 1))
    scale = float(int(scale)) if scale > 1 else scale
    return _compiled(svg, width, height, alt, format="png", ppi=72 * scale)


def pdf_file(picture: Picture) -> bytes:
    """The picture on one page of its own size, with words of six points; smaller where the page would pass what a PDF holds."""
    width, height = picture.width + 2 * _MARGIN, picture.height + 2 * _MARGIN
    scale = min(_POINTS, _LONGEST / max(width, height))
    svg = _on_paper(picture, resolved(picture))
    content = _compiled(svg, width * scale, height * scale, picture.title, format="pdf")
    return mend_reading(content) if picture.rtl else content


def _compiled(svg: str, width: float, height: float, alt: str, **options: Any) -> bytes:
    """One run of typst; ``width`` and ``height`` of the page in points."""
    data = drawn(svg, alt) | {"width": width, "height": height}
    return compiled("picture.typ", json.dumps(data, ensure_ascii=False), **options)


@lru_cache(maxsize=1)
def styles() -> dict[str, dict[str, str]]:
    """Attributes of each class, from the page's own style sheets."""
    folder = Path(settings.BASE_DIR) / "static" / "css"
    tokens_css = (folder / "tokens.css").read_text(encoding="utf-8")
    light = dict(_TOKEN.findall(tokens_css[: tokens_css.index("@media")]))
    found: dict[str, dict[str, str]] = {}
    rules = "".join((folder / name).read_text(encoding="utf-8") for name in ("pictures.css", "timeline.css"))
    for selectors, body in _RULE.findall(rules):
        style = {name: _value(value, light) for name, value in _DECLARATION.findall(body)}
        for selector in selectors.split(","):
            found.setdefault(selector.strip().removeprefix("."), {}).update(style)
    return found


def _value(value: str, light: dict[str, str]) -> str:
    return _VARIABLE.sub(lambda name: light[name[1]], value).removesuffix("px")
