"""The demonstration: the same rows for the same wish, the documents' figures on the day, every figure in agreement."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, col, func, select

from db import accounts as people
from db import quotations
from db.accounts import Person
from db.audit import AuditEntry
from db.columns import new_id
from db.engine import engine, reading, transaction
from db.facts import Fact
from db.ledger import Account, Entry
from db.media import StoredFile
from db.orders import Channel, Method, Order, OrderLine, OrderStatus, Purchase
from db.products import Certificate, Product
from db.quotations import Quotation, QuotationLine, QuotationRequest
from db.settings import settings
from db.stock import Hold, Reservation, Stock
from db.suppliers import Supplier, SupplierPaper
from seed import founding, founding_day, hanging, verify
from seed.__main__ import main
from seed.diary import Diary
from seed.founding_day import EXPECTED
from seed.reading import table
from services import administrators, clock, media, sign_in, uploads
from services.errors import Invalid
from services.visitors import GUEST, Role
from tests.databases import path_of, seal

REAL_NOW = clock.now
CERTIFICATES = sum(line["valid_from"] <= "2022-05-31" for line in table("certificates"))
S = OrderStatus
CHANGING = {"stock", "series", "cart", "cart_line", "product"}
templates: list[Path] = []


@pytest.fixture(autouse=True)
def time_flows(monkeypatch):
    """The seed sets the clock itself."""
    monkeypatch.setattr(clock, "now", REAL_NOW)


@pytest.fixture
def hung(database, tmp_path_factory) -> str:
    """The demonstration to the end of May 2022; on SQLite it is hung once and copied."""
    if not database.startswith("sqlite"):
        run("--until", "2022-05")
        return database
    if not templates:
        run("--until", "2022-05")
        engine().dispose()
        seal(database)
        kept = tmp_path_factory.mktemp("hung")
        shutil.copyfile(path_of(database), kept / "museum.db")
        shutil.copytree(settings().data_dir / "media", kept / "media")
        templates.append(kept)
    engine().dispose()
    shutil.copyfile(templates[0] / "museum.db", path_of(database))
    shutil.copytree(templates[0] / "media", settings().data_dir / "media", dirs_exist_ok=True)
    return database


def run(*arguments: str) -> None:
    assert main(list(arguments)) == 0


def rows() -> dict[str, set[tuple]]:
    """Every row of every table."""
    with engine().connect() as connection:
        return {
            table.name: {tuple(map(str, row)) for row in connection.execute(table.select())}
            for table in SQLModel.metadata.sorted_tables
        }


@pytest.mark.usefixtures("database")
def test_on_30_april_2022_the_figures_are_the_documents():
    run("--until", "2022-04")
    with reading() as db:
        assert founding_day.figures(db) == EXPECTED
        assert db.exec(select(func.sum(Fact.amount_fen))).one() == 13_100_000_000
        assert {order.status for order in db.exec(select(Order))} == {OrderStatus.CLOSED}
    assert verify.problems() == []


@pytest.mark.usefixtures("hung")
def test_a_second_run_changes_nothing():
    before = rows()
    run()
    run("--if-empty")
    run("--until", "2022-05")
    assert rows() == before


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_a_museum_that_hangs_is_not_hung_otherwise(capsys):
    before = rows()
    assert main(["--until", "2022-06"]) == 1
    assert main(["--until", "2022-05", "--seed", "7"]) == 1
    assert "remove the database" in capsys.readouterr().err
    assert rows() == before


@pytest.mark.once
def test_the_same_wish_gives_the_same_rows(hung):
    before = rows()
    engine().dispose()
    path_of(hung).unlink()
    run("--until", "2022-05")
    assert rows() == before


@pytest.mark.once
def test_rows_up_to_the_founding_day_are_the_same_for_every_month(hung):
    later = rows()
    engine().dispose()
    path_of(hung).unlink()
    run("--until", "2022-04")
    founding_rows = rows()
    mark = founding_rows["audit_entry"] - later["audit_entry"]
    assert [row[5] for row in mark] == [hanging.HUNG]
    changed = {name for name, kept in founding_rows.items() if kept - later[name]}
    assert changed <= CHANGING | {"audit_entry"}


@pytest.mark.once
def test_another_seed_tells_another_story_after_the_founding_day(hung):
    before = bought_later()
    engine().dispose()
    path_of(hung).unlink()
    run("--until", "2022-05", "--seed", "7")
    assert verify.problems() == []
    assert bought_later() != before


def bought_later() -> list[tuple]:
    lines = select(OrderLine.product_code, OrderLine.quantity_milli).join(Order, col(Order.id) == OrderLine.order_id)
    with reading() as db:
        return list(db.exec(lines.where(Order.placed_at >= founding_day.MIDNIGHT).order_by(col(Order.code))))


@pytest.mark.once
@pytest.mark.usefixtures("database")
def test_a_seeding_that_was_cut_short_is_begun_anew(monkeypatch):
    def power_cut() -> None:
        raise KeyboardInterrupt

    def note_orders(diary: Diary, _) -> None:
        diary.note(hanging.moment("2021-04-01T00:00"), power_cut)

    with monkeypatch.context() as patch:
        patch.setattr(founding, "note_orders", note_orders)
        with pytest.raises(KeyboardInterrupt):
            main(["--until", "2022-04"])
    assert hanging.hung() is None
    assert hanging.half_hung()
    run("--if-empty", "--until", "2022-04")
    assert verify.problems() == []


@pytest.mark.once
@pytest.mark.usefixtures("database", "buyer")
def test_a_half_hung_museum_that_somebody_uses_is_left_alone():
    hanging.hang_standards()
    before = rows()
    run("--until", "2022-04")
    assert rows() == before


@pytest.mark.usefixtures("hung")
def test_bulk_rows_agree_with_every_figure():
    run("--products", "230", "--orders", "120")
    assert verify.problems() == []
    with reading() as db:
        codes = db.exec(select(Product.code).order_by(col(Product.code))).all()
        assert list(codes) == [f"P-{number:06d}" for number in range(1, 83 + 230 + 1)]
        assert db.exec(select(func.count()).select_from(Order)).one() > 26 + 120
        last = db.exec(select(AuditEntry).order_by(col(AuditEntry.number).desc()).limit(2)).all()
    assert [(entry.subject, entry.data["part"]) for entry in last] == [("orders", "bulk"), ("exhibits", "bulk")]


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


@pytest.mark.once
@pytest.mark.usefixtures("database")
def test_a_real_museum_gets_the_standards_and_nothing_invented(configure, capsys):
    configure(museum_mode="production", secret_key="0" * 32, base_url="https://museum.example")
    run()
    run("--if-empty")
    kept = {name for name, found in rows().items() if found}
    assert kept == {"audit_entry", "carbon_factor", "category", "indicator", "kind", "shelf_change",
                    "transport_factor"}  # fmt: skip
    assert main(["--products", "1"]) == 1
    run("--administrator", "chief@city.example")
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://museum.example/account?form=join&invitation=")
    assert administrators.is_open(link.rpartition("=")[2])


@pytest.mark.once
@pytest.mark.usefixtures("hung")
def test_there_is_one_first_administrator(capsys):
    assert main(["--administrator", "second@city.example"]) == 1
    assert not capsys.readouterr().out


@pytest.mark.pure
@pytest.mark.parametrize("wish", ["2022-03", "2022-13", "202206", "May 2026"])
def test_the_story_ends_with_a_month(wish, capsys):
    with pytest.raises(SystemExit):
        main(["--until", wish])
    assert "is not a month" in capsys.readouterr().err


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
