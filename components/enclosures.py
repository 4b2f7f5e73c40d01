"""Files that come with words: how they are handed over, and how they are shown: pictures small, papers by name."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from components import html
from components.i18n import t
from services.messages import StoredFile
from services.uploads import LARGEST_MB

__all__ = ["Files", "ask", "shown"]

Files = Sequence[tuple[str, bytes]]
PICTURE = Markup('<a href="/files/{id}" target="_blank" rel="noopener"><img src="/files/{id}" alt="{name}"></a>')
PAPER = Markup('<a class="paper" href="/files/{id}" target="_blank" rel="noopener">{name}</a>')


def shown(files: Sequence[StoredFile]) -> Markup:
    if not files:
        return html.NOTHING
    parts = [
        (PICTURE if file.media_type.startswith("image/") else PAPER).format(id=file.id, name=file.name)
        for file in files
    ]
    return Markup('<p class="enclosed">{}</p>').format(html.join(parts))


def ask(key: str) -> Files:
    """Pictures and papers as names and bytes, to be checked and kept by whoever acts."""
    files = st.file_uploader(
        t("Photographs or PDF (optional)"),
        type=["jpg", "jpeg", "png", "webp", "pdf"],
        accept_multiple_files=True,
        key=key,
        max_upload_size=LARGEST_MB,
    )
    return [(file.name, file.getvalue()) for file in files]
