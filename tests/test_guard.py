"""The doorkeeper: what comes in, from where, and with which headers everything goes out."""

import threading
from datetime import timedelta
from types import SimpleNamespace

import anyio
import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from components import session
from components.feedback import plain
from pages.machine import browser, drawings
from pages.machine.guard import Guard, content_policy, is_foreign
from pages.machine.slow_door import SlowDoor
from services import notes
from services.errors import Invalid
from services.tokens import form_token_fits
from tests import make


def hello(_):
    return PlainTextResponse("hello")


ROUTES = [Route("/open", hello, methods=["GET", "POST"]), Route("/_stcore/upload_file/x/y", hello, methods=["PUT"])]


@pytest.fixture
def client(museum):
    from starlette.applications import Starlette  # noqa: PLC0415  beside the fixture that needs it

    with TestClient(Guard(Starlette(routes=ROUTES), routes=ROUTES), base_url="http://testserver") as client:
        yield client


@pytest.mark.once
def test_a_guest_cannot_fill_the_memory_with_uploads(client, database):
    assert client.put("/_stcore/upload_file/x/y", content=b"x").status_code == 403


@pytest.mark.once
def test_a_supplier_may_upload(client, database, supplier):
    client.cookies.set("museum", make.signed_in(supplier))
    assert client.put("/_stcore/upload_file/x/y", content=b"x").status_code == 200


@pytest.mark.once
def test_an_expert_has_nothing_to_upload(client, database, expert):
    client.cookies.set("museum", make.signed_in(expert))
    assert client.put("/_stcore/upload_file/x/y", content=b"x").status_code == 403


@pytest.mark.once
def test_uploads_without_end_are_refused_for_ten_minutes(client, database, supplier, monkeypatch, pass_time):
    monkeypatch.setattr("pages.machine.budget.BYTES", 100)

    def put(size):
        client.cookies.set("museum", make.signed_in(supplier))  # another sign-in is the same person
        return client.put("/_stcore/upload_file/x/y", content=b"x" * size)

    assert [put(60).status_code, put(60).status_code, put(40).status_code] == [200, 429, 200]
    assert put(1).headers["retry-after"] == "600"
    pass_time(timedelta(minutes=10))
    assert put(60).status_code == 200


@pytest.mark.once
def test_an_upload_says_how_long_it_is(client, database, supplier):
    client.cookies.set("museum", make.signed_in(supplier))
    assert client.put("/_stcore/upload_file/x/y", content=iter([b"x"])).status_code == 411


@pytest.mark.once
@pytest.mark.parametrize(("path", "status"), [("/open", 200), ("/shut", 404), ("/_stcore/metrics", 404)])
def test_every_answer_is_strict(client, database, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"] == content_policy()
    assert "unsafe-eval" not in content_policy()


@pytest.mark.once
@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 200), ({"Origin": "http://testserver"}, 200), ({"Origin": "http://evil"}, 403), ({"Origin": "null"}, 403),
     ({"Sec-Fetch-Site": "cross-site"}, 403), ({"Sec-Fetch-Site": "same-site"}, 403),
     ({"Sec-Fetch-Site": "same-origin"}, 200)],
)  # fmt: skip
def test_a_post_comes_from_this_site(client, database, headers, status):
    assert client.post("/open", headers=headers).status_code == status


@pytest.mark.once
def test_https_is_remembered_by_browsers(client, database, configure):
    configure(base_url="https://museum.example")
    content_policy.cache_clear()
    assert "max-age=31536000" in client.get("/open").headers["strict-transport-security"]


def connection(kind="http", client="192.0.2.7", **headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return HTTPConnection({"type": kind, "headers": raw, "client": (client, 1), "query_string": b"", "path": "/"})


@pytest.mark.once
def test_a_websocket_without_an_origin_is_foreign(database):
    assert is_foreign(connection("websocket", host="testserver"))
    assert not is_foreign(connection("websocket", host="testserver", origin="http://testserver"))


@pytest.mark.once
def test_a_client_cannot_choose_its_own_address(database, configure):
    claimed = connection(x_forwarded_for="1.2.3.4")
    assert browser.client_address(claimed) == "192.0.2.7"
    configure(trusted_proxies="192.0.2.0/24")
    assert browser.client_address(claimed) == "1.2.3.4"


@pytest.mark.once
def test_a_chain_of_own_proxies_is_walked_back_to_the_first_stranger(database, configure):
    configure(trusted_proxies="192.0.2.0/24, 10.0.0.0/8")
    assert browser.client_address(connection(x_forwarded_for="6.6.6.6, 1.2.3.4, 10.0.0.9")) == "1.2.3.4"
    assert browser.client_address(connection(x_forwarded_for="10.0.0.9")) == "10.0.0.9"


@pytest.mark.once
@pytest.mark.parametrize(("base", "token"), [("http://museum.example", "plain"), ("https://museum.example", "host")])
def test_pages_and_doors_read_the_same_cookie(database, configure, monkeypatch, base, token):
    configure(base_url=base)
    cookies = {"museum": "plain", "__Host-museum": "host"}
    monkeypatch.setattr(session.st, "context", SimpleNamespace(cookies=cookies))
    request = connection(cookie="; ".join(f"{name}={value}" for name, value in cookies.items()))
    assert session.sign_in_token() == browser.sign_in_token(request) == token


@pytest.mark.once
def test_a_form_token_of_strange_letters_is_just_wrong(database):
    assert not form_token_fits("a visit", "é\ud800")


@pytest.mark.once
def test_a_note_speaks_only_to_the_browser_it_was_written_for(database):
    note = notes.written(Invalid("{read}", read="x" * 999), {"email": "a@b.example"}, visit="mine")
    assert notes.read(note, visit="mine").values == {"read": "x" * 200}
    assert notes.read(note, visit="yours") == notes.read(note) == notes.Note()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("typed", "shown"),
    [("[a](https://evil.example)", "\\[a\\](https://\u2060evil.example)"), (":red[x]", "\\:red\\[x\\]"),
     ("# a", "\\# a"),
     ("**b** `c`", "\\*\\*b\\*\\* \\`c\\`"), ("1. a", "1\\. a"), ("12.5 m, 12:30, -1", "12.5 m, 12:30, -1"),
     ("a\n\n# b", "a # b")],
)  # fmt: skip
def test_what_people_typed_is_no_markup(typed, shown):
    assert plain(typed) == shown


@pytest.mark.pure
def test_a_drawing_asked_for_again_is_not_drawn_again():
    assert drawings.hung("no-such-kind", "1") is drawings.hung("no-such-kind", "1")


@pytest.mark.once
def test_a_crowd_at_the_slow_door_is_asked_to_come_back(database):
    door, opened = SlowDoor(), threading.Event()
    answers = []

    def slowly():
        opened.wait(20)
        return PlainTextResponse("in")

    async def enter():
        answers.append((await door.through(slowly, "en")).status_code)
        opened.set()  # the first answer is that of somebody sent away: nobody gets in before

    async def crowd():
        async with anyio.create_task_group() as tasks:
            for _ in range(23):
                tasks.start_soon(enter)

    anyio.run(crowd)
    assert sorted(answers) == [200] * 20 + [429] * 3
