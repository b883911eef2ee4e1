"""The cleaner's parts, in this process: what they keep and what they refuse. How it is run is tested in ``test_files``."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from milestones.domain.evidence.cleaner import Refused, clean, without_boxes, without_segments
from tests.milestones.domain.evidence.uploads import jpeg, jpx, pdf, png

SECRET = "Ahmad of Homs"


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        (jpeg(SECRET), ("image/jpeg", "jpg")),
        (png(SECRET.encode()), ("image/png", "png")),
        (pdf(SECRET), ("application/pdf", "pdf")),
    ],
)
def test_each_type_is_told_by_its_content_and_cleaned(sent: bytes, kind: tuple[str, str]) -> None:
    media_type, extension, content = clean(sent)
    assert (media_type, extension) == kind
    assert (SECRET.encode() in sent, SECRET.encode() in content) == (True, False)


def test_a_webp_and_a_grey_picture_keep_their_kind() -> None:
    out = io.BytesIO()
    Image.new("RGB", (5, 4), "blue").save(out, "WEBP", xmp=SECRET.encode())
    assert clean(out.getvalue())[:2] == ("image/webp", "webp")
    assert SECRET.encode() not in clean(out.getvalue())[2]
    out = io.BytesIO()
    Image.new("L", (5, 4), 7).save(out, "PNG")
    with Image.open(io.BytesIO(clean(out.getvalue())[2])) as image:
        assert (image.mode, image.getpixel((0, 0))) == ("L", 7)


@pytest.mark.parametrize(
    ("sent", "why"),
    [(b"text", "type"), (pdf(password="secret"), "encrypted")],
)
def test_what_is_refused_and_why(sent: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        clean(sent)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn() -> None:
    for size in ((8_000, 7_000), (12_000, 12_000)):
        out = io.BytesIO()
        Image.new("1", size).save(out, "PNG")
        with pytest.raises(Refused, match="large"):
            clean(out.getvalue())


def test_a_jpeg_stream_loses_its_notes_and_keeps_every_other_byte() -> None:
    plain = jpeg()
    noted = plain[:2] + b"\xff\xe1\x00\x0bExif\x00\x00abc"[:13] + b"\xff\xff" + plain[3:]
    assert without_segments(noted) == without_segments(plain)
    with Image.open(io.BytesIO(without_segments(jpeg(SECRET)))) as image:
        image.load()
        assert (image.size, dict(image.getexif())) == ((40, 30), {})


def test_a_jpeg_2000_loses_its_notes() -> None:
    assert without_boxes(b"\xff\x4fbare") == b"\xff\x4fbare"
    assert SECRET.encode() not in without_boxes(jpx(SECRET.encode()))
    last = (0).to_bytes(4) + b"jp2c" + b"rest"
    long = (1).to_bytes(4) + b"jp2h" + (20).to_bytes(8) + b"head"
    assert without_boxes(long + last) == long + last
    for damaged in ((9).to_bytes(4) + b"jp2c", (3).to_bytes(4) + b"jp2c"):
        with pytest.raises(Refused, match="damaged"):
            without_boxes(damaged)


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_make_the_parts_fail_in_another_way(content: bytes, begins: bool) -> None:
    for part, head in ((without_segments, b"\xff\xd8"), (without_boxes, b"")):
        try:
            found = part((head if begins else b"") + content)
        except Refused:
            continue
        assert len(found) <= len(head + content)
