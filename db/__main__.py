"""`python -m db upgrade|check`: bring the database up to date; see that migrations and code agree, on a fresh one."""

import sys
import tempfile
from pathlib import Path

from db import migrations
from db.engine import connect


def check() -> None:
    with tempfile.TemporaryDirectory() as folder:
        fresh = connect(f"sqlite:///{Path(folder) / 'check.db'}")
        migrations.upgrade(fresh)
        migrations.check(fresh)
        migrations.downgrade(fresh)
        migrations.upgrade(fresh)
        fresh.dispose()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["upgrade"]:
            migrations.upgrade()
        case ["check"]:
            check()
        case _:
            sys.exit("usage: python -m db upgrade|check")
