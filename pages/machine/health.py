"""Is the process up; can it serve: database, schema, disk."""

import shutil

from starlette.requests import Request
from starlette.responses import JSONResponse

from services import readiness
from services.settings import settings

LEAST_FREE = 200 * 1024 * 1024
NO_STORE = {"Cache-Control": "no-store"}


def process(request: Request) -> JSONResponse:
    del request
    return JSONResponse({"status": "ok"}, headers=NO_STORE)


def ready(request: Request) -> JSONResponse:
    del request
    found = {"database": readiness.database_answers(), "schema": readiness.schema_is_current(), "disk": has_room()}
    return JSONResponse(
        {"status": "ready" if all(found.values()) else "not ready", **found},
        status_code=200 if all(found.values()) else 503,
        headers=NO_STORE,
    )


def has_room() -> bool:
    return shutil.disk_usage(settings().data_dir).free > LEAST_FREE
