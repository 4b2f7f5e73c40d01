"""
From plain values to a PDF, by Typst, with the fonts of a Python package: no system font, no network.

Values reach a template as JSON and are set as strings: nothing that a visitor writes is ever read as markup.
PDF/A-2a with PDF/UA-1 is what an archive and a screen reader ask for; Typst refuses to write it with a missing glyph.
"""

import importlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from pathlib import Path
from types import ModuleType
from typing import Literal

import pylopdf_fonts_zh_cn as fonts
from babel.dates import format_date

from services.errors import Invalid

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")
TEMPLATES = Path(__file__).parent / "templates"
# Controls, broken characters and line ends have no place on one line; marks that turn the reading direction forge it.
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SPELLED = str.maketrans({"\u2082": "2"})  # the subscript of CO2, which the fonts lack
PROBE = b"""#set document(title: "probe")
#set text(font: ("Noto Serif SC", "Noto Sans SC"), fallback: false)
#sys.inputs.text"""


@cache
def press() -> ModuleType:
    """Typst, brought in when the first document is printed: the museum opens 7 MB lighter without it."""
    return importlib.import_module("typst")


@cache
def _fonts() -> object:
    """Only the packaged fonts, so that every machine prints the same bytes."""
    folder = str(fonts.serif_path().parent)
    return press().Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def render(template: str, data: Mapping[str, object], *, on: date) -> bytes:
    """The PDF of `templates/<template>`; `on` dates the file, so the same values give the same bytes."""
    made: bytes = press().compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.combine(on, time(), UTC),
    )
    return made


def printable(text: str, field: str, *, limit: int = 200, required: bool = False) -> str:
    """The text as it will be printed, or a clear refusal; a character without a glyph is written as [U+1F600]."""
    text = unicodedata.normalize("NFC", text).translate(SPELLED)
    if len(text) > limit:
        raise Invalid("{field} is longer than {limit} characters.", field=field, limit=limit)
    for character in text:
        if unicodedata.category(character) in UNSEEN or character in TURNING:
            raise Invalid(
                "{field} holds a character that cannot be printed: {code}.", field=field, code=_code(character)
            )
    text = " ".join(text.split())
    if required and not text:
        raise Invalid("{field} is empty.", field=field)
    return text if _shows(text) else "".join(c if _shows(c) else f"[{_code(c)}]" for c in text)


def long_date(day: date, lang: Lang) -> str:
    return format_date(day, format="long", locale="zh_CN" if lang == "zh" else "en_GB")


def language(lang: str) -> Lang:
    for known in LANGS:
        if lang == known:
            return known
    raise Invalid("Documents are printed in zh or en, not in {lang}.", lang=lang[:20])


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@lru_cache(maxsize=4096)
def _shows(text: str) -> bool:
    """Whether every character leaves ink. Typst is asked itself: in PDF/UA a glyph that the fonts lack is an error."""
    if any(unicodedata.category(character) == "Cf" for character in text):
        return False
    try:
        press().compile(
            PROBE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"text": text},
            pdf_standards="ua-1",
        )
    except press().TypstError:
        return False
    return True
