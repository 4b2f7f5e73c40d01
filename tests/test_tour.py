"""The guided tour: a station an address, something live at each, and it works where nothing hangs yet."""

import pytest

from components.tour import STATIONS
from services import tour
from tests import make

pytestmark = pytest.mark.once
EVERY = range(1, len(STATIONS) + 1)


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("step", EVERY)
def test_every_station_stands_alone_and_leads_on(visit, supplier, guest, step, lang):
    code = make.a_product(supplier).code
    shown = wall(visit("tour.py", guest, lang=lang, step=str(step)))
    assert shown.count("<h1>") == 1
    assert shown.count('aria-current="step"') == 1
    assert (f"code={code}" in shown) == (step in {3, 4, 5, 6})
    assert "press next" in shown
    assert (f"step={step - 1}&" in shown) == (step > 1)


@pytest.mark.parametrize("step", EVERY)
def test_it_leads_through_an_empty_museum(visit, guest, database, step):
    assert "station-live" in wall(visit("tour.py", guest, step=str(step)))


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("99", 8), ("-3", 1), ("x", 1), ("９", 1), ("9" * 40, 1)])
def test_a_station_that_is_not_there_is_the_nearest(visit, guest, database, asked, shown):
    assert f"Station {shown} of 8" in wall(visit("tour.py", guest, step=asked))


def test_the_example_is_on_show_and_the_one_with_most_to_tell(supplier):
    make.a_product(supplier, status="draft")
    told = make.a_product(supplier, carbon=4, carbon_source="declared").code
    make.a_product(supplier)
    assert tour.example().card.code == told


def test_a_newcomer_finds_the_tour_in_the_foyer_and_on_every_foot(visit, guest, database):
    assert "/tour?" in wall(visit("home.py", guest))
    assert "/tour?" in wall(visit("about.py", guest))
