"""The Markdown of free texts as plain blocks, for whoever renders it: page, PDF, DOCX."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Run:
    """A piece of a line in one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a small heading, a quotation, or an entry of a list: ``mark`` is its bullet or number, ``depth`` from 1."""

    type: Literal["paragraph", "heading", "quote", "entry"]
    runs: tuple[Run, ...]
    depth: int = 0
    mark: str = ""


def parser() -> MarkdownIt:
    """Paragraphs, lists, quotes, emphasis, headings and web links. Nothing else: no HTML, no images, no code blocks."""
    made = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline", "fence", "code"])
    made.validateLink = lambda url: url.lower().startswith(("https://", "http://"))  # type: ignore[method-assign]
    return made


_PARSER = parser()


def blocks(text: str) -> list[Block]:
    """The blocks of a Markdown text in order."""
    return list(_blocks(_PARSER.parse(text)))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    style: Literal["paragraph", "heading", "quote", "entry"] = "paragraph"
    mark, quoted = "", 0
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                mark = "–" if number is None else f"{number}."
                lists[-1] = None if number is None else number + 1
            case "blockquote_open" | "blockquote_close":
                quoted += 1 if token.nesting > 0 else -1
            case "heading_open":
                style = "heading"
            case "inline":
                kind = style if style == "heading" else ("entry" if lists else ("quote" if quoted else "paragraph"))
                yield Block(kind, tuple(_runs(token.children or [])), len(lists), mark)
                style, mark = "paragraph", ""
            case _:
                pass


def _runs(tokens: list[Token]) -> Iterator[Run]:
    strong = emphasis = 0
    href = ""
    for token in tokens:
        if token.type in {"strong_open", "strong_close"}:
            strong += token.nesting
        elif token.type in {"em_open", "em_close"}:
            emphasis += token.nesting
        elif token.type in {"link_open", "link_close"}:
            href = str(token.attrGet("href") or "") if token.nesting > 0 else ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run(" " if token.type == "softbreak" else "\n")
        elif token.content:
            yield Run(token.content, strong > 0, emphasis > 0, href)
