"""What a PDF says in words, as far as it can be read: a scan and a photograph say nothing.

A file from outside may be made so that reading it has no end: it is read in a process of its own, which has seconds."""

import contextlib
import io
import logging
import re
import resource
import subprocess
import sys

from services.uploads.quarantine import AT_ONCE, ROOT, walls

__all__ = ["MOST_LETTERS", "read", "words_of"]

MOST_PAGES, MOST_LETTERS = 5, 8000
MOST_SECONDS, MOST_MEMORY = 10, 1 << 30
WITH_FONTS = re.compile(rb"/Font|/ObjStm")  # a scan has none, and needs no process to say so
log = logging.getLogger("museum.uploads")


def words_of(data: bytes) -> str:
    """The words of the first pages, line by line; nothing where there are none, or where reading takes too long."""
    if not data.startswith(b"%PDF") or not WITH_FONTS.search(data):
        return ""
    asked = [sys.executable, "-B", "-m", __name__]
    try:
        with AT_ONCE:
            done = subprocess.run(  # noqa: S603  our own module
                asked, input=data, capture_output=True, cwd=ROOT, env=walls(), timeout=2 * MOST_SECONDS, check=True
            )
    except (OSError, subprocess.SubprocessError) as failure:
        log.warning("a paper could not be read: %s", failure)
        return ""
    return done.stdout.decode()


def read(data: bytes) -> str:
    """The same here and now, for what we have made ourselves."""
    from pypdf import PdfReader  # noqa: PLC0415  loaded behind the walls only

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages[:MOST_PAGES]]
    return tidy("\n".join(pages))[:MOST_LETTERS]


def tidy(words: str) -> str:
    lines = ("".join(sign for sign in " ".join(line.split()) if sign.isprintable()) for line in words.splitlines())
    return "\n".join(filter(None, lines))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    with contextlib.suppress(ValueError, OSError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.buffer.write(read(sys.stdin.buffer.read()).encode())
