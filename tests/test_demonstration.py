"""What the demonstration holds: people who can walk in, papers that would pass, figures that name what was forged."""

import shutil

import pytest
from sqlmodel import Session, col, func, select

from db import accounts as people
from db import quotations
from db.accounts import Person
from db.audit import AuditEntry
from db.columns import new_id
from db.engine import engine, reading, transaction
from db.facts import Fact
from db.ledger import Account, Entry
from db.media import StoredFile
from db.orders import Channel, Method, Order, OrderStatus, Purchase
from db.products import Certificate, Product
from db.quotations import Quotation, QuotationLine, QuotationRequest
from db.settings import settings
from db.stock import Hold, Reservation, Stock
from db.suppliers import Supplier, SupplierPaper
from seed import verify
from seed.__main__ import main
from seed.reading import table
from services import clock, media, sign_in, uploads
from services.errors import Invalid
from services.visitors import GUEST, Role
from tests import seeded
from tests.databases import path_of

REAL_NOW = clock.now
CERTIFICATES = sum(line["valid_from"] <= "2022-05-31" for line in table("certificates"))
S = OrderStatus


@pytest.fixture(autouse=True)
def time_flows(monkeypatch):
    """The seed sets the clock itself."""
    monkeypatch.setattr(clock, "now", REAL_NOW)


@pytest.fixture
def hung(database, tmp_path_factory) -> None:
    """The demonstration to the end of May 2022, hung once a run."""
    kept = seeded.template(tmp_path_factory)
    engine().dispose()
    shutil.copyfile(kept / "museum.db", path_of(database))
    shutil.copytree(kept / "media", settings().data_dir / "media", dirs_exist_ok=True)


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_everybody_of_the_demonstration_can_walk_in_and_nobody_else():
    roles = {}
    with reading() as db:
        offered = [person.email for person in people.demonstration_people(db)]
        others = [person.email for person in db.exec(select(Person)) if not person.demonstration]
    for email in offered:
        token = sign_in.sign_in(GUEST, email=email, password="museum-demo-2026", address=email).token
        roles[email.partition("@")[0]] = sign_in.visitor_of(token, "")[0].role
    assert roles == {
        "admin": Role.ADMINISTRATOR, "buyer": Role.BUYER, "expert": Role.EXPERT, "housing": Role.OFFICIAL,
        "official": Role.OFFICIAL, "supplier": Role.SUPPLIER,
    }  # fmt: skip
    assert len(others) == 26 + 54
    with pytest.raises(Invalid):
        sign_in.sign_in(GUEST, email=others[0], password="museum-demo-2026", address="elsewhere")


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_the_demonstrations_buyer_has_an_order_in_every_state():
    with reading() as db:
        buyer = people.person_by_email(db, "buyer@demo.example")
        found = select(Order.status, Purchase.method).join(Purchase, col(Purchase.id) == Order.purchase_id)
        states = set(db.exec(found.where(Purchase.person_id == buyer.id)))
    wanted = (S.PLACED, S.CONFIRMED, S.SHIPPED, S.RECEIVED, S.ACCEPTED, S.CLOSED, S.CANCELLED)
    assert {status for status, _ in states} == set(wanted)
    assert {(S.PLACED, Method.CARD), (S.PLACED, Method.TRANSFER), (S.ACCEPTED, Method.TRANSFER)} <= states


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_the_demonstration_has_a_request_to_choose_in_one_to_answer_and_a_standing_price():
    with reading() as db:
        requests = db.exec(select(QuotationRequest).order_by(col(QuotationRequest.code))).all()
        answers = [[answer.status for answer in quotations.current(db, [one.id])] for one in requests]
        by_price = db.exec(select(Purchase.channel).where(col(Purchase.quotation_id).is_not(None))).all()
    assert [one.status for one in requests] == ["open", "open", "accepted"]
    assert (answers, by_price) == ([["given", "given"], [], ["accepted"]], [Channel.FRAMEWORK])


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_the_papers_would_pass_the_door():
    with reading() as db:
        held = db.exec(select(SupplierPaper, StoredFile).join(StoredFile)).all()
    one_each = {paper.kind: file for paper, file in held}
    assert len(held) == len({file.sha256 for _, file in held})
    for kind, file in one_each.items():
        checked = uploads.check(file.name, media.fetched(file), uploads.Purpose.DOCUMENT)
        assert (checked.sha256, checked.media_type) == (file.sha256, file.media_type), kind


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_certificates_appear_on_the_day_they_begin_to_hold():
    with reading() as db:
        begins = db.exec(select(Certificate.valid_from)).all()
        products = db.exec(select(func.count()).select_from(Product).where(col(Product.published_at).is_(None))).one()
    assert (len(begins), max(begins).isoformat() <= "2022-05-31", products) == (CERTIFICATES, True, 0)


def more_on_hand(db: Session) -> None:
    db.exec(select(Stock)).first().on_hand_milli += 1


def promised_twice(db: Session) -> None:
    held = db.exec(select(Reservation)).first().model_dump() | {"id": new_id(), "status": Hold.HELD}
    db.add(Reservation(**held))


def dearer(db: Session) -> None:
    db.exec(select(Order)).first().total_fen += 1


def quoted_dearer(db: Session) -> None:
    db.exec(select(Quotation)).first().total_fen += 1


def ordered_beyond(db: Session) -> None:
    db.exec(select(QuotationLine).where(col(QuotationLine.most_milli).is_not(None))).first().most_milli = 1


def one_sided(db: Session) -> None:
    entry = db.exec(select(Entry)).first()
    db.add(Entry(posting_id=entry.posting_id, order_id=entry.order_id, account=Account.CARD_RECEIPTS, amount_fen=1))


def cancelled_and_paid(db: Session) -> None:
    db.exec(select(Order).where(Order.status == S.CLOSED)).first().status = S.CANCELLED


def counted_twice(db: Session) -> None:
    db.add(Fact(**db.exec(select(Fact)).first().model_dump() | {"id": new_id()}))


def a_forged_entry(db: Session) -> None:
    last = db.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc())).first()
    db.add(AuditEntry(**last.model_dump() | {"number": last.number + 1, "seal": "0" * 64}))


def approved_later(db: Session) -> None:
    db.exec(select(Supplier)).first().approved_at = clock.now()


@pytest.mark.once
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (more_on_hand, "on hand"), (promised_twice, "reserved"), (dearer, "an order its lines"),
        (one_sided, "sums to nothing"), (cancelled_and_paid, "cancelled"), (counted_twice, "officials' figures"),
        (quoted_dearer, "a quotation is worth"), (ordered_beyond, "standing price"),
        (a_forged_entry, "audit log"), (approved_later, "30 April"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("hung")
def test_a_figure_that_was_tampered_with_is_named(tamper, said, capsys):
    with transaction(audited=False) as db:
        tamper(db)
    assert any(said in problem for problem in verify.problems())
    assert main(["--verify"]) == 1
    assert "wrong" in capsys.readouterr().err
