"""What people type, as it may be kept: trimmed, printable, no longer than its column."""

import unicodedata

from services.errors import Invalid

__all__ = ["line", "paragraphs", "plainly", "printable", "required"]


def line(words: str, *, field: str, longest: int) -> str:
    """One line, perhaps empty."""
    return fitting(" ".join(words.split()), field=field, longest=longest)


def required(words: str, *, field: str, longest: int) -> str:
    said = line(words, field=field, longest=longest)
    if not said:
        raise Invalid("{field} is empty.", field=field)
    return said


def paragraphs(words: str, *, field: str, longest: int) -> str:
    """Several lines, each trimmed."""
    lines = [" ".join(part.split()) for part in words.strip().splitlines()]
    return fitting("\n".join(lines), field=field, longest=longest)


def printable(words: str) -> str:
    """The words without what cannot be printed: for what is looked up, never kept."""
    return "".join(sign for sign in words if sign.isprintable())


def plainly(words: str) -> str:
    """Letters and figures as the eye sees them: width, case, spaces and invisible characters do not count."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def fitting(words: str, *, field: str, longest: int) -> str:
    if len(words) > longest:
        raise Invalid(
            "{field} has {length} characters; at most {longest} are expected.",
            field=field,
            length=len(words),
            longest=longest,
        )
    if not words.replace("\n", "").isprintable():
        raise Invalid("{field} holds a character that cannot be printed.", field=field)
    return words
