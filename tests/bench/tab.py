"""An open tab without a browser: speaks Streamlit's websocket and turns the pages of a wall, hundreds at a time."""

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
    """One visitor's page, as far as its pager needs it."""

    url: str
    query: str = field(init=False)
    pager: Pagination = field(init=False, default_factory=Pagination)
    page_hash: str = field(init=False, default="")
    _socket: websockets.ClientConnection = field(init=False)

    @classmethod
    async def opened(cls, url: str) -> Self:
        """Connected, and the first run finished."""
        tab, parts = cls(url), urlsplit(url)
        tab.query = parts.query
        tab._socket = await websockets.connect(
            f"ws://{parts.netloc}/_stcore/stream", origin=websockets.Origin(f"http://{parts.netloc}"),
            subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol("PLACEHOLDER")],
            max_size=None, compression=None, open_timeout=PATIENCE, ping_interval=None,
        )  # fmt: skip
        await tab.run()
        if not tab.pager.num_pages:
            raise RuntimeError(f"there is no pager at {url}")
        return tab

    async def close(self) -> None:
        await self._socket.close()

    async def turn(self) -> float:
        """Go to the next page, or from the last to the first; the seconds until the run has ended."""
        wanted = self.pager.default % self.pager.num_pages + 1
        began = time.perf_counter()
        await self.run(WidgetState(id=self.pager.id, int_value=wanted))
        taken = time.perf_counter() - began
        if self.pager.default != wanted:
            raise RuntimeError(f"page {wanted} was asked for, page {self.pager.default} came")
        return taken

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
                self._see(said.delta)
            case "script_finished":
                return said.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        return False

    def _see(self, delta: Delta) -> None:
        match delta.new_element.WhichOneof("type"):
            case "exception":
                raise RuntimeError(delta.new_element.exception.message)
            case "pagination":
                self.pager = delta.new_element.pagination

    def _acknowledge_at_once(self) -> None:
        """As a browser does; else the server, which waits for each acknowledgement, seems 40 ms slower than it is."""
        if hasattr(socket, "TCP_QUICKACK"):
            connection = self._socket.transport.get_extra_info("socket")
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
