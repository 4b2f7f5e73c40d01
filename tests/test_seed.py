"""Seeding: the same rows for the same wish, the documents' figures on the day, nothing invented in a real museum."""

import shutil
from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, func, select

from db.audit import AuditEntry
from db.engine import engine, reading
from db.facts import Fact
from db.orders import Order, OrderLine, OrderStatus
from db.products import Product
from db.settings import settings
from seed import founding, founding_day, hanging, verify
from seed.__main__ import main
from seed.diary import Diary
from seed.founding_day import EXPECTED
from services import administrators, clock
from tests.databases import path_of, seal

REAL_NOW = clock.now
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


def take_down(url: str) -> None:
    """The museum is gone, and so is what the process remembered of it: that goes with the engine."""
    engine().dispose()
    engine.cache_clear()
    path_of(url).unlink()


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
    take_down(hung)
    run("--until", "2022-05")
    assert rows() == before


@pytest.mark.once
def test_rows_up_to_the_founding_day_are_the_same_for_every_month(hung):
    later = rows()
    take_down(hung)
    run("--until", "2022-04")
    founding_rows = rows()
    mark = founding_rows["audit_entry"] - later["audit_entry"]
    assert [row[5] for row in mark] == [hanging.HUNG]
    changed = {name for name, kept in founding_rows.items() if kept - later[name]}
    assert changed <= CHANGING | {"audit_entry"}


@pytest.mark.once
def test_another_seed_tells_another_story_after_the_founding_day(hung):
    before = bought_later()
    take_down(hung)
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
@pytest.mark.usefixtures("database")
def test_a_real_museum_gets_the_standards_and_nothing_invented(configure, capsys):
    configure(museum_mode="production", secret_key="0" * 32, base_url="https://museum.example")
    run()
    run("--if-empty")
    kept = {name for name, found in rows().items() if found}
    assert kept == {"audit_entry", "carbon_factor", "category", "indicator", "kind", "notice_cursor", "shelf_change",
                    "transport_factor", "vat_rate"}  # fmt: skip
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
