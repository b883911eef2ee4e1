"""Files for the tests, with secrets in every place where programs and cameras put them."""

import io
import zlib

import pikepdf
from PIL import Image, PngImagePlugin


def jpeg(secret: str = "", size: tuple[int, int] = (40, 30)) -> bytes:
    """A photograph whose camera tells of its owner, and which lies on its side."""
    notes = Image.Exif()
    if secret:
        notes[0x013B] = secret  # artist
        notes[0x0112] = 6  # turned by a quarter
        notes.get_ifd(0x8825)[1] = "N"  # place
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG", exif=notes, comment=secret.encode())
    return out.getvalue()


def png(secret: bytes = b"", size: tuple[int, int] = (40, 30)) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", secret.decode("latin-1"))
    out = io.BytesIO()
    Image.new("RGBA", size, (255, 0, 0, 128)).save(out, "PNG", pnginfo=notes)
    return out.getvalue() + secret  # behind the end, too


def jpx(secret: bytes) -> bytes:
    """The boxes of a JPEG 2000 file, one with a note."""
    boxes = [(b"jP  ", b"\r\n\x87\n"), (b"uuid", secret), (b"jp2c", b"\xff\x4fpixels")]
    return b"".join((len(content) + 8).to_bytes(4) + kind + content for kind, content in boxes)


def _image(made: pikepdf.Pdf, content: bytes, *filters: str) -> pikepdf.Stream:
    image = pikepdf.Stream(made, content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30)
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
    image.Filter = pikepdf.Array([pikepdf.Name(each) for each in filters]) if len(filters) > 1 else pikepdf.Name(filters[0])
    return image


def pdf(secret: str = "", *, password: str = "") -> bytes:
    """One page with photographs, a remark, a signature, properties, metadata, an attached file and a script that all tell
    ``secret``.
    """
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photos = pikepdf.Dictionary(
        Photo=_image(made, jpeg(secret), "/DCTDecode"),
        Packed=_image(made, zlib.compress(jpeg(secret)), "/FlateDecode", "/DCTDecode"),
        Boxes=_image(made, jpx(secret.encode()), "/JPXDecode"),
    )
    page.Resources = pikepdf.Dictionary(XObject=photos)
    page.Contents = made.make_stream(b"q 40 0 0 30 0 0 cm /Photo Do Q")
    if secret:
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 10, 10],
            T=pikepdf.String(secret),
            Contents=pikepdf.String("Seen"),
        )
        signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Name=pikepdf.String(secret), Contents=pikepdf.String(secret))
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=[0, 0, 1, 1],
            T=pikepdf.String("Signed"),
            V=made.make_indirect(signature),
        )
        field = made.make_indirect(field)
        made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        page.Annots = pikepdf.Array([made.make_indirect(remark), field])
        made.docinfo["/Author"] = secret
        with made.open_metadata() as metadata:
            metadata["dc:creator"] = [secret]
        made.attachments["note.txt"] = secret.encode()
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{secret}')"))
        made.Root.OpenAction = script
    out = io.BytesIO()
    locked = {"encryption": pikepdf.Encryption(owner=password, user=password)} if password else {}
    made.save(out, **locked)
    return out.getvalue()
