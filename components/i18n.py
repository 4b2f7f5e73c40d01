"""Every phrase a visitor reads passes through `t`; English is the key, the catalogues hold the translations."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from components import session
from components.session import Language

LOCALES = Path(__file__).with_name("locale")


@cache
def catalogue(language: Language) -> dict[str, str]:
    """What every phrase is in `language`; phrases not translated yet are left out."""
    with (LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in read if message.id and message.string}


def phrase(english: str, language: Language) -> str:
    """The phrase in `language`; the English itself where a catalogue lacks it."""
    return catalogue(language).get(english, english)


def t(english: str, /, **values: object) -> str:
    return tell(english, session.language(), **values)


def tell(english: str, language: Language, /, **values: object) -> str:
    """As `t`, for a language known beforehand (routes, exports). Texts among `values` are translated too."""
    said = phrase(english, language)
    known = {name: phrase(value, language) if type(value) is str else value for name, value in values.items()}
    return said.format(**known) if known else said


def tn(one: str, many: str, count: int, /, **values: object) -> str:
    """The phrase for one or for many; `{count}` stands in both."""
    return t(one if count == 1 else many, count=count, **values)


def either(zh: str, en: str) -> str:
    """A datum kept in two columns, in the visitor's language."""
    return (en or zh) if session.language() == "en" else (zh or en)
