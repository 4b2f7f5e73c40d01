"""`python -m seed`: bring the database up to date and hang the museum; with options, verify it or fill it in bulk."""

import argparse
import gc
import re
import sys

from db import migrations
from db.settings import settings
from seed import hanging
from seed.hanging import Hung, say
from seed.haste import alone
from seed.reading import FOUNDING_MONTH
from services import administrators
from services.errors import Refused

EMPTY_BY_HAND = "To hang it anew, remove the database (DATA_DIR/museum.db, or drop and create the one of DATABASE_URL)."


def month(text: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", text) or text < FOUNDING_MONTH:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month from {FOUNDING_MONTH} on, such as 2026-05")
    return text


def asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m seed", description=__doc__)
    parser.add_argument("--seed", type=int, default=2022, help="what chance there is comes from this number (2022)")
    parser.add_argument("--until", type=month, help="the last month of the demonstration (the month before now)")
    parser.add_argument("--if-empty", action="store_true", help="do nothing if something hangs already")
    parser.add_argument("--verify", action="store_true", help="only check that every figure agrees with every other")
    parser.add_argument("--products", type=int, default=0, metavar="N", help="add N exhibits in bulk, for measuring")
    parser.add_argument("--orders", type=int, default=0, metavar="M", help="add M orders in bulk, for measuring")
    parser.add_argument("--administrator", metavar="EMAIL", help="print the first administrator's one-time link")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    wanted = asked(arguments)
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    with alone():
        migrations.upgrade()
        if wanted.administrator:
            return invite(wanted.administrator)
        if wanted.verify:
            return verify()
        done = hang_demonstration(wanted) if settings().is_demo else hang_standards()
        if done == 0 and (wanted.products or wanted.orders):
            return fill(wanted)
    return done


def hang_demonstration(wanted: argparse.Namespace) -> int:
    now, until = hanging.hung(), wanted.until or hanging.month_before_now()
    if (now is None and not hanging.has_standards()) or hanging.half_hung():
        print(f"Hanging the demonstration until {until} …", file=sys.stderr, flush=True)
        hanging.hang(wanted.seed, until)
        return 0
    if now is None or wanted.if_empty:
        say("The museum is not empty; nothing was changed.")
        return 0
    if wanted.until and now != Hung(wanted.seed, wanted.until):
        say(f"The museum hangs already, until {now.until} by seed {now.seed}. {EMPTY_BY_HAND}")
        return 1
    say(f"The museum hangs already, until {now.until} by seed {now.seed}; nothing was changed.")
    return 0


def hang_standards() -> int:
    """A real museum begins with the Basic Requirements and nothing invented."""
    if hanging.has_standards():
        say("The standards are in place; nothing was changed.")
        return 0
    hanging.hang_standards()
    say("The standards are in place. Next: python -m seed --administrator EMAIL")
    return 0


def invite(email: str) -> int:
    try:
        token = administrators.invite_first(email)
    except Refused as refused:
        say(str(refused))
        return 1
    print(f"{settings().base_url}/account?form=join&invitation={token}")
    say("This link makes the first administrator, once, within an hour.")
    return 0


def verify() -> int:
    from seed import verify as checks  # noqa: PLC0415  a first start need not load it

    return checks.report()


def fill(wanted: argparse.Namespace) -> int:
    if not settings().is_demo:
        say("Bulk rows are invented: a real museum takes none.")
        return 1
    from seed import bulk  # noqa: PLC0415

    bulk.fill(wanted.seed, products=wanted.products, orders=wanted.orders)
    return 0


if __name__ == "__main__":
    gc.set_threshold(100_000)  # rows come and go by the ten thousand, and hold no memory once written
    sys.exit(main())
