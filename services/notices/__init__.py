"""
Notices: the parties hear of what has happened, in the inbox and by email, each in their language.

Nobody sends a notice. Every change writes its entry into the audit log; the composer reads the log, and one table says
who is told of what. A new event is told by a new line of that table.
"""

from services.notices.composing import compose
from services.notices.inbox import MANY, Inbox, NoticeView, mine, read, read_all, unread
from services.notices.tellings import Group
from services.notices.wishes import choose
from services.notices.wishes import mine as my_wishes

__all__ = [
    "MANY", "Group", "Inbox", "NoticeView", "choose", "compose", "mine", "my_wishes", "read", "read_all", "unread",
]  # fmt: skip
