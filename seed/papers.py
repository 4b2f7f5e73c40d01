"""The papers the suppliers hand in: the museum's own letter of commitment, and a licence and a trademark drawn here."""

import hashlib
import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn as fonts
import typst

from db.engine import transaction
from db.media import Purpose, StoredFile
from db.suppliers import PaperKind, own_locked
from seed.reading import Line
from services import audit, clock, documents, media, suppliers
from services.audit import Event
from services.suppliers.registration import paper
from services.uploads.reading import read
from services.visitors import Visitor

TEMPLATE = Path(__file__).with_name("paper.typ")
NAMES = {
    PaperKind.BUSINESS_LICENCE: "营业执照.pdf",
    PaperKind.COMMITMENT_LETTER: "供应商承诺书（已签章）.pdf",
    PaperKind.TRADEMARK_CERTIFICATE: "商标注册证.pdf",
}


def hand_in(visitor: Visitor, line: Line) -> None:
    """As `suppliers.add_paper` would leave it, in one transaction, at places that come out the same.

    Our own drawings need no quarantine: a test sends one of each kind through it. The supplier is marked invented."""
    papers = {kind: drawn(visitor, kind, line) for kind in suppliers.papers_of(suppliers.SupplierKind(line["kind"]))}
    places = {kind: hashlib.sha256(f"{line['code']} {kind}".encode()).hexdigest()[:48] for kind in papers}
    for kind, data in papers.items():
        media.write(places[kind], data)
    with transaction() as db:
        supplier = own_locked(db, visitor.organisation_id)
        if supplier is None:
            raise LookupError(line["code"])
        supplier.commitment_version, supplier.demonstration = documents.LETTER_VERSION, True
        for kind, data in papers.items():
            file = filed(visitor, kind, data, places[kind])
            db.add(file)
            db.flush()
            db.add(paper(supplier, kind, file, read(data)))
            audit.record(db, visitor, Event.SUPPLIER_PAPER_ADDED, supplier.code, kind=kind, sha256=file.sha256)


def filed(visitor: Visitor, kind: PaperKind, data: bytes, place: str) -> StoredFile:
    return StoredFile(
        place=place,
        organisation_id=visitor.organisation_id,
        uploaded_by=visitor.person_id,
        purpose=Purpose.QUALIFICATION,
        name=NAMES[kind],
        media_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=clock.now(),
    )


def drawn(visitor: Visitor, kind: PaperKind, line: Line) -> bytes:
    if kind is PaperKind.COMMITMENT_LETTER:
        return suppliers.letter(visitor, "zh")[1]
    return rendered(licence(line) if kind is PaperKind.BUSINESS_LICENCE else trademark(line))


def licence(line: Line) -> dict[str, object]:
    return {
        "title_zh": "营业执照",
        "title_en": "Business licence",
        "number": line["licence_number"],
        "lines": [
            ["编号", line["licence_number"]],
            ["统一社会信用代码", line["uscc"]],
            ["名称", line["name_zh"]],
            ["Name", line["name_en"]],
            ["住所", line["city_zh"] + line["district_zh"]],
            ["有效期至", line["licence_valid_until"]],
        ],
    }


def trademark(line: Line) -> dict[str, object]:
    return {
        "title_zh": "商标注册证",
        "title_en": "Trademark registration certificate",
        "number": line["trademark_number"],
        "lines": [
            ["注册号", line["trademark_number"]],
            ["商标", f"{line['brand_zh']} {line['brand_en']}"],
            ["注册人", line["name_zh"]],
            ["Registrant", line["name_en"]],
        ],
    }


@cache
def letters() -> typst.Fonts:
    folder = str(fonts.serif_path().parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def rendered(data: dict[str, object]) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=letters(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        timestamp=datetime.combine(clock.today(), time(), UTC),
    )
