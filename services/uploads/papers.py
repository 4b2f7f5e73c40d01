"""A PDF is kept as it came, so it must be quiet: no script, no attachment, no lock, pages that are pages."""

import io
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from services.errors import Invalid
from services.uploads.kept import Kept
from services.uploads.signatures import Kind

MOST_PAGES = 50
# Half an inch; and the limit of the PDF standard, 200 inches, in points of 1/72 inch.
SHORTEST_SIDE, LONGEST_SIDE = 36, 14_400
# An A3 scan at 600 dpi has 70 million pixels.
MOST_PIXELS_ON_A_PAGE = 100_000_000
# Names of the PDF standard by which a file acts, or carries another file, when it is opened.
RISKY = frozenset(
    {
        "/3D",
        "/Collection",
        "/EF",
        "/EmbeddedFile",
        "/EmbeddedFiles",
        "/FileAttachment",
        "/GoToE",
        "/ImportData",
        "/JS",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMedia",
        "/Sound",
        "/SubmitForm",
        "/XFA",
    }
)
# The same in the raw bytes, for what an update has orphaned and a repairing reader would find again.
RISKY_ANYWHERE = re.compile(rb"/(?:EmbeddedFiles?|JavaScript|Launch|RichMedia)(?![A-Za-z0-9])")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def inspected(name: str, data: bytes) -> Kept:
    if found := RISKY_ANYWHERE.search(ESCAPED.sub(lambda code: bytes.fromhex(code[1].decode()), data)):
        raise _risky(name, found[0].decode())
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted or "/Encrypt" in reader.trailer:
        raise Invalid("The file {name} is encrypted. Please save it without a password.", name=name)
    for thing in _everything(reader):
        _require_quiet(name, thing)
    return Kept(kind=Kind.PDF, data=data, pages=_require_pages(name, reader))


def _risky(name: str, what: str) -> Invalid:
    return Invalid(
        "The file {name} holds an active part ({what}). Please print it to a plain PDF first.",
        name=name,
        what=what.lstrip("/"),
    )


def _everything(reader: PdfReader) -> Iterator[object]:
    """Every object of the file and every value inside it, reachable from a page or not."""
    numbers = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbers += [(number, 0) for number in reader.xref_objStm]
    waiting: list[object] = [reader.trailer]
    for number, generation in numbers:
        waiting.append(reader.get_object(IndirectObject(number, generation, reader)))
        while waiting:
            thing = waiting.pop()
            yield thing
            if isinstance(thing, DictionaryObject):
                waiting += [*thing.keys(), *dict.values(thing)]
            elif isinstance(thing, ArrayObject):
                waiting += list(list.__iter__(thing))


def _require_quiet(name: str, thing: object) -> None:
    if isinstance(thing, NameObject) and thing in RISKY:
        raise _risky(name, str(thing))
    if isinstance(thing, DictionaryObject) and thing.get("/Subtype") == "/Image":
        pixels = int(thing.get("/Width", 0)) * int(thing.get("/Height", 0))
        if pixels > MOST_PIXELS_ON_A_PAGE:
            raise Invalid(
                "A picture in {name} has more than {limit} million pixels.",
                name=name,
                limit=MOST_PIXELS_ON_A_PAGE // 1_000_000,
            )


def _require_pages(name: str, reader: PdfReader) -> int:
    count = len(reader.pages)
    if not 0 < count <= MOST_PAGES:
        raise Invalid(
            "The file {name} has {count} pages; between 1 and {limit} are accepted.",
            name=name,
            count=count,
            limit=MOST_PAGES,
        )
    for number, page in enumerate(reader.pages, start=1):
        _require_size(name, page, number)
        if (contents := page.get_contents()) is not None:
            contents.get_data()
    return count


def _require_size(name: str, page: PageObject, number: int) -> None:
    unit = float(page.user_unit)
    for box in (page.mediabox, page.cropbox):
        sides = [float(box.width) * unit, float(box.height) * unit]
        if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in sides):
            raise Invalid("Page {page} of {name} has an unusable size.", name=name, page=number)
