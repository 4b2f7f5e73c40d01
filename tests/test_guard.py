"""The doorkeeper: what comes in, from where, and with which headers everything goes out."""

import pytest
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.machine import browser
from pages.machine.guard import Guard, content_policy, is_foreign
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
def test_who_is_signed_in_may_upload(client, database, supplier):
    client.cookies.set("museum", make.signed_in(supplier))
    assert client.put("/_stcore/upload_file/x/y", content=b"x").status_code == 200


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
