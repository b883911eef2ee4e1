"""Files for the tests, with secrets in every place where programs and cameras put them."""

import io

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


def pdf(secret: str = "", *, password: str = "") -> bytes:
    """One page with a photograph, a remark, properties, metadata, an attached file and a script that all tell ``secret``."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(200, 200))
    photo = pikepdf.Stream(made, jpeg(secret), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30)
    photo.ColorSpace, photo.BitsPerComponent, photo.Filter = pikepdf.Name.DeviceRGB, 8, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    page.Contents = made.make_stream(b"q 40 0 0 30 0 0 cm /Photo Do Q")
    if secret:
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[0, 0, 10, 10],
            T=pikepdf.String(secret),
            Contents=pikepdf.String("Seen"),
        )
        page.Annots = pikepdf.Array([made.make_indirect(remark)])
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
