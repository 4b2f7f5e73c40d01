"""Invented bank accounts and what suppliers say of their taxes; and invoices of the demonstration's own purchases."""

import hashlib
from functools import partial
from random import Random

from db.engine import transaction
from db.media import Purpose, StoredFile
from db.orders import Order
from db.suppliers import SupplierKind
from seed import papers
from seed.dealing import Deal
from seed.diary import Diary
from seed.people import Cast
from seed.reading import Line, moment, table
from services import audit, clock, invoices, media, transfers, vat
from services.audit import Event
from services.invoices import InvoiceKind, Paper, Sums, Wanted, issuing
from services.invoices.holding import entered
from services.order_rights import Party
from services.transfers import AccountForm, Sent
from services.vat import Taxpayer
from services.visitors import Visitor

NAMED_ON = "2022-05-05T09:05"  # the first working day after the founding month
SMALL_SCALE = 3  # every third distributor is a small-scale taxpayer


def note_accounts(diary: Diary, cast: Cast) -> None:
    for number, line in enumerate(table("suppliers")):
        diary.note(moment(NAMED_ON), partial(name_account, cast, number, line))


def name_account(cast: Cast, number: int, line: Line) -> None:
    """An account that no bank has: no bank's numbers begin with four noughts."""
    seller = cast.sellers[line["code"]]
    bank = f"{line['city_zh']}示例银行{line['brand_zh']}支行（演示）"
    transfers.set_account(seller, AccountForm(bank, f"0000{number + 1:04d}{Random(line['code']).randrange(10**9):09d}"))
    small = line["kind"] == SupplierKind.DISTRIBUTOR and number % SMALL_SCALE == 0
    vat.state(seller, Taxpayer.SMALL_SCALE if small else Taxpayer.GENERAL)


def asked(deal: Deal) -> None:
    for code, _ in deal.orders:
        invoices.ask(
            deal.buyer, code, Wanted(InvoiceKind.ORDINARY, deal.placed.invoice_title, deal.placed.invoice_code)
        )


def issued(deal: Deal) -> None:
    """As `invoices.issue` would leave it, at a place that comes out the same: our own drawing needs no quarantine."""
    for code, seller in deal.orders:
        number = f"26330000{int(code[2:6]):04d}{int(code[7:]):08d}"
        known = invoices.of_order(seller, code)
        sums = Sums(known.bill.net_fen, known.bill.tax_fen, known.bill.gross_fen)
        paper, data = Paper(number, clock.today(), sums), papers.rendered(drawn(deal, seller, number, sums))
        place = hashlib.sha256(f"invoice {code}".encode()).hexdigest()[:48]
        media.write(place, data)
        with transaction() as db:
            seen = entered(db, seller, code, Party.SUPPLIER)
            fits = issuing.refuse_unless_fitting(db, seen, paper, number)
            file = filed(seller, seen.order, data, place)
            db.add(file)
            db.flush()
            audit.record(db, seller, Event.FILE_STORED, file.id, purpose=file.purpose, sha256=file.sha256)
            issuing.added(db, seller, seen.order, fits, file.id)


def filed(seller: Visitor, order: Order, data: bytes, place: str) -> StoredFile:
    return StoredFile(
        place=place,
        organisation_id=seller.organisation_id,
        uploaded_by=seller.person_id,
        purpose=Purpose.INVOICE,
        name=f"电子发票 {order.code}（演示）.pdf",
        media_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        created_at=clock.now(),
    )


def drawn(deal: Deal, seller: Visitor, number: str, sums: Sums) -> dict[str, object]:
    yuan = [f"{fen / 100:,.2f}" for fen in (sums.net_fen, sums.tax_fen, sums.gross_fen)]
    return {
        "title_zh": "电子发票（普通发票）",
        "title_en": "Ordinary VAT invoice",
        "number": number,
        "lines": [
            ["发票号码", number],
            ["开票日期", clock.today().isoformat()],
            ["购买方", deal.placed.invoice_title],
            ["销售方", seller.organisation_zh],
            ["金额", yuan[0]],
            ["税额", yuan[1]],
            ["价税合计", yuan[2]],
        ],
    }


def accepted(deal: Deal) -> None:
    for code, _ in deal.orders:
        for one in invoices.of_order(deal.buyer, code).invoices:
            invoices.accept(deal.buyer, code, one.invoice.id)


def told(deal: Deal) -> None:
    """The buyer's bank has sent the money; the supplier has yet to see it."""
    for code, _ in deal.orders:
        transfers.tell(deal.buyer, code, Sent(clock.today(), f"DEMO{code[2:6]}{code[7:]}"))
