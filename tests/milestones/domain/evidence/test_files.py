"""Files of evidence: told by content, cleaned of what tells of people, in a process that cannot take the machine along."""

import io
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts.domain.errors import Invalid
from milestones.domain.evidence.files import clean_file, clean_uploads
from tests.milestones.domain.evidence.uploads import jpeg, jpx, pdf, png

SECRET = "Ahmad of Homs"


def test_a_photograph_is_drawn_anew_upright_without_the_cameras_notes() -> None:
    sent = jpeg(SECRET)
    clean = clean_file(sent)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert (clean.media_type, clean.extension, image.format, image.size) == ("image/jpeg", "jpg", "JPEG", (30, 40))
        assert (dict(image.getexif()), image.info.get("comment"), image.info.get("exif")) == ({}, None, None)
    assert (SECRET.encode() in sent, SECRET.encode() in clean.content) == (True, False)


def test_a_picture_keeps_its_transparency_and_nothing_that_stood_behind_its_end() -> None:
    sent = png(SECRET.encode())
    clean = clean_file(sent)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert (image.mode, image.getpixel((0, 0)), image.info) == ("RGBA", (255, 0, 0, 128), {})
    assert (SECRET.encode() in sent, SECRET.encode() in clean.content) == (True, False)


def test_a_pdf_loses_properties_metadata_attachments_scripts_authors_and_the_cameras_notes() -> None:
    sent = pdf(SECRET)
    clean = clean_file(sent)
    assert (clean.media_type, clean.extension, SECRET.encode() in sent) == ("application/pdf", "pdf", True)
    with pikepdf.open(io.BytesIO(clean.content)) as made:
        assert (len(made.pages), "/Info" in made.trailer, "/Metadata" in made.Root, "/OpenAction" in made.Root) == (
            1,
            *[False] * 3,
        )
        assert dict(made.attachments) == {}
        remark = made.pages[0].Annots[0]
        assert ("/T" in remark, str(remark.Contents)) == (False, "Seen")
        assert str(made.pages[0].Annots[1].T) == "Signed"
        photos = made.pages[0].Resources.XObject
        for photo in (photos.Photo, photos.Packed):
            with Image.open(io.BytesIO(photo.read_raw_bytes())) as image:
                image.load()
                assert (image.size, dict(image.getexif()), str(photo.Filter)) == ((40, 30), {}, "/DCTDecode")
        assert photos.Boxes.read_raw_bytes() == jpx(b"").replace(b"\x00\x00\x00\x08uuid", b"")
        everything = b"".join(
            item.read_raw_bytes() if isinstance(item, pikepdf.Stream) else item.unparse(resolved=True) for item in made.objects
        )
    assert SECRET.encode() not in everything + clean.content


def test_the_same_file_is_cleaned_to_the_same_bytes() -> None:
    sent = pdf(SECRET)
    assert clean_file(sent).digest == clean_file(sent).digest


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><script>", "Only photographs"),
        (b"MZ\x90\x00", "Only photographs"),
        (b"GIF89a" + b"\x00" * 40, "Only photographs"),
        (b"\xff\xd8\xff\xe0nothing", "damaged"),
        (png()[:-30], "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (pdf(password="secret"), "password"),
    ],
)
def test_what_is_no_photograph_or_pdf_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        clean_file(content)


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 40_000
    with pytest.raises(Invalid, match="unpacks"):
        clean_file(bomb.getvalue())


@pytest.mark.parametrize("limit", [{"EVIDENCE_CLEANING_MEMORY": 60 * 1024 * 1024}, {"EVIDENCE_CLEANING_SECONDS": 0}])
def test_the_cleaning_process_has_little_memory_and_time(settings: Any, limit: dict[str, int]) -> None:
    for name, value in limit.items():
        setattr(settings, name, value)
    with pytest.raises(Invalid, match="unpacks"):
        clean_file(png(size=(4_000, 4_000)))


def test_number_and_size_are_looked_at_before_anything_is_read(settings: Any) -> None:
    class Unread(ContentFile):
        def read(self, *_args: Any) -> bytes:
            raise AssertionError

    settings.EVIDENCE_FILE_SIZE = 1000
    with pytest.raises(Invalid) as error:
        clean_uploads([Unread(b"x" * 1001)])
    assert [problem.path for problem in error.value.problems] == ["files[0]"]
    with pytest.raises(Invalid) as error:
        clean_uploads([Unread(b"x")] * 6)
    assert [problem.path for problem in error.value.problems] == ["files"]
    with pytest.raises(Invalid) as error:
        clean_uploads([ContentFile(b"")])
    assert [problem.path for problem in error.value.problems] == ["files[0]"]
