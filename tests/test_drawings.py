"""What every drawing of the museum keeps: sound, self-contained, quiet, and always the same for the same words."""

import re
from xml.etree import ElementTree as ET

import pytest

from components import drawings

SEEDS = ("oak", "青竹", "K-2024-0007")
THEMES = ("light", "dark")
HALLS = ("structure", "finishing", "services")
HOSTILE = (
    '"/><script>alert(1)</script>',
    "'><image href='http://example.org/x.png'/>",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "&lt;b&gt; \x00 \ud800",
    "",
    "a" * 50_000,
)
QUIET_TAGS = {"svg", "g", "path", "circle", "rect"}
QUIET_ATTRIBUTES = {
    "viewBox", "role", "d", "fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "opacity", "transform", "cx", "cy", "r", "width", "height", "rx",
}  # fmt: skip

pytestmark = pytest.mark.pure


def elements(svg: str):
    return list(ET.fromstring(svg).iter())  # noqa: S314 - our own drawing is what is on trial


def assert_quiet(svg: str):
    """Shapes and numbers only: no words, no code, nothing fetched, no name that could clash in a page."""
    for element in elements(svg):
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in QUIET_TAGS
        assert set(element.attrib) <= QUIET_ATTRIBUTES
        assert not (element.text or "").strip()
        assert not (element.tail or "").strip()
        for name, value in element.attrib.items():
            assert re.fullmatch(r"[-#(). ,\w]*", value, re.ASCII), (name, value[:80])
    assert "nan" not in svg
    assert "inf" not in svg


def test_there_are_39_kinds_and_each_is_named_once():
    assert len(drawings.KINDS) == len(set(drawings.KINDS)) == 39


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", drawings.KINDS)
def test_a_drawing_is_well_formed_and_says_nothing_but_shapes(kind, theme):
    for seed in SEEDS:
        svg = drawings.draw(kind, seed, theme=theme)
        root = ET.fromstring(svg)  # noqa: S314 - our own drawing
        assert (root.get("viewBox"), root.get("role")) == ("0 0 800 600", "img")
        assert_quiet(svg)


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_a_drawing_weighs_less_than_25_kilobytes(kind):
    weights = [len(drawings.draw(kind, f"product {number}").encode()) for number in range(25)]
    assert max(weights) < 25_000


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_the_same_words_draw_the_same_picture(kind):
    assert drawings.draw(kind, "oak") == drawings.draw(kind, "oak")


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_every_product_has_its_own_picture(kind):
    assert len({drawings.draw(kind, f"product {number}") for number in range(12)}) == 12


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_the_object_itself_differs_between_products_and_not_only_its_niche(kind):
    objects = {drawings.draw(kind, f"product {number}").split("<g ", 1)[1] for number in range(12)}
    assert len(objects) >= 4


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_night_is_drawn_in_other_colours_and_the_same_shapes(kind):
    day, night = drawings.draw(kind, "oak"), drawings.draw(kind, "oak", theme="dark")
    assert day != night
    assert "#F4EFE4" in day
    assert "#1B211E" in night
    assert len(elements(day)) == len(elements(night))


def test_no_two_kinds_share_a_picture():
    assert len({drawings.draw(kind, "oak").split("<g ", 1)[1] for kind in drawings.KINDS}) == 39


@pytest.mark.parametrize("kind", ["moon-rock", *HOSTILE])
def test_an_unknown_kind_is_shown_under_its_cloth(kind):
    svg = drawings.draw(kind, "oak")
    assert_quiet(svg)
    assert len(elements(svg)) > 8


@pytest.mark.parametrize("seed", HOSTILE)
def test_a_hostile_seed_never_reaches_the_markup(seed):
    for kind in ("rebar", "moon-rock"):
        svg = drawings.draw(kind, seed)
        assert_quiet(svg)
        assert svg == drawings.draw(kind, seed)
        assert len(svg) < 25_000


def test_neighbours_who_share_letters_do_not_share_a_seed():
    assert drawings.draw("rebar", "ab") != drawings.draw("rebar", "a b")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("category", [*HALLS, "cellar", *HOSTILE[:2]])
def test_a_hall_is_a_wide_quiet_drawing(category, theme):
    svg = drawings.hall(category, theme=theme)
    assert ET.fromstring(svg).get("viewBox") == "0 0 1600 600"  # noqa: S314 - our own drawing
    assert_quiet(svg)
    assert svg == drawings.hall(category, theme=theme)
    assert len(svg) < 90_000


def test_the_three_halls_are_three_places():
    assert len({drawings.hall(category, theme="light") for category in HALLS}) == 3


@pytest.mark.parametrize("theme", THEMES)
def test_the_foyer_is_a_wide_quiet_drawing(theme):
    svg = drawings.foyer(theme=theme)
    assert ET.fromstring(svg).get("viewBox") == "0 0 1800 700"  # noqa: S314 - our own drawing
    assert_quiet(svg)
    assert len(svg) < 90_000


def test_the_mark_is_small_and_square():
    svg = drawings.mark()
    assert ET.fromstring(svg).get("viewBox") == "0 0 64 64"  # noqa: S314 - our own drawing
    assert_quiet(svg)
    assert len(svg) < 1_000
