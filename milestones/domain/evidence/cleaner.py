"""Cleans one uploaded file, in a process of its own with little memory and time: run as a script, never imported by the product.

Reads the file from standard input. Writes one line of JSON, ``{"type": …, "extension": …}`` or ``{"refused": …}``, and after it
the clean file. An image is drawn anew from its pixels; a PDF is written anew without what tells of people, devices and places
(properties, metadata, attached files, scripts, authors of remarks, the camera's notes in its photographs).

Usage: ``cleaner.py MEMORY SECONDS < file``.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

#: More pixels than any camera of a phone; a small file can claim a picture that fills the memory.
PIXELS = 50_000_000
PAGES = 1_000
_IMAGES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "WEBP": ("image/webp", "webp")}
_TOLD_BY_ANY = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/Thumb")
_TOLD_BY_ROOT = ("/OpenAction", "/URI", "/Collection", "/Threads", "/SpiderInfo", "/Legal", "/DSS", "/Perms")
_TOLD_BY_SIGNATURES = ("/Contents", "/Cert", "/Name", "/Location", "/Reason", "/ContactInfo", "/M", "/Prop_Build")
#: Boxes of a JPEG 2000 file in which programs leave notes.
_NOTES_OF_JPX = (b"uuid", b"xml ", b"jp2i", b"uinf")
_TOLD_BY_REMARKS = ("/T", "/M", "/CreationDate", "/NM", "/RC", "/A", "/FS", "/RichMediaContent", "/Sound", "/Movie")


class Refused(Exception):  # noqa: N818 an answer
    """The file is not taken; the argument says why: ``type``, ``damaged``, ``encrypted`` or ``large``."""


def clean(content: bytes) -> tuple[str, str, bytes]:
    """Media type, extension and clean content. The type is told by the content, never by a name."""
    if content.startswith(b"%PDF-"):
        return "application/pdf", "pdf", clean_pdf(content)
    return clean_image(content)


def clean_image(content: bytes) -> tuple[str, str, bytes]:
    """The first picture of the file, upright, from its pixels alone."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with (
            warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
            Image.open(io.BytesIO(content), formats=list(_IMAGES)) as opened,
        ):
            kind = str(opened.format)
            ImageOps.exif_transpose(opened, in_place=True)
            mode = "RGBA" if opened.has_transparency_data and kind != "JPEG" else "L" if opened.mode == "L" else "RGB"
            pixels = opened if opened.mode == mode else opened.convert(mode)
            size, raw = pixels.size, pixels.tobytes()
    except UnidentifiedImageError as error:
        raise Refused("type") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("large") from error
    fresh = Image.frombytes(mode, size, raw)
    out = io.BytesIO()
    fresh.save(out, format=kind, **({} if kind == "PNG" else {"quality": 90}))
    return (*_IMAGES[kind], out.getvalue())


def clean_pdf(content: bytes) -> bytes:
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        if len(pdf.pages) > PAGES:
            raise Refused("large")
        _clean_root(pdf)
        for item in list(pdf.objects):
            _clean_object(item, pdf, pikepdf)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _clean_root(pdf: Any) -> None:
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    root = pdf.Root
    _drop(root, _TOLD_BY_ROOT)
    if "/Names" in root:
        _drop(root.Names, ("/EmbeddedFiles", "/JavaScript", "/Renditions", "/AlternatePresentations"))
    if "/AcroForm" in root:
        _drop(root.AcroForm, ("/XFA",))


def _clean_object(item: Any, pdf: Any, pikepdf: Any) -> None:
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    _drop(item, _TOLD_BY_ANY)
    if item.get("/S") in ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR"):
        _drop(item, ("/JS", "/F", "/D", "/Win", "/Unix", "/Mac"))
    if item.get("/Type") == "/Sig" or "/ByteRange" in item:
        _drop(item, _TOLD_BY_SIGNATURES)
    for page_remarks in (item.get("/Annots"), item if "/Subtype" in item and "/Rect" in item else None):
        for remark in _dictionaries(page_remarks, pikepdf):
            # A field of a form is named where a remark names its author.
            _drop(remark, _TOLD_BY_REMARKS[1:] if remark.get("/Subtype") == "/Widget" else _TOLD_BY_REMARKS)
    if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
        _clean_photograph(item, pdf, pikepdf)


def _clean_photograph(image: Any, pdf: Any, pikepdf: Any) -> None:
    """Take the notes out of a JPEG or JPEG 2000 inside a PDF, also one that is packed once more; other images hold none."""
    filters = image.get("/Filter")
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(each) for each in filters or ()]
    clean = {"/DCTDecode": without_segments, "/JPXDecode": without_boxes}.get(names[-1] if names else "")
    if clean is None:
        return
    parameters = image.get("/DecodeParms")
    parameters = list(parameters) if isinstance(parameters, pikepdf.Array) else [parameters]
    content = image.read_raw_bytes()
    if len(names) > 1:  # what is around it is unpacked; the photograph itself is not drawn anew
        around = pikepdf.Stream(pdf, content)
        around.Filter = pikepdf.Array([pikepdf.Name(name) for name in names[:-1]])
        content = around.read_bytes()
    image.write(clean(content), filter=pikepdf.Name(names[-1]), decode_parms=parameters[-1])


def _dictionaries(value: Any, pikepdf: Any) -> list[Any]:
    if isinstance(value, pikepdf.Array):
        return [each for each in value if isinstance(each, pikepdf.Dictionary)]
    return [value] if isinstance(value, pikepdf.Dictionary) else []


def _drop(item: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name in item:
            del item[name]


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG stream without the notes of camera and program (APP1, APP3-APP13, APP15, COM); the pixels stay untouched.

    Raises Refused for what is no JPEG stream.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        raise Refused("damaged")
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # padding between segments
            at += 1
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        notes = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in (0xE2, 0xEE))
        if marker == 0xDA:  # pixels from here on
            return b"".join([*kept, jpeg[at:]])
        if not notes:
            kept.append(jpeg[at:end])
        at = end
    raise Refused("damaged")


def without_boxes(jpx: bytes) -> bytes:
    """A JPEG 2000 file without the boxes that hold notes; a bare codestream has none. Raises Refused for damaged ones."""
    if jpx.startswith(b"\xff\x4f"):
        return jpx
    kept, at = [], 0
    while at + 8 <= len(jpx):
        size, kind = int.from_bytes(jpx[at : at + 4]), jpx[at + 4 : at + 8]
        size = int.from_bytes(jpx[at + 8 : at + 16]) if size == 1 else size or len(jpx) - at
        if size < 8 or at + size > len(jpx):
            raise Refused("damaged")
        if kind not in _NOTES_OF_JPX:
            kept.append(jpx[at : at + size])
        at += size
    return b"".join(kept)


def limit(memory: int, seconds: int) -> None:
    """From here on: so many bytes of memory, so many seconds of the processor, no file written, no core dump."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(memory: str, seconds: str) -> None:
    limit(int(memory), int(seconds))
    try:
        media_type, extension, content = clean(sys.stdin.buffer.read())
    except Refused as error:
        print(json.dumps({"refused": str(error)}))  # noqa: T201 the answer
        return
    except MemoryError:
        print(json.dumps({"refused": "large"}))  # noqa: T201
        return
    except Exception:  # noqa: BLE001 whatever a parser trips over, the file is not taken
        print(json.dumps({"refused": "damaged"}))  # noqa: T201
        return
    sys.stdout.write(json.dumps({"type": media_type, "extension": extension}) + "\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
