"""Files: who may read what, how they are sent, where they lie, and that nothing lies about them."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db.engine import transaction
from db.media import StoredFile
from db.suppliers import PaperKind
from pages.machine import files
from pages.machine.files import disposition
from services import listings, media, suppliers
from services.errors import Forbidden, Invalid, Missing
from services.listings import ListingForm
from services.media import Purpose
from services.settings import settings
from tests import make
from tests.handed_in import A_JPEG, A_PDF, A_PNG

OF_BUYERS = {Purpose.EVIDENCE, Purpose.QUOTATION, Purpose.TRANSFER}
EVERYBODY = ["guest", "buyer", "supplier", "rival", "official", "housing", "expert", "administrator"]
OFFICIALS = {"official", "housing"}
TILE = ListingForm(
    kind="ceramic-tiles", name_zh="砖", specification_zh="。", description_zh="。", price_fen=9_900, unit="m2"
)
DOORS = Starlette(
    routes=[Route("/files/{file_id:uuid}", files.download), Route("/letters/commitment.pdf", files.letter)]
)


def knock(visitor, path):
    """What the visitor's browser gets at this address."""
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor.signed_in else {}
    return TestClient(DOORS, cookies=cookies).get(path)


def a_tile(supplier):
    make.a_kind()
    return listings.draft(supplier, TILE).code


def a_picture(supplier, code):
    listings.add_picture(supplier, code, name="砖.jpg", data=A_JPEG)
    return listings.get(supplier, code).pictures[0].file_id


def readers(file_id, request):
    """Who is given the file; for everybody else there is none."""
    given = set()
    for name in EVERYBODY:
        try:
            media.read(request.getfixturevalue(name), file_id)
            given.add(name)
        except Missing:
            assert knock(request.getfixturevalue(name), f"/files/{file_id}").status_code == 404
    return given


def test_a_qualification_is_read_by_its_owner_and_by_officials(supplier, request):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.QUALIFICATION)
    assert readers(file.id, request) == {"supplier"} | OFFICIALS


def test_a_certificate_is_read_by_its_owner_and_by_officials(supplier, request):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.CERTIFICATE)
    assert readers(file.id, request) == {"supplier"} | OFFICIALS


def test_a_picture_is_everybodys_only_while_its_exhibit_hangs(supplier, official, request):
    code = a_tile(supplier)
    picture = a_picture(supplier, code)
    inside = {"supplier"} | OFFICIALS
    assert readers(picture, request) == inside
    listings.submit(supplier, code)
    assert readers(picture, request) == inside
    listings.publish(official, code)
    assert readers(picture, request) == set(EVERYBODY)
    listings.take_off(supplier, code)
    assert readers(picture, request) == inside


def test_a_buyer_of_the_same_organisation_reads_no_qualification(supplier):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.QUALIFICATION)
    colleague = make.a_buyer("colleague")
    with pytest.raises(Missing):
        media.read(type(colleague)(**vars(colleague) | {"organisation_id": supplier.organisation_id}), file.id)


def test_a_file_nobody_stored_is_missing(guest, official):
    for visitor in (guest, official):
        answer = knock(visitor, "/files/00000000-0000-7000-8000-000000000000")
        assert answer.status_code == 404


def test_papers_are_handed_out_as_downloads_and_never_kept_by_a_browser(supplier):
    file = media.store(supplier, "营业执照.pdf", A_PDF, Purpose.QUALIFICATION)
    answer = knock(supplier, f"/files/{file.id}")
    assert answer.content == A_PDF
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert unquote(answer.headers["content-disposition"].split("''")[1]) == "营业执照.pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_a_scan_is_a_download_even_when_it_is_a_picture(supplier):
    file = media.store(supplier, "a.png", A_PNG, Purpose.CERTIFICATE)
    assert knock(supplier, f"/files/{file.id}").headers["content-disposition"].startswith("attachment;")


def test_a_picture_on_show_is_shown_and_kept_for_a_short_while(supplier, official, guest):
    code = a_tile(supplier)
    picture = a_picture(supplier, code)
    mine = knock(supplier, f"/files/{picture}")
    assert mine.headers["cache-control"] == "private, no-store"
    listings.submit(supplier, code)
    listings.publish(official, code)
    answer = knock(guest, f"/files/{picture}")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.pure
@pytest.mark.parametrize(
    "name", ['a".pdf', "a\r\nSet-Cookie: x=1.pdf", "a;b.pdf", "../../x.pdf", "\u202efdp.exe", "承诺书.pdf"]
)
def test_no_name_breaks_out_of_the_header(name):
    header = disposition(name, shown=False)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.split("''")[1]) == name


def test_a_file_lies_under_a_random_name_outside_the_database(supplier):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.QUALIFICATION)
    folder = Path(urlsplit(settings().media_url).path)
    assert [kept.name for kept in folder.iterdir()] == [file.place]
    assert "a.pdf" not in file.place
    assert (folder / file.place).read_bytes() == A_PDF


def test_a_file_that_was_changed_on_the_disk_is_not_handed_out(supplier, caplog):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.QUALIFICATION)
    place = Path(urlsplit(settings().media_url).path) / file.place
    place.write_bytes(A_PDF + b" ")
    with pytest.raises(Missing):
        media.read(supplier, file.id)
    place.unlink()
    with pytest.raises(Missing):
        media.read(supplier, file.id)
    assert "is not what was put there" in caplog.text


def test_what_is_refused_leaves_nothing_behind(supplier):
    with pytest.raises(Invalid):
        media.store(supplier, "a.pdf", b"MZ not a paper", Purpose.QUALIFICATION)
    assert not Path(urlsplit(settings().media_url).path).exists()


def test_an_organisation_keeps_at_most_200_megabytes(supplier, rival):
    file = media.store(supplier, "a.pdf", A_PDF, Purpose.QUALIFICATION)
    with transaction(audited=False) as db:
        db.get_one(StoredFile, file.id).size = 200 * 1024 * 1024 - len(A_PDF) + 1
    with pytest.raises(Invalid, match="of 200 MB"):
        media.store(supplier, "b.pdf", A_PDF, Purpose.QUALIFICATION)
    assert media.store(rival, "b.pdf", A_PDF, Purpose.QUALIFICATION).size == len(A_PDF)


def test_a_picture_taken_down_is_gone_from_the_disk(supplier):
    code = a_tile(supplier)
    picture = a_picture(supplier, code)
    listings.remove_picture(supplier, code, listings.get(supplier, code).pictures[0].id)
    with pytest.raises(Missing):
        media.read(supplier, picture)
    assert list(Path(urlsplit(settings().media_url).path).iterdir()) == []


@pytest.mark.parametrize("person", ["guest", "buyer", "official", "expert", "administrator"])
@pytest.mark.parametrize("purpose", sorted(set(Purpose) - OF_BUYERS - {Purpose.CORRESPONDENCE, Purpose.REPORT}))
def test_only_suppliers_hand_files_in(person, purpose, request):
    with pytest.raises(Forbidden):
        media.store(request.getfixturevalue(person), "a.pdf", A_PDF, purpose)


@pytest.mark.parametrize("person", ["guest", "official", "expert", "administrator"])
def test_only_the_two_sides_of_an_order_hand_in_correspondence(person, request):
    with pytest.raises(Forbidden):
        media.store(request.getfixturevalue(person), "a.pdf", A_PDF, Purpose.CORRESPONDENCE)


@pytest.mark.parametrize("person", ["guest", "buyer", "supplier", "administrator"])
def test_only_who_does_the_work_hands_in_a_report(person, request):
    with pytest.raises(Forbidden):
        media.store(request.getfixturevalue(person), "a.pdf", A_PDF, Purpose.REPORT)


@pytest.mark.parametrize("person", ["guest", "supplier", "official", "expert", "administrator"])
@pytest.mark.parametrize("purpose", sorted(OF_BUYERS))
def test_only_buyers_show_what_they_refuse_and_what_they_want(person, purpose, request):
    with pytest.raises(Forbidden):
        media.store(request.getfixturevalue(person), "a.pdf", A_PDF, purpose)


def test_the_letter_is_printed_for_its_supplier_and_for_nobody_else(buyer, guest):
    newcomer = make.a_member("newcomer", role="supplier", kind="enterprise")
    assert knock(newcomer, "/letters/commitment.pdf").status_code == 404
    suppliers.save(newcomer, suppliers.Profile(kind=suppliers.SupplierKind.DISTRIBUTOR))
    answer = knock(newcomer, "/letters/commitment.pdf?lang=zh")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert [knock(who, "/letters/commitment.pdf").status_code for who in (guest, buyer)] == [404, 404]


def test_a_paper_that_was_replaced_is_still_read_by_officials(official):
    newcomer = make.a_member("newcomer", role="supplier", kind="enterprise")
    suppliers.save(newcomer, suppliers.Profile(kind=suppliers.SupplierKind.DISTRIBUTOR))
    suppliers.add_paper(newcomer, PaperKind.BUSINESS_LICENCE, name="old.pdf", data=A_PDF)
    old = suppliers.mine(newcomer).papers[0].file_id
    suppliers.add_paper(newcomer, PaperKind.BUSINESS_LICENCE, name="new.png", data=A_PNG)
    assert media.read(official, old)[0].name == "old.pdf"
