"""PDF files handed in: kept as they came when they are quiet, refused with the reason when they are not."""

import io

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from services import uploads
from tests.handed_in import A_LETTER, DOCUMENT, MB, a_pdf, packed_object, refusal

pytestmark = pytest.mark.pure


def test_our_own_letter_is_accepted_as_it_is():
    kept = uploads.check("承诺书.pdf", A_LETTER, DOCUMENT)
    assert (kept.data, kept.pages, kept.media_type) == (A_LETTER, 2, "application/pdf")


def javascript(writer):
    script = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    tree = DictionaryObject({NameObject("/Names"): ArrayObject([TextStringObject("a"), writer._add_object(script)])})  # noqa: SLF001
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): tree})


def attachment(writer):
    writer.add_attachment("a.exe", b"MZ")


def open_action(kind, **more):
    def change(writer):
        entries = {"/S": NameObject(kind)} | {f"/{key}": TextStringObject(value) for key, value in more.items()}
        action = DictionaryObject({NameObject(key): value for key, value in entries.items()})
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)  # noqa: SLF001

    return change


def page_action(writer):
    action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("1")})
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): action})


def old_form(writer):
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>"), NameObject("/Fields"): ArrayObject()})
    writer.root_object[NameObject("/AcroForm")] = form


@pytest.mark.parametrize(
    "change",
    [
        javascript,
        attachment,
        page_action,
        old_form,
        open_action("/Launch", F="cmd.exe"),
        open_action("/JavaScript", JS="app.alert(1)"),
        open_action("/SubmitForm", F="http://a.example"),
        open_action("/ImportData", F="a"),
    ],
)
def test_a_pdf_that_acts_or_carries_files_is_refused(change):
    assert "active part" in refusal("a.pdf", a_pdf(change=change))


def test_an_escaped_name_hides_nothing():
    hidden = a_pdf(change=open_action("/JavaScript", JS="1")).replace(b"/JavaScript", b"/J#61vaScript")
    assert "active part" in refusal("a.pdf", hidden)


def test_a_script_packed_into_an_object_stream_is_found():
    packed = packed_object(b"<< /S /JavaScript /JS (app.alert(1)) >>")
    assert b"JavaScript" not in packed
    assert "active part" in refusal("a.pdf", packed)
    assert uploads.check("a.pdf", packed_object(b"<< /S /GoTo >>"), DOCUMENT).pages == 1


def test_a_pdf_that_merely_opens_at_a_place_is_accepted():
    assert uploads.check("a.pdf", a_pdf(change=open_action("/GoTo")), DOCUMENT).pages == 1


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password):
    assert "encrypted" in refusal("a.pdf", a_pdf(change=lambda writer: writer.encrypt(password, algorithm="AES-256")))


def test_fifty_pages_are_accepted_and_one_more_is_not():
    assert uploads.check("a.pdf", a_pdf(50), DOCUMENT).pages == 50
    assert "51 pages" in refusal("a.pdf", a_pdf(51))
    assert "0 pages" in refusal("a.pdf", a_pdf(0))


@pytest.mark.parametrize(
    ("size", "accepted"), [((36, 14_400), True), ((35.9, 500), False), ((500, 14_401), False), ((10**6, 10**6), False)]
)
def test_a_page_has_the_size_of_a_page(size, accepted):
    if accepted:
        assert uploads.check("a.pdf", a_pdf(size=size), DOCUMENT).pages == 1
    else:
        assert "unusable size" in refusal("a.pdf", a_pdf(size=size))


def test_a_page_that_scales_its_unit_is_measured_with_it():
    def scaled(writer):
        writer.pages[0][NameObject("/UserUnit")] = NumberObject(1000)

    assert "unusable size" in refusal("a.pdf", a_pdf(change=scaled))


def test_a_giant_picture_inside_a_pdf_is_refused():
    def giant(writer):
        image = DecodedStreamObject()
        image.update(
            {
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(20_000),
                NameObject("/Height"): NumberObject(5_001),
            }
        )
        writer._add_object(image)  # noqa: SLF001

    assert "more than 100 million" in refusal("a.pdf", a_pdf(change=giant))


def test_a_page_tree_that_bites_its_tail_is_refused():
    def cyclic(writer):
        pages = writer.root_object["/Pages"]
        pages["/Kids"].append(writer.root_object.raw_get("/Pages"))

    assert refusal("a.pdf", a_pdf(change=cyclic))


def test_a_page_that_unpacks_to_hundreds_of_megabytes_is_refused():
    def bomb(writer):
        stream = DecodedStreamObject()
        stream.set_data(b" " * 200 * MB)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())  # noqa: SLF001

    assert refusal("a.pdf", a_pdf(change=bomb))


def test_a_kept_pdf_can_be_read_again():
    assert len(PdfReader(io.BytesIO(uploads.check("a.pdf", a_pdf(3), DOCUMENT).data)).pages) == 3
