"""What this process serves: the museum for people, and a few doors for machines. Run by `streamlit run app.py`."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from components import feedback
from pages.machine import ROUTES
from pages.machine.at_once import leave_at_once
from pages.machine.guard import Guard
from pages.machine.keeper import keeping
from pages.machine.packing import Packing
from services import identity, readiness
from services.settings import settings


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[dict[str, Any]]:
    """Open the house: start the keeper of deadlines, then freeze what is loaded so that no run pays for it."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings().listens_on(int(st.get_option("server.port")))
    readiness.prepare()
    leave_at_once()
    with keeping():
        gc.collect()
        gc.freeze()
        yield {}


app = st.App(
    str(Path(__file__).parent / "pages" / "navigation.py"),
    lifespan=lifespan,
    routes=ROUTES,
    middleware=[Middleware(Guard, routes=ROUTES), Middleware(Packing)],
    on_script_error=feedback.politely,
    secrets=identity.streamlit_secrets(),
)

if __name__ == "__main__":
    app.run()
