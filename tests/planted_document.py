"""A PDF with a mark wherever one can hold it."""

from __future__ import annotations

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.planted_pictures import SIZE, after_the_end, jpeg, xmp_packet


def pdf(mark: str) -> bytes:
    """All that a PDF can say about its author, and photographs with EXIF. It shows a word and the scene."""
    written = BytesIO()
    with Pdf.new() as document:
        document.add_blank_page(page_size=(300, 200))
        page = document.pages[0].obj
        photograph = document.make_stream(jpeg(mark), Filter=Name.DCTDecode, **_image_keys(mark))
        twice = document.make_stream(zlib.compress(jpeg(mark)), **_image_keys(mark))
        twice.Filter = Array([Name.FlateDecode, Name.DCTDecode])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Author=f"{mark}-font")
        profile = document.make_stream(f"{mark}-profile".encode(), N=3)
        form = document.make_stream(
            f"% {mark}-form\n0 0 9 9 re f".encode(), BBox=[0, 0, 9, 9], Group=Dictionary()
        )
        form.Subtype, form.Type, form.Ref = Name.Form, Name.XObject, Dictionary(F=String(f"{mark}-ref"))
        page.Resources = Dictionary(
            Font=Dictionary(F1=font),
            XObject=Dictionary(Im1=photograph, Im2=twice, Fm1=form),
            ColorSpace=Dictionary(Cs1=Array([Name.ICCBased, profile])),
            Properties=Dictionary(P1=Dictionary(Title=String(f"{mark}-property")), P2=String(f"{mark}-p2")),
        )
        page.Contents = document.make_stream(_drawing(mark))
        _plant_in_page(document, page, mark)
        _plant_in_document(document, mark)
        document.save(written)
    return written.getvalue() + after_the_end(mark)


def _image_keys(mark: str) -> dict[str, object]:
    private = Dictionary(Device=String(f"{mark}-private"))
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": SIZE[0],
        "Height": SIZE[1],
        "ColorSpace": Name.DeviceRGB,
        "BitsPerComponent": 8,
        "PieceInfo": private,
        "Name": String(f"{mark}-image"),
    }


def _drawing(mark: str) -> bytes:
    return (
        f"% {mark}-remark\n/Span <</ActualText ({mark}-actual)>> BDC BT /F1 12 Tf 20 20 Td (Seen) Tj ET EMC\n"
        f"/Note <</Contents ({mark}-point)>> DP /Cs1 cs 1 0 0 sc 0 0 9 9 re f\n"
        "q 200 0 0 150 50 40 cm /Im1 Do Q q 20 0 0 15 0 0 cm /Im2 Do Q /Fm1 Do"
    ).encode()


def _plant_in_page(document: Pdf, page: pikepdf.Object, mark: str) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{mark}-script')"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=String(f"{mark}-t"))
    note.Contents = String(f"{mark}-note \N{EURO SIGN}")
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    link.A = Dictionary(S=Name.URI, URI=String(f"https://{mark}.example/"))
    page.Annots = Array([document.make_indirect(note), document.make_indirect(link)])
    page.AA = Dictionary(O=script)
    page.PieceInfo = Dictionary(App=Dictionary(Private=String(f"{mark}-piece")))
    page.Metadata = document.make_stream(xmp_packet(mark))
    page.Thumb = document.make_stream(jpeg(mark), Filter=Name.DCTDecode, **_image_keys(mark))
    page.LastModified = String(f"D:{mark}")


def _plant_in_document(document: Pdf, mark: str) -> None:
    document.docinfo["/Author"] = f"{mark}-author"
    document.docinfo["/Title"] = f"{mark}-title \N{EURO SIGN}"
    document.attachments[f"{mark}.txt"] = f"{mark}-attachment".encode()
    root = document.Root
    root.Metadata = document.make_stream(xmp_packet(mark))
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"{mark}-open"))
    root.Lang, root.URI = String(f"{mark}-lang"), Dictionary(Base=String(f"https://{mark}.example/"))
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"{mark}-layer")))
    layer.Usage = Dictionary(CreatorInfo=Dictionary(Creator=String(f"{mark}-creator")))
    root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), Creator=String(mark)))
    document.trailer[Name("/Owner")] = String(f"{mark}-trailer")
    with document.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"{mark}-bookmark", 0))
