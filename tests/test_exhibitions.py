"""Special exhibitions: curated by officials, open between two days, told before and remembered after."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import drawings
from components.exhibition_desk import Placed, arranged, codes
from db import audit as log
from db.engine import reading
from db.products import ProductStatus
from pages.machine import front
from pages.machine.drawings import drawn
from seed.reading import table, texts
from services import clock, exhibitions, listings
from services.errors import Conflict, Forbidden, Invalid, Missing
from services.exhibitions import FLOW, Cover, ExhibitionForm, ExhibitionStatus, Phase, Piece
from tests import make

HOUSE = Starlette(routes=front.ROUTES)
DAY = timedelta(days=1)


def a_form(*pieces, opens=0, closes=30, **more):
    today = clock.today()
    values = {
        "title_zh": "湖州制造", "title_en": "Made in Huzhou", "words_zh": "请看**地板**。",
        "words_en": "See the **floors**.",
        "cover": Cover.CRAFT, "opens_on": today + opens * DAY, "closes_on": today + closes * DAY,
        "pieces": tuple(pieces),
    }  # fmt: skip
    return ExhibitionForm(**(values | more))


def an_exhibition(official, *pieces, **more):
    hung = pieces or (Piece(make.a_product().code, "看", "Look"),)
    row = exhibitions.draft(official, a_form(*hung, **more))
    return exhibitions.publish(official, row.code, revision=row.revision)


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def phase(visitor, code):
    return exhibitions.visit(visitor, code).phase


def test_a_draft_is_seen_by_curators_only(official, buyer, guest):
    code = exhibitions.draft(official, a_form(Piece(make.a_product().code))).code
    assert phase(official, code) is Phase.PREPARED
    for visitor in (guest, buyer):
        assert exhibitions.listed(visitor) == []
        with pytest.raises(Missing):
            exhibitions.visit(visitor, code)
    assert exhibitions.current() is None


def test_its_address_answers_with_its_own_title_and_an_unknown_one_with_404(official):
    shown, draft = an_exhibition(official), exhibitions.draft(official, a_form(title_en="Not told yet"))
    door = TestClient(HOUSE)
    answer = door.get("/exhibitions", params={"item": shown.code, "lang": "en"})
    assert "<title>Made in Huzhou · Green" in answer.text
    assert f"/exhibitions?item={shown.code}&amp;lang=en" in answer.text
    for item in ("E-999999", "\0", draft.code):
        answer = door.get("/exhibitions", params={"item": item})
        assert (answer.status_code, "Not told yet" in answer.text) == (404, False)


def test_it_is_announced_then_open_then_in_the_archive(official, guest, pass_time):
    row = an_exhibition(official, opens=2, closes=4)
    seen = []
    for _ in range(6):
        seen.append(phase(guest, row.code))
        pass_time(DAY)
    assert seen == [Phase.ANNOUNCED] * 2 + [Phase.OPEN] * 3 + [Phase.PAST]


def test_what_will_hang_is_not_told_before_the_first_day(official, guest, pass_time):
    row = an_exhibition(official, opens=1)
    assert exhibitions.visit(guest, row.code).pieces == []
    assert len(exhibitions.visit(official, row.code).pieces) == 1
    assert exhibitions.current() is None
    pass_time(DAY)
    assert len(exhibitions.visit(guest, row.code).pieces) == 1
    assert exhibitions.current().code == row.code


def test_pieces_hang_in_their_order_with_their_notes(official, guest):
    first, second = make.a_product().code, make.a_product().code
    row = an_exhibition(official, Piece(second, "二", "Two"), Piece(first, "一", "One"))
    hung = exhibitions.visit(guest, row.code).pieces
    assert [(piece.card.code, piece.note_en) for piece in hung] == [(second, "Two"), (first, "One")]


def test_what_was_taken_off_the_wall_does_not_hang_in_an_exhibition(official, guest, supplier):
    gone, left = make.a_product(supplier).code, make.a_product(supplier).code
    row = an_exhibition(official, Piece(gone), Piece(left))
    listings.take_off(supplier, gone)
    assert [piece.card.code for piece in exhibitions.visit(guest, row.code).pieces] == [left]
    kept = a_form(Piece(gone), Piece(left), title_en="Still made in Huzhou")
    assert exhibitions.save(official, row.code, kept, revision=row.revision).title_en == "Still made in Huzhou"


@pytest.mark.parametrize("status", [status for status in ProductStatus if status is not ProductStatus.PUBLISHED])
def test_only_what_is_on_show_can_be_chosen(official, status):
    code = make.a_product(status=status).code
    with pytest.raises(Invalid):
        exhibitions.draft(official, a_form(Piece(code)))
    with pytest.raises(Invalid):
        exhibitions.draft(official, a_form(Piece("P-999999")))


def test_an_exhibit_hangs_once_and_an_exhibition_is_not_endless(official):
    code = make.a_product().code
    with pytest.raises(Invalid):
        exhibitions.draft(official, a_form(Piece(code), Piece(code)))
    with pytest.raises(Invalid):
        exhibitions.draft(official, a_form(*[Piece(code)] * 25))


def test_an_empty_exhibition_is_not_published_and_a_published_one_not_emptied(official):
    row = exhibitions.draft(official, a_form())
    with pytest.raises(Conflict):
        exhibitions.publish(official, row.code, revision=row.revision)
    row = an_exhibition(official)
    with pytest.raises(Conflict):
        exhibitions.save(official, row.code, a_form(), revision=row.revision)
    assert len(exhibitions.visit(official, row.code).pieces) == 1


def test_its_days_make_sense(official):
    with pytest.raises(Invalid):
        exhibitions.draft(official, a_form(opens=2, closes=1))
    row = exhibitions.draft(official, a_form(Piece(make.a_product().code), opens=-9, closes=-1))
    with pytest.raises(Conflict):
        exhibitions.publish(official, row.code, revision=row.revision)


def test_a_closed_exhibition_is_over_for_good(official, guest):
    row = an_exhibition(official)
    exhibitions.close(official, row.code)
    assert phase(guest, row.code) is Phase.PAST
    now = exhibitions.visit(official, row.code).exhibition.revision
    with pytest.raises(Conflict):
        exhibitions.save(official, row.code, a_form(), revision=now)
    with pytest.raises(Conflict):
        exhibitions.publish(official, row.code, revision=now)
    assert set(FLOW) == set(ExhibitionStatus)


@pytest.mark.parametrize("role", ["guest", "buyer", "supplier", "expert", "administrator"])
def test_only_officials_curate(request, official, role):
    visitor = request.getfixturevalue(role)
    row = an_exhibition(official)
    for act in (
        lambda: exhibitions.draft(visitor, a_form()),
        lambda: exhibitions.save(visitor, row.code, a_form(), revision=row.revision),
        lambda: exhibitions.publish(visitor, row.code, revision=row.revision),
        lambda: exhibitions.close(visitor, row.code),
        lambda: exhibitions.pieces(visitor, row.code),
    ):
        with pytest.raises(Forbidden):
            act()


def test_what_another_curator_changed_meanwhile_is_not_overwritten(official, housing):
    row = an_exhibition(official)
    pieces = exhibitions.pieces(official, row.code)
    exhibitions.save(housing, row.code, a_form(*pieces, title_en="Theirs"), revision=row.revision)
    with pytest.raises(Conflict):
        exhibitions.save(official, row.code, a_form(*pieces, title_en="Mine"), revision=row.revision)
    assert exhibitions.visit(official, row.code).exhibition.title_en == "Theirs"


def test_every_step_stands_in_the_audit_log_and_saving_the_same_does_not(official):
    row = an_exhibition(official)
    pieces = exhibitions.pieces(official, row.code)
    exhibitions.save(official, row.code, a_form(*pieces), revision=row.revision)
    exhibitions.save(official, row.code, a_form(Piece(pieces[0].code, "新", "New")), revision=row.revision)
    exhibitions.close(official, row.code)
    with reading() as db:
        events = [entry.event for entry in log.chain(db) if entry.subject == row.code]
    assert events == ["exhibition:drafted", "exhibition:published", "exhibition:changed", "exhibition:closed"]


@pytest.mark.once
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_foyer_carries_its_banner_and_the_page_its_pieces(visit, official, guest, lang):
    code = make.a_product().code
    row = an_exhibition(official, Piece(code, "<b>看</b>", "<b>Look</b>"))
    assert f"item={row.code}" in wall(visit("home.py", guest, lang=lang))
    assert f"item={row.code}" in wall(visit("exhibitions.py", guest, lang=lang))
    shown = wall(visit("exhibitions.py", guest, lang=lang, item=row.code))
    assert f"code={code}" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>看" not in shown
    assert "<b>Look" not in shown


@pytest.mark.once
def test_the_foyer_is_silent_when_nothing_is_open(visit, official, guest):
    an_exhibition(official, opens=1)
    assert "exhibition-banner" not in wall(visit("home.py", guest))


@pytest.mark.once
def test_a_curator_arranges_and_adds_on_the_page(visit, official):
    first, second, third = (make.a_product().code for _ in range(3))
    row = exhibitions.draft(official, a_form(Piece(first), Piece(second)))
    at = visit("exhibitions.py", official, edit=row.code)
    key = f"{row.code}-{row.revision}"
    at.number_input(key=f"place-{key}-{first}").set_value(5)
    at.text_input(key=f"note_en-{key}-{second}").set_value("First now")
    at.text_input(key=f"added-{key}").set_value(third.lower())
    at.button(key=f"save-{key}").click().run()
    assert not at.error
    assert exhibitions.pieces(official, row.code) == [Piece(second, "", "First now"), Piece(first), Piece(third)]
    at.button(key=f"publish-{row.code}").click().run()
    assert exhibitions.current().code == row.code


@pytest.mark.once
def test_a_guest_is_offered_no_way_to_curate(visit, official, guest):
    row = an_exhibition(official)
    for at in (visit("exhibitions.py", guest, edit=row.code), visit("exhibitions.py", guest, item=row.code)):
        assert not at.button
        assert not at.text_input
        assert "Change it" not in wall(at)
        assert "Prepare" not in wall(at)
    assert visit("exhibitions.py", guest, item="X-999999").error


@pytest.mark.pure
def test_pieces_are_put_in_their_places():
    a, b, c = Piece("P-1"), Piece("P-2"), Piece("P-3")
    placed = [Placed(2, a), Placed(1, b), Placed(2, c), Placed(1, Piece("P-9"), dropped=True)]
    assert arranged(placed, ["P-2", "P-4", "P-4"]) == (b, a, c, Piece("P-4"))
    assert codes(" p-000002，P-000003;\nP-000004 ") == ["P-000002", "P-000003", "P-000004"]


@pytest.mark.pure
@pytest.mark.parametrize("cover", Cover)
def test_every_cover_is_a_drawing_of_its_own(cover):
    others = {drawn("cover", other) for other in Cover if other is not cover}
    assert drawn("cover", cover) not in others
    assert drawn("cover", "structure") == drawings.hall("structure")


@pytest.mark.pure
def test_the_exhibitions_of_the_demonstration_speak_both_languages_and_hang_what_there_is():
    hung = {line["code"] for line in table("products")}
    for told in texts("exhibition"):
        assert all(told[name].strip() for name in ("title_zh", "title_en", "words_zh", "words_en"))
        assert Cover(told["cover"])
        assert {piece["code"] for piece in told["piece"]} <= hung
        assert all(piece["note_zh"] and piece["note_en"] for piece in told["piece"])
