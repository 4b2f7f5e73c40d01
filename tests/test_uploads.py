"""The door for files: names, endings, sizes, what rides along, the quarantine; any bytes get an answer."""

import struct
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services import uploads
from services.errors import Invalid
from services.uploads import Purpose, quarantine
from services.uploads.names import display_name
from services.uploads.signatures import SIGNATURES, Kind, kind_by_ending, require_nothing_behind, require_signature
from tests.handed_in import A_JPEG, A_PDF, A_PNG, A_WEBP, DOCUMENT, MB, PICTURE, SAMPLES, a_zip, refusal

pytestmark = pytest.mark.pure


def test_the_same_file_is_kept_as_the_same_bytes():
    assert uploads.check("a.jpg", A_JPEG, PICTURE) == uploads.check("a.jpg", A_JPEG, PICTURE)


def test_ten_megabytes_are_accepted_and_one_byte_more_is_not():
    padded = A_PDF + b"\n" * (10 * MB - len(A_PDF))
    assert uploads.check("a.pdf", padded, DOCUMENT).size == 10 * MB
    assert "larger than 10 MB" in refusal("a.pdf", padded + b"\n")


def test_an_empty_file_is_refused():
    assert "is empty" in refusal("a.pdf", b"")


@pytest.mark.parametrize("name", ["a.pdf.exe", "a", "a.svg", "a.gif", "a.html", "a.pdf\u202e.exe", "a.zip", ""])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_other_endings_are_refused(name, purpose):
    assert "not accepted here" in refusal(name, A_PDF, purpose)


def test_each_purpose_has_its_own_kinds():
    assert "not accepted here" in refusal("a.pdf", A_PDF, PICTURE)
    assert "not accepted here" in refusal("a.webp", A_WEBP, DOCUMENT)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", A_PNG),
        ("a.png", A_JPEG),
        ("a.jpg", A_PDF),
        ("a.pdf", b"MZ\x90\0" + bytes(500)),
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.pdf", a_zip()),
        ("a.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("a.jpg", b"GIF89a=1;alert(1)//"),
        ("a.pdf", b"x" * 1024 + A_PDF),
        ("a.pdf", b" " + A_PDF),
    ],
)
def test_the_content_must_be_what_the_ending_says(name, data):
    assert "not what its ending says" in refusal(name, data)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("behind", [a_zip(), b"<html>", A_PDF, b"MZ\x90"])
def test_nothing_rides_behind_a_file(kind, behind):
    with pytest.raises(Invalid, match="second file behind"):
        # A PDF that ends in %%EOF again is one PDF to every reader; what is new is then judged as its content.
        require_nothing_behind("a", SAMPLES[kind] + (behind + b"." if kind is Kind.PDF else behind), kind)


def test_a_zip_is_found_even_when_the_file_seems_to_end_well():
    with_comment = a_zip()[:-2] + struct.pack("<H", 6) + b"\n%%EOF"
    assert "second file" in refusal("a.pdf", A_PDF + with_comment)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("part", [0.3, 0.7, 0.99])
def test_a_file_that_was_cut_off_is_refused(kind, part):
    whole = SAMPLES[kind]
    purpose = PICTURE if kind is Kind.WEBP else DOCUMENT
    assert "cut off or damaged" in refusal(f"a.{kind}", whole[: int(len(whole) * part)], purpose)


def test_memory_is_bounded_in_quarantine():
    greedy = "import sys; from services.uploads.__main__ import limit; limit('pdf'); bytearray(600 * 2**20)"
    done = subprocess.run([sys.executable, "-c", greedy], cwd=quarantine.ROOT, capture_output=True, check=False)  # noqa: S603
    assert b"MemoryError" in done.stderr


def test_the_quarantine_inherits_no_secret(monkeypatch):
    seen = {}
    real = subprocess.run

    def watched(*args, **options):
        seen.update(options["env"])
        return real(*args, **options)

    monkeypatch.setenv("SECRET_KEY", "s" * 32)
    monkeypatch.setattr(subprocess, "run", watched)
    uploads.check("a.png", A_PNG, PICTURE)
    assert set(seen) == {"PATH"}


def test_a_quarantine_that_cannot_start_is_our_fault_not_the_visitors(monkeypatch):
    monkeypatch.setattr(quarantine, "ROOT", quarantine.ROOT.parent)
    with pytest.raises(RuntimeError):
        uploads.check("a.png", A_PNG, PICTURE)


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\certificates\\a.pdf", "a.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.tar.pdf", "_lpt1.tar.pdf"),
        ("-rf.pdf", "rf.pdf"),
        (".pdf", "pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("营业执照 😀.pdf", "营业执照 😀.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("", "file"),
    ],
)
def test_a_name_is_shown_clean(given_name, shown):
    assert display_name(given_name) == shown


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_can_be_shown(name):
    shown = display_name(name)
    assert 0 < len(shown) <= 150
    assert not {"/", "\\"} & set(shown)
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert unicodedata.is_normalized("NFC", shown)
    assert not shown.startswith((".", "-", " "))


def mutated(whole, changes):
    data = bytearray(whole)
    for at, byte in changes:
        data[at % len(data)] = byte
    return bytes(data)


def judged_here(data, kind):
    """The whole judgement without starting a process for each of hundreds of files."""
    require_signature("a", data, kind)
    require_nothing_behind("a", data, kind)
    return quarantine.opened_here("a", data, kind, keep_format=True)


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=150, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_mutated_file_is_kept_or_refused(kind, changes):
    try:
        kept = judged_here(mutated(SAMPLES[kind], changes), kind)
    except Invalid:
        return
    assert kept.kind is kind
    assert SIGNATURES[kind].match(kept.data)


@settings(max_examples=150, deadline=None)
@given(kind=st.sampled_from(list(Kind)), tail=st.binary(max_size=300))
def test_any_bytes_behind_a_signature_are_kept_or_refused(kind, tail):
    start = {Kind.PDF: b"%PDF-1.7\n", Kind.WEBP: A_WEBP[:16]}.get(kind, SAMPLES[kind][:20])
    with pytest.raises(Invalid):
        judged_here(start + tail, kind)


@settings(max_examples=15, deadline=None)
@given(data=st.binary(max_size=200), name=st.text(max_size=20), purpose=st.sampled_from(list(Purpose)))
def test_the_door_answers_any_bytes_with_a_reason(data, name, purpose):
    with pytest.raises(Invalid):
        uploads.check(f"{name}.pdf", b"%PDF-1.7\n" + data + b"\n%%EOF", purpose)


def test_endings_are_read_without_regard_to_case():
    assert kind_by_ending("A.PdF", frozenset({Kind.PDF})) is Kind.PDF
