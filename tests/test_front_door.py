"""The front door: what every address answers to whom, over HTTP and over a cold websocket."""

import http.client
from urllib.parse import quote, urlsplit

import pytest
import websockets

from components.places import BY_STEM, PLACES
from pages.machine import ahead
from tests.browser import Served
from tests.knock import knock

pytestmark = [pytest.mark.pure, pytest.mark.tour]
PROTECTED = [place for place in PLACES if place.needs]
OPEN = [place for place in PLACES if not place.needs and place.stem != "product"]
STRICT = {
    "content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy",
    "x-frame-options",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with Served(tmp_path_factory.mktemp("house")) as served:
        yield served


def ask(house, path, *, method="GET", body=None, **headers):
    """(status, headers, body) without following redirects."""
    connection = http.client.HTTPConnection(urlsplit(house.url).netloc, timeout=30)
    try:
        connection.request(method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        said = {name.lower(): ", ".join(answer.headers.get_all(name)) for name in answer.headers}
        return answer.status, said, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


@pytest.mark.parametrize("place", PROTECTED, ids=lambda place: place.stem)
def test_a_guest_at_a_protected_address_is_shown_the_way_in(house, place):
    status, headers, _ = ask(house, f"{place.path}?x=1")
    assert (status, headers["location"]) == (303, f"/account?next={quote(place.path + '?x=1', safe='')}")


@pytest.mark.parametrize("stem", ["review", "audit"])
def test_a_cold_process_asked_over_the_websocket_gives_a_guest_nothing(tmp_path, stem):
    """The first request of a fresh process, where Streamlit's old folder mode would run the page alone."""
    with Served(tmp_path) as fresh:
        heard = knock(f"{fresh.url}/{stem}?lang=en")
        assert heard.not_found == 1
        assert BY_STEM[stem].title not in heard.words


@pytest.mark.parametrize("place", PROTECTED, ids=lambda place: place.stem)
def test_over_the_websocket_a_guest_gets_the_foyer_instead(house, place):
    heard = knock(f"{house.url}/{place.stem}?lang=en")
    assert heard.not_found == 1
    assert "foyer-words" in heard.words


@pytest.mark.parametrize("place", OPEN, ids=lambda place: place.stem)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_open_address_answers_with_its_language_and_title(house, place, lang):
    status, headers, page = ask(house, f"{place.path}?lang={lang}")
    assert status == 200
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in page
    assert ("绿色建材馆" if lang == "zh" else "Green Building Materials Museum") in page
    assert set(headers) >= STRICT
    assert "museum_visit=" in headers["set-cookie"]


def test_a_drawing_comes_packed_and_is_sent_once(house):
    status, headers, _ = ask(house, "/drawings/foyer.svg", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["content-type"]) == (200, "gzip", "image/svg+xml")
    assert int(headers["content-length"]) < 30_000
    assert ask(house, "/drawings/foyer.svg", Accept_Encoding="gzip", If_None_Match=headers["etag"])[0] == 304


def test_who_cannot_unpack_a_drawing_gets_it_as_it_is(house):
    status, headers, drawing = ask(house, "/drawings/rebar.P-000001.svg")
    assert (status, headers.get("content-encoding")) == (200, None)
    assert drawing.startswith("<svg")


@pytest.mark.parametrize("stem", ahead.ELEMENTS)
def test_a_page_names_its_scripts_in_its_head_each_once(stem):
    assert stem in BY_STEM
    names = [line.split('"')[3] for line in ahead.links(stem).splitlines() if line.strip()]
    assert len(names) == len(set(names))
    assert all((ahead.INDEX.parent / name.lstrip("/")).is_file() for name in names)


def test_a_page_takes_orders_from_its_own_origin_only(house):
    _, _, page = ask(house, "/halls?sort=newest")
    assert "allowedOrigins: [window.location.origin]" in page
    assert page.count("/static/js/TextInput.") == 1


@pytest.mark.parametrize(
    "path", ["/nothing", "/product?code=P-999999", "/product", "/product?code=%00", "/pages/review.py", "/.env",
             "/drawings/", "/account/nothing", "/_stcore/metrics", "/files/x", "/app.py", "/var/museum.db"],
)  # fmt: skip
def test_what_does_not_exist_is_a_real_404(house, path):
    status, headers, _ = ask(house, path)
    assert status == 404
    assert set(headers) >= STRICT


@pytest.mark.parametrize("path", ["/account/sign-in", "/account/sign-out", "/pay/C-2026-000001", "/webhooks/stripe"])
def test_a_door_for_forms_is_no_page(house, path):
    """Otherwise Streamlit answers 200 with an empty page for every address it does not know."""
    assert ask(house, path)[0] in {404, 405}


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fapp.py"])
def test_no_path_climbs_out_of_a_folder(house, path):
    status, _, said = ask(house, path)
    assert status in {400, 404}
    assert "st.App" not in said


@pytest.mark.parametrize("path", ["/account/sign-in", "/account/sign-out", "/account/sign-up", "/pay/C-2026-000001"])
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_turned_away(house, path, headers):
    assert ask(house, path, method="POST", body="f_email=a", **headers)[0] == 403


@pytest.mark.parametrize("token", ["", "form_token=", "form_token=0000"])
def test_a_form_without_this_browsers_token_signs_nobody_in(house, token):
    body = f"f_email=buyer@demo.example&f_password=museum-demo-2026&{token}"
    status, headers, _ = ask(house, "/account/sign-in", method="POST", body=body, Cookie="museum_visit=mine",
                             Content_Type="application/x-www-form-urlencoded")  # fmt: skip
    assert status == 303
    assert headers["location"].startswith("/account?form=sign-in&note=")
    assert "museum=" not in headers.get("set-cookie", "")


def test_a_websocket_of_another_origin_is_refused(house):
    with pytest.raises(websockets.InvalidStatus):
        knock(house.url, origin="https://evil.example")


def test_the_webhook_asks_for_a_signature(house):
    assert ask(house, "/webhooks/stripe", method="POST", body="{}")[0] == 400


def test_health_and_readiness(house):
    assert ask(house, "/healthz")[0] == 200
    status, _, body = ask(house, "/readyz")
    assert (status, '"schema":true' in body) == (200, True)


@pytest.mark.parametrize(
    "wish", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/%0d%0a"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(wish):
    from pages.machine.browser import local_path  # noqa: PLC0415  importing the doors reads the settings

    assert local_path(wish) == "/"
