"""What a file is by its first bytes, and that it ends where it should: no second file may ride behind it."""

import io
import re
import zipfile
from collections.abc import Set as AbstractSet
from enum import StrEnum

from services.errors import Invalid
from services.uploads.names import shown_ending


class Kind(StrEnum):
    """The value is the ending a kept file gets."""

    JPEG = "jpg"
    PDF = "pdf"
    PNG = "png"
    WEBP = "webp"

    @property
    def media_type(self) -> str:
        return {Kind.JPEG: "image/jpeg", Kind.PDF: "application/pdf"}.get(self, f"image/{self.value}")


ENDINGS = {"jpeg": Kind.JPEG, "jpg": Kind.JPEG, "pdf": Kind.PDF, "png": Kind.PNG, "webp": Kind.WEBP}
SIGNATURES = {
    Kind.JPEG: re.compile(rb"\xff\xd8\xff"),
    Kind.PDF: re.compile(rb"%PDF-[12]\.\d"),
    Kind.PNG: re.compile(rb"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    Kind.WEBP: re.compile(rb"RIFF....WEBPVP8", re.DOTALL),
}
WEB_PAGE = re.compile(rb"<(?:html|script|iframe|!doctype\s+html)[\s>]|<\?php\s", re.IGNORECASE)
# Within a JPEG scan FF is followed by 00, by a restart mark, or by the mark that ends the scan.
SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SEGMENT = 4


def kind_by_ending(name: str, accepted: AbstractSet[Kind]) -> Kind:
    kind = ENDINGS.get(shown_ending(name))
    if kind is None or kind not in accepted:
        expected = ", ".join(ending for ending, kind in ENDINGS.items() if kind in accepted)
        raise Invalid(
            "The file {name} is of a kind that is not accepted here. Accepted: {endings}.", name=name, endings=expected
        )
    return kind


def require_signature(name: str, data: bytes, kind: Kind) -> None:
    if not SIGNATURES[kind].match(data):
        raise Invalid("The content of {name} is not what its ending says.", name=name)


def require_nothing_behind(name: str, data: bytes, kind: Kind) -> None:
    end = {Kind.JPEG: _jpeg_end, Kind.PDF: _pdf_end, Kind.PNG: _png_end, Kind.WEBP: _webp_end}[kind](data)
    if end is None or end > len(data):
        raise Invalid("The file {name} is cut off or damaged.", name=name)
    if _rides_along(data[end:], kind) or zipfile.is_zipfile(io.BytesIO(data)):
        raise Invalid("The file {name} carries a second file behind its end.", name=name)
    if kind is not Kind.PDF and WEB_PAGE.search(data):
        raise Invalid("The picture {name} hides a web page.", name=name)


def _rides_along(rest: bytes, kind: Kind) -> bool:
    """Cameras put a second picture (a preview, a gain map) or their own trailer behind a JPEG; encoding drops both."""
    camera = kind is Kind.JPEG and (rest.startswith(b"\xff\xd8\xff") or rest.endswith(b"SEFT"))
    return bool(rest.strip(b"\0\r\n\t ")) and not camera


def _pdf_end(data: bytes) -> int | None:
    at = data.rfind(b"%%EOF")
    return None if at < 0 else at + len(b"%%EOF")


def _webp_end(data: bytes) -> int:
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2


def _png_end(data: bytes) -> int | None:
    at = 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IEND":
            return end
        at = end
    return None


def _jpeg_end(data: bytes) -> int | None:
    at = 2
    while at + SEGMENT <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every mark begins so
        mark = data[at + 1]
        if mark == 0xFF:  # noqa: PLR2004 - a filling byte
            at += 1
            continue
        if mark == 0xD9:  # noqa: PLR2004 - the end of the picture
            return at + 2
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if mark == 0xDA and (scan := SCAN_END.search(data, at)):  # noqa: PLR2004 - a scan follows
            at = scan.start()
    return at + 2 if data[at : at + 2] == b"\xff\xd9" else None
