"""Files as strangers hand them in, good and bad, and the question that every test asks of them."""

import io
import struct
import zipfile
import zlib
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfWriter

from services import uploads
from services.documents import CommitmentLetter, commitment_letter
from services.errors import Invalid
from services.uploads import Purpose
from services.uploads.signatures import Kind

MB = 1024 * 1024
DOCUMENT, PICTURE = Purpose.DOCUMENT, Purpose.PICTURE


def a_picture(kind="JPEG", size=(64, 48), mode="RGB", **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def a_pdf(pages=1, size=(595, 842), change=None):
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(*size)
    if change:
        change(writer)
    writer.write(out)
    return out.getvalue()


def a_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hidden.txt", "x")
    return out.getvalue()


def a_png_header(width, height):
    """A PNG of a few bytes that claims a size."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"")),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body


def sixteen_bits():
    out = io.BytesIO()
    Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16").save(out, "PNG")
    return out.getvalue()


def endless_jpeg():
    """A small progressive JPEG of nearly 40 million pixels, its last scan repeated some thousand times."""
    whole = a_picture(size=(8000, 4990), mode="L", progressive=True, quality=1)
    at = whole.rfind(b"\xff\xda")
    return whole[:at] + whole[at:-2] * (9 * MB // (len(whole) - at)) + b"\xff\xd9"


def packed_object(hidden):
    """A PDF 1.5 whose object 4 sits compressed in an object stream and is opened with the file."""
    body, at = b"%PDF-1.5\n", {}
    stream = zlib.compress(b"4 0 " + hidden)
    for number, content in {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        5: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(stream), stream),
    }.items():
        at[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = [(0, 0, 0), (1, at[1], 0), (1, at[2], 0), (1, at[3], 0), (2, 5, 0), (1, at[5], 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    body_end = len(body)
    return body + (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Length %d >>\nstream\n%s\nendstream\nendobj\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(table), table, body_end)
    )


def opened(data):
    return Image.open(io.BytesIO(data))


def refusal(name, data, purpose=DOCUMENT):
    with pytest.raises(Invalid) as caught:
        uploads.check(name, data, purpose)
    return str(caught.value)


A_LETTER = commitment_letter(
    CommitmentLetter(reference="S-1", name="示范公司", credit_code="X", kind="distributor", dated=date(2022, 3, 18)),
    lang="zh",
)
A_JPEG, A_PNG, A_WEBP, A_PDF = a_picture(), a_picture("PNG"), a_picture("WEBP"), a_pdf()
SAMPLES = {Kind.JPEG: A_JPEG, Kind.PNG: A_PNG, Kind.WEBP: A_WEBP, Kind.PDF: A_PDF}
