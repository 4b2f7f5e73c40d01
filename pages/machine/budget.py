"""How many bytes one person may send within ten minutes: kept in memory, like the uploads it limits."""

from datetime import datetime, timedelta
from uuid import UUID

from services import clock

WINDOW = timedelta(minutes=10)
BYTES = 60 * 1024 * 1024


class Budget:
    def __init__(self) -> None:
        self.spent: dict[UUID, tuple[datetime, int]] = {}

    def allows(self, person: UUID, size: int) -> bool:
        """Whether the person may send `size` bytes more now; if so they are spent."""
        self.forget_ended()
        began, sent = self.spent.get(person, (clock.now(), 0))
        if sent + size > BYTES:
            return False
        self.spent[person] = (began, sent + size)
        return True

    def forget_ended(self) -> None:
        now = clock.now()
        for person in [person for person, (began, _) in self.spent.items() if now - began >= WINDOW]:
            del self.spent[person]
