"""Pictures are decoded and encoded again: only pixels survive, no place, no camera, no comment, no hidden part."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps

from services.errors import Invalid
from services.uploads.kept import Kept
from services.uploads.signatures import Kind

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP"}
# Depth 16 is brought down to 8 bits; converting alone would clip it to white.
DEEP = ("I", "I;16", "I;16B", "I;16L")


def encoded_again(name: str, data: bytes, kind: Kind, *, keep_format: bool) -> Kept:
    """A picture for the catalogue as WebP of at most 1600 pixels a side; a document's in its own format and size."""
    with _opened(name, data, kind) as source:
        if not keep_format:
            source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        picture = _plain(source)
    if not keep_format:
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = kind if keep_format else Kind.WEBP
    return Kept(kind=out, data=_bytes(picture, out), width=picture.width, height=picture.height)


def _opened(name: str, data: bytes, kind: Kind) -> Image.Image:
    """Open reads the header only: size and frames are judged before a single pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            source = Image.open(io.BytesIO(data), formats=[FORMATS[kind]])
    except Image.DecompressionBombError:
        raise _too_many_pixels(name) from None
    if source.width * source.height > MOST_PIXELS:
        raise _too_many_pixels(name)
    # A phone's JPEG with a preview counts two frames; only the first is ever read.
    if kind is not Kind.JPEG and getattr(source, "is_animated", False):
        raise Invalid("The picture {name} is animated; a still picture is expected.", name=name)
    return source


def _too_many_pixels(name: str) -> Invalid:
    return Invalid(
        "The picture {name} has more than {limit} million pixels.", name=name, limit=MOST_PIXELS // 1_000_000
    )


def _plain(source: Image.Image) -> Image.Image:
    """Upright, in sRGB, 8 bits, without any information besides the pixels."""
    upright = ImageOps.exif_transpose(source)
    if upright.mode in DEEP:
        upright = upright.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if upright.has_transparency_data else "L" if upright.mode in {"1", "L"} else "RGB"
    picture = _in_srgb(upright, mode) or upright.convert(mode)
    picture.info = {}
    return picture


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image | None:
    """Phones record wider colours; without their profile, which goes, they would look dull."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return None
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return None


def _bytes(picture: Image.Image, kind: Kind) -> bytes:
    out = io.BytesIO()
    if kind is Kind.PNG:
        picture.save(out, "PNG", compress_level=4)
    elif kind is Kind.JPEG:
        picture.save(out, "JPEG", quality=90)
    else:
        picture.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()
