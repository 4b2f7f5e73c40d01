"""Where the pages' scripts lie, found once: Streamlit would look each of them up in the file system at every click."""

from pathlib import Path
from typing import Any, Self

from components.places import PLACES

FOLDER = Path(__file__).resolve().parents[1] / "pages"
Concrete: Any = type(Path())


class Found(Concrete):  # type: ignore[misc]
    """A file that is known to be there, under its real path: `st.Page` asks for neither again."""

    def __rtruediv__(self, _: Path) -> Self:
        return self

    def resolve(self, **_: bool) -> Self:
        return self

    def is_file(self, *_: object, **__: object) -> bool:
        return True


def found(file: Path) -> Path:
    if not file.is_file():
        raise FileNotFoundError(f"a page without a script: {file} is expected")
    there: Path = Found(file)
    return there


FILES = {place.stem: found(FOLDER / f"{place.stem}.py") for place in PLACES}
