"""The rules of the house that a reader relies on, kept by a test."""

import ast
import os
import re
import subprocess
import sys
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import text

from components import labels, messages
from components.places import PLACES
from db.engine import engine
from services.orders import OrderStatus
from services.permissions import GRANTS, Permission
from services.suppliers import SupplierStatus
from services.visitors import Role
from tests.browser import undisturbed

ROOT = Path(__file__).parents[1]
LAYERS = ["pages", "components", "services", "db"]  # each may import itself and what is to its right
HIDDEN_FROM = {"pages": {"db"}, "components": {"db"}, "seed": {"pages", "components"}}
SOURCES = [path for layer in [*LAYERS, "seed"] for path in sorted((ROOT / layer).rglob("*.py"))
           if "versions" not in path.parts]  # fmt: skip
PURE = {"services.best", "services.carbon", "services.clock", "services.conformity", "services.distances",
        "services.freight", "services.invoices.rules", "services.markdown_rules", "services.money",
        "services.openepd_rules", "services.permissions", "services.references", "services.regions",
        "services.search", "services.tightened", "services.tokens", "services.units", "services.vat_rules"}  # fmt: skip
ASKED_BY_SESSION = {"visitor_of"}
LONGEST = 300

here = pytest.mark.pure


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> list[tuple[str, str]]:
    """(module, name) for everything a file imports."""
    nodes = list(ast.walk(tree(path)))
    plain = [(alias.name, "") for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    found = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return plain + [(str(node.module), alias.name) for node in found for alias in node.names]


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module, _ in imports(path)}


@here
@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_imports_point_downwards(path):
    layer = path.relative_to(ROOT).parts[0]
    above = set(LAYERS[: LAYERS.index(layer)]) if layer in LAYERS else set()
    assert not tops(path) & (above | HIDDEN_FROM.get(layer, set()))


@here
@pytest.mark.parametrize("layer", ["services", "db", "seed"])
def test_the_market_does_not_know_streamlit(layer):
    assert not [named(path) for path in (ROOT / layer).rglob("*.py") if "streamlit" in tops(path)]


@here
def test_only_the_line_to_the_provider_knows_stripe():
    knowing = {named(path) for path in SOURCES if "stripe" in tops(path)}
    assert knowing
    assert {name for name in knowing if not name.startswith("services/provider/")} <= {"services/payments.py"}


@here
@pytest.mark.parametrize("path", sorted((ROOT / "components").glob("*.py")), ids=named)
def test_components_import_nouns_not_verbs(path):
    """A component may name a status or a row; it may not ask the market to do anything. Pure rules are welcome."""
    names = {
        name for module, name in imports(path)
        if module.startswith("services.") and module not in PURE and name not in ASKED_BY_SESSION
    }  # fmt: skip
    assert all(name[0].isupper() for name in names), names


@here
def test_only_the_session_touches_session_state():
    users = {named(path) for path in SOURCES if "session_state" in path.read_text("utf-8")}
    assert users <= {"components/session.py"}


@here
def test_html_is_written_in_one_place():
    said = {named(path) for path in SOURCES if re.search(r"\bst\.html\(|\.html\(str", path.read_text("utf-8"))}
    assert said == {"components/html.py"}
    assert not [named(path) for path in SOURCES if "unsafe_allow_html" in path.read_text("utf-8")]


@here
@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_markup_is_constant(path):
    """`Markup(...)` takes a literal; values enter by `.format`, which escapes them."""
    made = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "Markup"]  # fmt: skip
    loose = [node.lineno for node in made if not all(isinstance(arg, ast.Constant) for arg in node.args)]
    assert not loose or named(path) == "components/html.py", loose


@here
@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_never_go_through_streamlits_open_media_door(path):
    source = path.read_text("utf-8")
    assert not re.search(r"\bst\.(download_button|audio|video)\(", source)
    assert not re.search(r"\bst\.image\((?!\")", source)


@here
@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_opens_with_a_sentence_and_stays_short(path):
    source = path.read_text("utf-8")
    assert ast.get_docstring(tree(path))
    assert source.count("\n") <= LONGEST


@here
@pytest.mark.parametrize("path", [path for path in SOURCES if path.stem != "clock"], ids=named)
def test_the_clock_is_asked_where_a_test_can_stop_it(path):
    """Who takes `now` out of the clock keeps the real one, whatever time it is in the museum."""
    assert ("services.clock", "now") not in imports(path)


@here
def test_no_page_hides_a_library():
    assert not {path.stem for path in (ROOT / "pages").glob("*.py")} & sys.stdlib_module_names


@here
def test_every_page_is_on_the_map_and_back():
    pages = {path.stem for path in (ROOT / "pages").glob("*.py")} - {"__init__", "navigation"}
    assert {place.stem for place in PLACES} == pages


@here
def test_every_phrase_has_a_translation():
    assert messages.problems() == []


@here
def test_every_status_has_a_label():
    kinds = {type(status) for status, _, _ in labels.WORDING}
    assert {(kind, str(member)) for kind in kinds for member in kind} == set(labels.LABELS)
    assert len(labels.LABELS) == len(labels.WORDING)
    assert all(issubclass(kind, StrEnum) for kind in kinds)


@here
def test_statuses_of_the_same_name_keep_their_own_words():
    assert labels.word(SupplierStatus.APPROVED, "zh") != labels.word(OrderStatus.APPROVED, "zh")


@here
def test_every_role_is_granted_something_and_every_permission_to_somebody():
    assert set(GRANTS) == set(Role)
    assert set().union(*GRANTS.values()) == set(Permission)
    assert sorted(Permission) == list(Permission)


def test_tables_are_strict_and_know_their_foreign_keys(database):
    if not database.startswith("sqlite"):
        pytest.skip("PostgreSQL has no other kind of table")
    with engine().connect() as connection:
        tables = connection.execute(text("PRAGMA table_list")).all()
        loose = [row.name for row in tables
                 if row.type == "table" and not row.strict
                 and not row.name.startswith(("sqlite_", "alembic"))]  # fmt: skip
        assert loose == []
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"


@here
def test_opening_the_house_loads_no_library_that_few_ask_for(tmp_path):
    opened = "import sys, app, pages.navigation; print({name.partition('.')[0] for name in sys.modules} & {'openepd'})"
    environment = undisturbed() | {"DATA_DIR": str(tmp_path), "ENV_FILE": os.devnull}
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", opened], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "set()", said.stderr


@here
def test_every_section_of_the_stylesheet_stands_outside_the_one_before():
    depth = 0
    for line in ROOT.joinpath("components/look.css").read_text("utf-8").splitlines():
        assert not (line.startswith("/* ") and depth), line
        depth += line.count("{") - line.count("}")
    assert depth == 0


@here
def test_nothing_secret_or_built_is_kept_in_git():
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in kept if name.endswith((".db", ".pyc", ".mo", "secrets.toml", ".env"))]
