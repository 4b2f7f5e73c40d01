"""A visitor without a browser: speaks Streamlit's websocket and keeps every word the server says."""

import asyncio
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 30


@dataclass
class Heard:
    """What the server sent in one run: the raw words, and how often it said that a page does not exist."""

    words: str = ""
    not_found: int = 0
    failures: list[str] = field(default_factory=list)


def knock(url: str, *, cookie: str = "", origin: str | None = None) -> Heard:
    """Ask for the page of `url` as a browser's script would, without any HTTP request before."""
    return asyncio.run(visit(url, cookie, origin))


async def visit(url: str, cookie: str, origin: str | None) -> Heard:
    parts = urlsplit(url)
    headers = {"Cookie": cookie} if cookie else {}
    async with websockets.connect(
        f"ws://{parts.netloc}/_stcore/stream", additional_headers=headers, origin=origin or f"http://{parts.netloc}",
        subprotocols=["streamlit", "PLACEHOLDER"], max_size=None, open_timeout=PATIENCE,
    ) as socket:  # fmt: skip
        asking = BackMsg()
        asking.rerun_script.query_string = parts.query
        asking.rerun_script.page_name = parts.path.strip("/")
        await socket.send(asking.SerializeToString())
        return await asyncio.wait_for(listen(socket), PATIENCE)


async def listen(socket: websockets.ClientConnection) -> Heard:
    heard = Heard()
    while True:
        data = await socket.recv()
        message = ForwardMsg.FromString(data)  # type: ignore[arg-type]
        heard.words += str(message)
        heard.not_found += message.WhichOneof("type") == "page_not_found"
        if message.WhichOneof("type") == "script_finished":
            return heard
