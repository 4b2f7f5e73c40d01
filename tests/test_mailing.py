"""The outbox: each letter is sent at most once, in the right words, and no name adds a header."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlmodel import select

from db import letters
from db.accounts import Person
from db.engine import reading, transaction
from db.letters import Letter, LetterStatus
from services import clock, mailing
from services.settings import settings
from tests.buying import at_once
from tests.post_office import opened  # noqa: F401  a fixture

S = LetterStatus


@pytest.fixture
def served(configure, post_office):
    configure(smtp_url=post_office.url, mail_from="museum@city.example")
    return post_office


def queue(person, key: str = "one", **more) -> None:
    values = {
        "key": key, "person_id": person.person_id, "name": person.name, "address": person.email, "language": "zh",
        "subject": "订单 O-1 已发货", "body": "订单 O-1 已发货\n", "ready_at": clock.now(), "created_at": clock.now(),
    }  # fmt: skip
    with transaction(audited=False) as db:
        letters.queue(db, Letter(**(values | more)))


def rows() -> list[Letter]:
    with reading() as db:
        return list(db.exec(select(Letter).order_by(Letter.id)))


def test_without_a_server_letters_lie_in_the_outbox_once(buyer):
    queue(buyer)
    for _ in range(2):
        mailing.deliver()
    [file] = (settings().data_dir / "outbox").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert (letter["subject"], letter["to"].addresses[0].addr_spec) == ("订单 O-1 已发货", buyer.email)
    assert (letter.get_content().strip(), letter["content-language"]) == ("订单 O-1 已发货", "zh")
    assert [row.status for row in rows()] == [S.SENT]


def test_a_server_gets_each_letter_once(buyer, served):
    for key in ("one", "one", "two"):
        queue(buyer, key)
    mailing.deliver()
    mailing.deliver()
    assert len(served.received) == 2
    assert len({letter["message-id"] for letter in served.letters}) == 2
    assert {letter["message-id"] for letter in served.letters} == {f"<{row.id}@city.example>" for row in rows()}


def test_several_processes_at_once_send_each_letter_once(buyer, served):
    for number in range(6):
        queue(buyer, str(number))
    assert at_once(*[mailing.deliver] * 4) == [None] * 4
    assert len(served.received) == 6


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT"])
def test_what_was_certainly_not_sent_is_tried_again_after_growing_pauses(command, buyer, served, pass_time):
    served.answers = {command: "hang up", "HELO": "421 later"}
    queue(buyer)
    for _ in range(3):
        mailing.deliver()
    [row] = rows()
    assert (row.status, row.tries, row.ready_at - clock.now()) == (S.QUEUED, 1, mailing.SHORTEST_PAUSE)
    pass_time(mailing.SHORTEST_PAUSE)
    mailing.deliver()
    assert rows()[0].ready_at - clock.now() == 2 * mailing.SHORTEST_PAUSE
    served.answers = {}
    pass_time(timedelta(hours=1))
    mailing.deliver()
    assert (len(served.received), rows()[0].status) == (1, S.SENT)


@pytest.mark.parametrize("text", ["hang up", "451 try later", "550 no such person"])
def test_what_the_server_says_to_the_text_decides(text, buyer, served):
    """Refused for now: again. Refused for ever: never. No answer: perhaps it was sent, so not again."""
    served.answers = {"TEXT": text}
    queue(buyer)
    mailing.deliver()
    assert rows()[0].status is (S.QUEUED if text.startswith("451") else S.FAILED)


def test_a_letter_is_given_up_after_days_of_trying(buyer, configure, pass_time):
    configure(smtp_url="smtp://127.0.0.1:9")
    queue(buyer)
    for _ in range(mailing.MOST_TRIES + 2):
        mailing.deliver()
        pass_time(mailing.LONGEST_PAUSE)
    assert (rows()[0].status, rows()[0].tries) == (S.FAILED, mailing.MOST_TRIES)


def test_no_letter_is_sent_twice_after_a_crash_between_sending_and_marking(buyer, served, pass_time, monkeypatch):
    def die(*_):
        raise SystemExit

    queue(buyer)
    with monkeypatch.context() as broken:
        broken.setattr(mailing, "note", die)
        with pytest.raises(SystemExit):
            mailing.deliver()
    for _ in range(3):
        mailing.deliver()
        pass_time(mailing.GIVEN_UP)
    assert (len(served.received), rows()[0].status) == (1, S.FAILED)
    assert "not sent again" in rows()[0].last_error


def test_a_bad_letter_holds_up_none_after_it(buyer, served):
    queue(buyer, "bad", address="no one at all")
    queue(buyer, "good")
    mailing.deliver()
    assert sorted(row.status for row in rows()) == [S.FAILED, S.SENT]
    assert len(served.received) == 1


EVIL = "Evil\r\nBcc: everybody@test.example\r\n\r\nread this"


def test_no_name_and_no_subject_adds_a_header_or_a_reader(buyer, served):
    with transaction(audited=False) as db:
        db.get_one(Person, buyer.person_id).name = EVIL
    queue(buyer, name=EVIL, subject=EVIL)
    mailing.deliver()
    [letter] = served.letters
    assert letter["bcc"] is None
    assert letter["to"].addresses[0].addr_spec == buyer.email
    assert letter["subject"] == "Evil Bcc: everybody@test.example read this"
    assert [line for line in served.heard if line.startswith("rcpt")] == [f"rcpt TO:<{buyer.email}>"]


def test_a_password_is_not_sent_without_encryption(buyer, configure, post_office):
    configure(smtp_url=post_office.url.replace("//", "//museum:secret@"))
    queue(buyer)
    mailing.deliver()
    assert rows()[0].status is S.QUEUED
    assert not any("secret" in line or line.upper().startswith("AUTH") for line in post_office.heard)


@pytest.mark.pure
@pytest.mark.parametrize("wrong", [{"smtp_url": "mail.city.example"}, {"smtp_url": "http://x"}, {"mail_from": "a b"}])
def test_settings_that_cannot_send_are_refused_at_the_start(wrong, configure, tmp_path):
    configure(data_dir=tmp_path, **wrong)
    with pytest.raises(ValueError, match=r"SMTP_URL|MAIL_FROM"):
        settings()
