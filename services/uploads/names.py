"""A stranger's file name becomes a name that can be shown and sent in a header; it is never used as a path."""

import re
import unicodedata

LONGEST = 150
# Names that Windows takes for a device, whatever follows the dot.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def display_name(name: str) -> str:
    """The last part of a path, NFC, without controls and marks that turn the reading direction, at most 150 long."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    plain = " ".join(unicodedata.normalize("NFC", seen).split()).lstrip(".- ").rstrip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if DEVICES.match(plain):
        stem = f"_{stem}"
    ending = f"{dot}{ending}"[: LONGEST // 2]
    return f"{(stem or 'file')[: LONGEST - len(ending)].rstrip()}{ending}"


def shown_ending(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""
