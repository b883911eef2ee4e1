"""Free texts as plain blocks, as the PDF and the Word file set them."""

from roadmap.domain.document.markup import Block, Run, blocks


def test_blocks_keep_order_style_and_marks() -> None:
    text = "# Head\n\nOne **two** *three*\nfour  \nfive [six](https://example.org)\n\n- a\n  - b\n\n7. c\n8. d\n\n> said\n\n![no](https://x.org/i.png)"
    found = blocks(text)
    assert found[0] == Block("heading", (Run("Head"),))
    assert found[1].runs == (
        Run("One "),
        Run("two", strong=True),
        Run(" "),
        Run("three", emphasis=True),
        Run(" "),
        Run("four"),
        Run("\n"),
        Run("five "),
        Run("six", href="https://example.org"),
    )
    assert [(block.type, block.depth, block.mark, block.runs[0].text) for block in found[2:7]] == [
        ("entry", 1, "–", "a"),
        ("entry", 2, "–", "b"),
        ("entry", 1, "7.", "c"),
        ("entry", 1, "8.", "d"),
        ("quote", 0, "", "said"),
    ]
    assert found[7].type == "paragraph"


def test_an_empty_text_has_no_blocks() -> None:
    assert blocks("") == []
