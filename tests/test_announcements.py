"""Announcements: written by officials in two languages, published, mended, withdrawn; never shown before."""

from datetime import date, timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.session import PLAIN_COOKIE
from db import audit as log
from db import migrations
from db.columns import Day, Identity, time_ordered_id
from db.engine import engine, reading
from pages.machine import front
from services import announcements
from services.announcements import FLOW, AnnouncementForm, AnnouncementKind, AnnouncementStatus
from services.errors import Conflict, Forbidden, Invalid, Missing
from tests import make


def a_form(**more):
    values = {"kind": AnnouncementKind.NOTICE, "title_zh": "闭馆通知", "title_en": "Closed on Monday",
              "body_zh": "周一**闭馆**。", "body_en": "We are **closed** on Monday."}  # fmt: skip
    return AnnouncementForm(**(values | more))


def a_published_one(official, **more):
    row = announcements.draft(official, a_form(**more))
    return announcements.publish(official, row.code, revision=row.revision)


HOUSE = Starlette(routes=front.ROUTES)


def knock(item, visitor=None, lang="en"):
    cookies = {PLAIN_COOKIE: make.signed_in(visitor)} if visitor else {}
    return TestClient(HOUSE, cookies=cookies).get("/announcements", params={"item": item, "lang": lang})


def wall(at):
    return "".join(element.proto.body for element in at.main.get("html"))


def test_a_draft_is_seen_by_those_who_write_and_by_nobody_else(official, buyer, guest):
    code = announcements.draft(official, a_form()).code
    assert announcements.get(official, code).status is AnnouncementStatus.DRAFT
    assert announcements.newest() == []
    for visitor in (guest, buyer):
        assert announcements.listed(visitor) == []
        with pytest.raises(Missing):
            announcements.get(visitor, code)


def test_what_is_published_is_read_by_everybody_until_it_is_withdrawn(official, guest):
    row = a_published_one(official)
    assert [one.code for one in announcements.newest()] == [row.code]
    announcements.withdraw(official, row.code)
    assert announcements.newest() == []
    with pytest.raises(Missing):
        announcements.get(guest, row.code)


def test_it_keeps_the_day_on_which_it_was_first_published(official, pass_time):
    row = a_published_one(official)
    announcements.withdraw(official, row.code)
    pass_time(timedelta(days=3))
    again = announcements.publish(official, row.code, revision=announcements.get(official, row.code).revision)
    assert again.published_on == row.published_on


@pytest.mark.parametrize("role", ["guest", "buyer", "supplier", "expert", "administrator"])
def test_only_officials_write(request, official, role):
    visitor = request.getfixturevalue(role)
    row = a_published_one(official)
    for act in (
        lambda: announcements.draft(visitor, a_form()),
        lambda: announcements.save(visitor, row.code, a_form(title_en="Mine"), revision=row.revision),
        lambda: announcements.publish(visitor, row.code, revision=row.revision),
        lambda: announcements.withdraw(visitor, row.code),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("empty", ["title_zh", "title_en", "body_zh", "body_en"])
def test_both_languages_are_asked_for(official, empty):
    with pytest.raises(Invalid):
        announcements.draft(official, a_form(**{empty: " \n"}))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(official, housing):
    row = a_published_one(official)
    announcements.save(housing, row.code, a_form(title_en="Closed on Tuesday"), revision=row.revision)
    with pytest.raises(Conflict):
        announcements.save(official, row.code, a_form(title_en="Closed on Friday"), revision=row.revision)
    with pytest.raises(Conflict):
        announcements.publish(official, row.code, revision=row.revision)
    assert announcements.get(official, row.code).title_en == "Closed on Tuesday"


def test_a_life_has_no_short_cuts(official):
    row = announcements.draft(official, a_form())
    with pytest.raises(Conflict):
        announcements.withdraw(official, row.code)
    assert set(FLOW) == set(AnnouncementStatus)


def test_every_step_stands_in_the_audit_log_and_saving_the_same_does_not(official):
    row = a_published_one(official)
    announcements.save(official, row.code, a_form(), revision=row.revision)
    announcements.save(official, row.code, a_form(body_en="Open."), revision=row.revision)
    announcements.withdraw(official, row.code)
    with reading() as db:
        events = [entry.event for entry in log.chain(db) if entry.subject == row.code]
    assert events == ["announcement:drafted", "announcement:published", "announcement:changed",
                      "announcement:withdrawn"]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_lists_by_section_and_reads_one_in_the_visitors_language(visit, official, guest, lang):
    row = a_published_one(official, kind=AnnouncementKind.POLICY)
    shown = wall(visit("announcements.py", guest, lang=lang))
    assert f"item={row.code}" in shown
    at = visit("announcements.py", guest, lang=lang, item=row.code)
    assert ("闭馆通知" if lang == "zh" else "Closed on Monday") in wall(at)
    assert [said.value for said in at.markdown] == [
        "周一**闭馆**。" if lang == "zh" else "We are **closed** on Monday."
    ]


@pytest.mark.once
def test_a_guest_is_offered_no_way_to_write(visit, official, guest):
    row = a_published_one(official)
    for at in (visit("announcements.py", guest), visit("announcements.py", guest, edit="new"),
               visit("announcements.py", guest, item=row.code)):  # fmt: skip
        assert not at.text_input
        assert not at.button
        assert "Change it" not in wall(at)
        assert "Write an announcement" not in wall(at)


@pytest.mark.once
def test_an_official_writes_previews_and_publishes_on_the_page(visit, official, guest):
    at = visit("announcements.py", official, edit="new")
    at.text_input(key="title_zh-new").set_value("新馆")
    at.text_input(key="title_en-new").set_value("A new wing")
    at.text_area(key="words_zh-new").set_value("**开馆**")
    at.text_area(key="words_en-new").set_value("**Open** <b>now</b>")
    at.button(key="preview-new").click().run()
    assert "**Open** \\<b>now\\</b>" in [said.value for said in at.markdown]
    assert announcements.listed(official) == []
    at.button(key="save-new").click().run()
    [row] = announcements.listed(official)
    assert at.query_params["item"] == row.code
    at.button(key=f"publish-{row.code}").click().run()
    assert announcements.get(guest, row.code).title_en == "A new wing"


@pytest.mark.once
def test_a_second_official_is_told_instead_of_overwriting(visit, official, housing):
    row = a_published_one(official)
    at = visit("announcements.py", official, edit=row.code)
    announcements.save(housing, row.code, a_form(title_en="Closed on Tuesday"), revision=row.revision)
    at.text_input(key=f"title_en-{row.code}-{row.revision}").set_value("Closed on Friday")
    at.button(key=f"save-{row.code}-{row.revision}").click().run()
    assert at.error
    assert announcements.get(official, row.code).title_en == "Closed on Tuesday"
    at.button(key=f"reload-{row.code}").click().run()
    assert at.text_input(key=f"title_en-{row.code}-{row.revision + 1}").value == "Closed on Tuesday"


@pytest.mark.once
def test_an_unknown_announcement_is_said_to_be_missing(visit, guest):
    for item in ("N-999999", "'; DROP TABLE announcement", "x" * 5000):
        assert visit("announcements.py", guest, item=item).error


@pytest.mark.parametrize(("lang", "title"), [("zh", "闭馆通知 · 绿色建材馆"), ("en", "Closed on Monday · Green")])
def test_its_address_answers_with_its_own_title_and_first_words(official, lang, title):
    answer = knock(a_published_one(official).code, lang=lang)
    assert answer.status_code == 200
    assert f"<title>{title}" in answer.text
    assert ("周一闭馆。" if lang == "zh" else "We are closed on Monday.") in answer.text


@pytest.mark.parametrize("item", ["N-999999", "n", "\0", "'; DROP TABLE announcement", "x" * 5000])
def test_the_address_of_an_unknown_one_is_a_real_404(official, item):
    a_published_one(official)
    answer = knock(item)
    assert answer.status_code == 404
    assert "There is no such room" in answer.text


def test_the_address_of_what_is_not_shown_is_a_404_but_for_those_who_write(official, buyer):
    draft, gone = announcements.draft(official, a_form()), a_published_one(official, title_en="Old news")
    announcements.withdraw(official, gone.code)
    for code in (draft.code, gone.code):
        assert [knock(code, visitor).status_code for visitor in (None, buyer, official)] == [404, 404, 200]
        assert "Old news" not in knock(code).text


@pytest.mark.once
def test_a_title_breaks_out_of_no_head(official):
    row = a_published_one(official, title_en='</title><script>alert(1)</script>" x="', body_en="![a](b) [c](d)")
    assert "<script>alert" not in knock(row.code).text
    assert f"/announcements?item={row.code}&amp;lang=en" in knock(row.code).text


@pytest.mark.once
def test_the_foyer_shows_the_newest(visit, official, guest):
    make.a_product()
    row = a_published_one(official)
    hidden = announcements.draft(official, a_form(title_en="Not yet"))
    shown = wall(visit("home.py", guest))
    assert row.code in shown
    assert hidden.code not in shown


def test_what_an_older_house_announced_is_published_and_numbered_by_its_days(official):
    """Down to the house before announcements had a life, two notices of that time, and up again."""
    before = ScriptDirectory.from_config(migrations.config()).get_revision("0005").down_revision
    migrations.downgrade(to=before)
    old = [(time_ordered_id(), f"旧{day}", date(2022, 1, day)) for day in (9, 3)]
    told = text(
        "INSERT INTO announcement (id, kind, title_zh, title_en, body_zh, body_en, published_on) "
        "VALUES (:id, 'notice', :title, :title, '。', '.', :day)"
    ).bindparams(bindparam("id", type_=Identity()), bindparam("day", type_=Day()))
    with engine().execution_options(writes=True).begin() as connection:
        for number, title, day in old:
            connection.execute(told, {"id": number, "title": title, "day": day})
    migrations.upgrade()
    assert [(one.code, one.title_zh) for one in announcements.newest()] == [("N-000002", "旧9"), ("N-000001", "旧3")]
    assert announcements.draft(official, a_form()).code == "N-000003"
