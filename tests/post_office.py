"""A mail server on loopback that takes letters, or refuses them, or hangs up, as the test wants it."""

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest


@dataclass
class PostOffice:
    """`answers` maps a command to what is said instead of 250; "hang up" ends the connection there."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    received: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.SMTP) for raw in self.received]  # type: ignore[misc]


def talk(office: PostOffice, call: socketserver.StreamRequestHandler) -> None:
    def say(words: str) -> None:
        call.wfile.write(f"{words}\r\n".encode())

    say("220 ready")
    while line := call.rfile.readline():
        command = line.decode().split()[0].upper() if line.strip() else ""
        office.heard.append(line.decode().strip())
        answer = office.answers.get(command, "354 go on" if command == "DATA" else "250 fine")
        if answer == "hang up":
            return
        say(answer)
        if command == "QUIT":
            return
        if command == "DATA" and answer.startswith("354"):
            text = b"".join(iter(call.rfile.readline, b".\r\n"))
            if office.answers.get("TEXT") == "hang up":
                return
            answer = office.answers.get("TEXT", "250 taken")
            if answer.startswith("250"):
                office.received.append(text)
            say(answer)


@pytest.fixture(name="post_office")
def opened() -> Iterator[PostOffice]:
    office = PostOffice()

    class Call(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            talk(office, self)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Call) as server:
        server.daemon_threads = True
        office.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield office
        server.shutdown()
