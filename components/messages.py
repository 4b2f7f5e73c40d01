"""`python -m components.messages check|update`: are all phrases translated; bring the catalogues up to date."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from components.i18n import LOCALES

ROOT = Path(__file__).parents[1]
SAID_BY = {"t", "tell", "tn", "N_", "Claim", "Refused", "Forbidden", "Conflict", "Invalid", "Missing", "Telling"}
SAY_TWO = {"Telling", "tn"}
NAMED = {"field"}


def phrases() -> dict[str, list[tuple[str, int]]]:
    """Every phrase of the code, with the places that say it."""
    found: dict[str, list[tuple[str, int]]] = {}
    for layer in ("app.py", "pages", "components", "services"):
        top = ROOT / layer
        for path in [top] if top.is_file() else sorted(top.rglob("*.py")):
            for said, line in phrases_in(ast.parse(path.read_text("utf-8"))):
                found.setdefault(said, []).append((path.relative_to(ROOT).as_posix(), line))
    return found


def phrases_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        said = node.args[: 2 if name in SAY_TWO else 1] if name in SAID_BY else []
        said = said + [keyword.value for keyword in node.keywords if keyword.arg in NAMED]
        for argument in said:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
                yield argument.value, node.lineno


def read(language: str) -> Catalog:
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    said = phrases()
    for language in ("zh", "en"):
        old, new = read(language), Catalog(locale=language, project="Green Building Materials Museum", fuzzy=False)
        new.creation_date = new.revision_date = old.creation_date
        for phrase in sorted(said):
            known = old.get(phrase)
            string = phrase if language == "en" else (known.string if known else "")
            new.add(phrase, string=string)
        path = LOCALES / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, new, width=0, omit_header=False, sort_output=True)


def problems() -> list[str]:
    """What is missing, superfluous, or holds other placeholders than its English."""
    said, told = phrases(), []
    for language in ("zh", "en"):
        catalogue = read(language)
        known = {str(message.id): str(message.string) for message in catalogue if message.id}
        told += [
            f"{language}: not translated: {phrase!r} ({said[phrase][0]})" for phrase in said if not known.get(phrase)
        ]
        told += [f"{language}: nobody says: {phrase!r}" for phrase in known if phrase not in said]
        told += [f"{language}: other placeholders: {p!r}" for p, s in known.items() if s and fields(p) != fields(s)]
    return told


def fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name}


if __name__ == "__main__":
    if sys.argv[1:] == ["update"]:
        update()
    wrong = problems()
    print("\n".join(wrong) or f"{len(phrases())} phrases, all translated")  # noqa: T201
    sys.exit(bool(wrong) and sys.argv[1:] == ["check"])
