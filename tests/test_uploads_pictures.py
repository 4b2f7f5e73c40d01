"""Pictures handed in: only their pixels are kept, and bombs are refused from their header."""

import hashlib
import io

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from services import uploads
from services.uploads import Purpose
from tests.handed_in import (
    A_JPEG,
    A_PNG,
    A_WEBP,
    DOCUMENT,
    PICTURE,
    a_picture,
    a_png_header,
    endless_jpeg,
    opened,
    refusal,
    sixteen_bits,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("name", "data"), [("a.jpg", A_JPEG), ("a.JPEG", A_JPEG), ("a.png", A_PNG), ("a.webp", A_WEBP)]
)
def test_a_picture_is_kept_as_webp_under_a_name_that_says_so(name, data):
    kept = uploads.check(name, data, PICTURE)
    assert (kept.name, kept.media_type, kept.width, kept.height) == ("a.webp", "image/webp", 64, 48)
    assert opened(kept.data).format == "WEBP"
    assert (kept.size, kept.sha256) == (len(kept.data), hashlib.sha256(kept.data).hexdigest())


@pytest.mark.parametrize(
    ("name", "data", "media_type"), [("a.jpg", A_JPEG, "image/jpeg"), ("a.png", A_PNG, "image/png")]
)
def test_a_scanned_document_keeps_format_and_size(name, data, media_type):
    kept = uploads.check(name, data, DOCUMENT)
    assert (kept.name, kept.media_type, kept.pages) == (name, media_type, 1)
    assert opened(kept.data).size == (64, 48)


def test_a_large_picture_is_brought_down_to_1600():
    kept = uploads.check("a.jpg", a_picture(size=(3200, 800)), PICTURE)
    assert (kept.width, kept.height) == (1600, 400)


def test_place_camera_comment_and_profile_do_not_survive():
    exif, text = Image.Exif(), PngImagePlugin.PngInfo()
    exif[0x010F], exif[0x8825] = "Camera of a visitor", {1: "N", 2: (30.0, 52.0, 0.0)}
    text.add_text("Comment", "the visitor's secret")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    jpeg = a_picture(exif=exif, comment=b"the visitor's secret", icc_profile=profile)
    for name, data in (("a.jpg", jpeg), ("a.png", a_picture("PNG", pnginfo=text, exif=exif, icc_profile=profile))):
        assert b"visitor" in data
        for purpose in Purpose:
            kept = opened(uploads.check(name, data, purpose).data)
            kept.load()
            assert not set(kept.info) & {"exif", "icc_profile", "comment", "Comment"}
            assert not kept.getexif()


def test_a_picture_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(uploads.check("a.jpg", a_picture(exif=exif), PICTURE).data).size == (48, 64)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode):
    data = a_picture("PNG", mode=mode) if mode != "I;16" else sixteen_bits()
    kept = opened(uploads.check("a.png", data, PICTURE).data).convert("L")
    assert kept.getextrema()[1] - kept.getextrema()[0] > 100


def test_printing_colours_become_screen_colours():
    assert opened(uploads.check("a.jpg", a_picture(mode="CMYK"), DOCUMENT).data).mode == "RGB"


def test_a_phone_picture_with_a_preview_behind_it_is_accepted_without_it():
    out = io.BytesIO()
    opened(A_JPEG).save(out, "MPO", save_all=True, append_images=[opened(A_JPEG).copy()])
    kept = uploads.check("a.jpg", out.getvalue(), DOCUMENT)
    assert getattr(opened(kept.data), "n_frames", 1) == 1


def test_forty_million_pixels_are_accepted_and_one_row_more_is_not():
    assert uploads.check("a.png", a_picture("PNG", (8000, 5000), "1"), PICTURE).width == 1600
    for purpose in Purpose:
        assert "more than 40 million" in refusal("a.png", a_picture("PNG", (8000, 5001), "1"), purpose)


@pytest.mark.parametrize("size", [(30_000, 30_000), (2**31 - 1, 2**31 - 1), (40_000_001, 1)])
def test_a_bomb_is_refused_from_its_header(size):
    assert "more than 40 million" in refusal("a.png", a_png_header(*size), PICTURE)


def test_a_moving_picture_is_refused():
    frames = {"save_all": True, "append_images": [Image.new("RGB", (64, 48), "red")]}
    for kind, name in (("PNG", "a.png"), ("WEBP", "a.webp")):
        assert "animated" in refusal(name, a_picture(kind, **frames), PICTURE)


def test_a_web_page_inside_a_picture_is_refused():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "<script >alert(1)</script>")
    assert "hides a web page" in refusal("a.png", a_picture("PNG", pnginfo=text), PICTURE)
    assert "hides a web page" in refusal("a.jpg", a_picture(comment=b"<html><body>"), PICTURE)


def test_a_jpeg_that_repeats_its_scans_is_stopped_by_the_clock_and_the_museum_goes_on():
    assert "too long or too much memory" in refusal("a.jpg", endless_jpeg(), DOCUMENT)
    assert uploads.check("a.jpg", A_JPEG, DOCUMENT).pages == 1
