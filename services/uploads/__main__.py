"""
The quarantine itself, a process of its own (`python -m services.uploads`): one file in, what may be kept out.

In: a line of JSON, then the file. Out: a line of JSON, then what is kept; or the reason why it is refused.
"""

import json
import logging
import resource
import sys
from typing import BinaryIO

SECONDS = 10
MEGABYTES = {"pdf": 512}
# A picture of 40 million pixels takes 160 MB a copy, and a progressive JPEG its coefficients besides.
MEGABYTES_FOR_PICTURES = 1024


def limit(kind: str) -> None:
    """Time, memory (macOS does not know this limit) and no file larger than nothing."""
    _limit(resource.RLIMIT_CPU, SECONDS)
    _limit(resource.RLIMIT_FSIZE, 0)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_AS, MEGABYTES.get(kind, MEGABYTES_FOR_PICTURES) * 1024 * 1024)


def _limit(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(what, (lowest, lowest))


def serve(source: BinaryIO, answer: BinaryIO) -> None:
    order = json.loads(source.readline())
    data = source.read()
    limit(order["kind"])
    # Imported under the limits: what the libraries do on import is bounded as well.
    from services.errors import Invalid  # noqa: PLC0415
    from services.uploads.quarantine import opened_here  # noqa: PLC0415
    from services.uploads.signatures import Kind  # noqa: PLC0415

    try:
        kept = opened_here(order["name"], data, Kind(order["kind"]), keep_format=order["keep_format"])
    except Invalid as refusal:
        answer.write(json.dumps({"phrase": refusal.phrase, "values": refusal.values}).encode() + b"\n")
        return
    about = {"kind": kept.kind, "pages": kept.pages, "width": kept.width, "height": kept.height}
    answer.write(json.dumps(about).encode() + b"\n" + kept.data)


if __name__ == "__main__":
    logging.disable()
    serve(sys.stdin.buffer, sys.stdout.buffer)
