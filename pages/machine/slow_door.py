"""The door for forms that hash a password: few at a time, a short queue, so that every other page stays fast."""

from collections.abc import Callable

from anyio import CapacityLimiter, to_thread
from starlette.responses import HTMLResponse, Response

from components.i18n import tell
from components.session import Language
from pages.machine import front, look

AT_ONCE, LONGEST_QUEUE, COME_BACK_SECONDS = 4, 16, 5


class SlowDoor:
    def __init__(self) -> None:
        self.limiter, self.inside = CapacityLimiter(AT_ONCE), 0

    async def through(self, action: Callable[[], Response], language: Language) -> Response:
        """What `action` answers, from a thread of this door's own; a word to come back when too many wait."""
        if self.inside >= AT_ONCE + LONGEST_QUEUE:
            return crowded(language)
        self.inside += 1
        try:
            return await to_thread.run_sync(action, limiter=self.limiter)
        finally:
            self.inside -= 1


def crowded(language: Language) -> Response:
    said = front.LOST.substitute(
        lang=front.LANG_TAG[language],
        code=language,
        stylesheet=look.stylesheet_address(),
        title=tell("Too many people are at this door", language),
        words=tell("Nothing was lost: go back and press the button again in a few seconds.", language),
        back=tell("Back to the foyer", language),
        halls=tell("To the halls", language),
    )
    kept = {"Cache-Control": "no-store", "Retry-After": str(COME_BACK_SECONDS)}
    return HTMLResponse(said, status_code=429, headers=kept)
