"""An open tab without a browser: speaks Streamlit's websocket, turns pages and sends forms, hundreds at a time."""

import asyncio
import socket
import time
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Pagination_pb2 import Pagination
from streamlit.proto.WidgetStates_pb2 import WidgetState

PATIENCE = 60


@dataclass
class Tab:
    """One visitor's page; `cookie` is what their browser says of itself."""

    url: str
    cookie: str = ""
    query: str = field(init=False)
    page_hash: str = field(init=False, default="")
    _socket: websockets.ClientConnection = field(init=False)

    @classmethod
    async def opened(cls, url: str, cookie: str = "") -> Self:
        """Connected, and the first run finished."""
        tab, parts = cls(url, cookie), urlsplit(url)
        tab.query = parts.query
        tab._socket = await websockets.connect(
            f"ws://{parts.netloc}/_stcore/stream", origin=websockets.Origin(f"http://{parts.netloc}"),
            additional_headers={"Cookie": cookie} if cookie else None,
            subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol("PLACEHOLDER")],
            max_size=None, compression=None, open_timeout=PATIENCE, ping_interval=None,
        )  # fmt: skip
        await tab.run()
        return tab

    async def close(self) -> None:
        await self._socket.close()

    async def run(self, *answers: WidgetState) -> None:
        asking = BackMsg()
        state = asking.rerun_script
        state.query_string, state.page_script_hash = self.query, self.page_hash
        if not self.page_hash:
            state.page_name = urlsplit(self.url).path.strip("/")
        state.widget_states.widgets.extend(answers)
        await self._socket.send(asking.SerializeToString())
        await asyncio.wait_for(self._until_finished(), PATIENCE)

    async def _until_finished(self) -> None:
        finished = False
        while not finished:
            self._acknowledge_at_once()
            finished = self._hear(ForwardMsg.FromString(await self._socket.recv(decode=False)))

    def _hear(self, said: ForwardMsg) -> bool:
        """Keep what the next answer needs; True when the run has ended and no other follows by itself."""
        match said.WhichOneof("type"):
            case "navigation":
                self.page_hash = said.navigation.page_script_hash
            case "page_info_changed":
                self.query = said.page_info_changed.query_string
            case "delta":
                self.see(said.delta)
            case "script_finished":
                return said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def see(self, delta: Delta) -> None:
        """What was added to the page; a kind of tab keeps of it what its visitor needs."""
        if delta.new_element.WhichOneof("type") == "exception":
            raise RuntimeError(delta.new_element.exception.message)

    def _acknowledge_at_once(self) -> None:
        """As a browser does; else the server, which waits for each acknowledgement, seems 40 ms slower than it is."""
        if hasattr(socket, "TCP_QUICKACK"):
            connection = self._socket.transport.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


@dataclass
class Wall(Tab):
    """A page of the halls, as far as its pager needs it."""

    pager: Pagination = field(init=False, default_factory=Pagination)

    def see(self, delta: Delta) -> None:
        super().see(delta)
        if delta.new_element.WhichOneof("type") == "pagination":
            self.pager = delta.new_element.pagination

    async def turn(self) -> float:
        """Go to the next page, or from the last to the first; the seconds until the run has ended."""
        wanted = self.pager.default % self.pager.num_pages + 1
        began = time.perf_counter()
        await self.run(WidgetState(id=self.pager.id, int_value=wanted))
        taken = time.perf_counter() - began
        if self.pager.default != wanted:
            raise RuntimeError(f"page {wanted} was asked for, page {self.pager.default} came")
        return taken


@dataclass
class Sheet(Tab):
    """A page with a form: its widgets by their keys, and everything it says in HTML."""

    widgets: dict[str, str] = field(init=False, default_factory=dict)
    words: str = field(init=False, default="")

    def see(self, delta: Delta) -> None:
        super().see(delta)
        kind = delta.new_element.WhichOneof("type")
        shown = getattr(delta.new_element, kind) if kind else None
        if kind == "html":
            self.words += shown.body
        elif name := getattr(shown, "id", ""):
            self.widgets[name.split("-", 2)[-1]] = name  # "$$ID-", what it is made from, its key

    async def send(self, button: str, **typed: str) -> None:
        """Type into the fields of a form and press its button; what the answer says takes the place of the words."""
        self.words = ""
        states = [WidgetState(id=self.widgets[name], string_value=text) for name, text in typed.items()]
        await self.run(*states, WidgetState(id=self.widgets[button], trigger_value=True))
