"""An amount in formal Chinese numerals (人民币大写), as receipts and invoices in China carry it."""

from services.errors import Invalid

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
LARGEST_YUAN = 10**16


def in_capitals(amount_fen: int) -> str:
    """1,000,500 fen -> 人民币壹万零伍元整. Raises Invalid below zero and from 10^16 yuan."""
    if not 0 <= amount_fen < LARGEST_YUAN * 100:
        raise Invalid("This amount cannot be written in Chinese numerals.")
    yuan, rest = divmod(amount_fen, 100)
    jiao, fen = divmod(rest, 10)
    whole = f"{_yuan(yuan)}元" if yuan else ""
    if not rest:
        return f"人民币{whole or '零元'}整"
    tenths = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"人民币{whole}{tenths}" + (f"{DIGITS[fen]}分" if fen else "整")


def _yuan(amount: int) -> str:
    """Groups of four digits; one 零 wherever digits are skipped between two that are said."""
    said, skipped = "", False
    for power in reversed(range(len(GROUPS))):
        group = amount // 10_000**power % 10_000
        if not group:
            skipped = bool(said)
            continue
        gap = "零" if said and (skipped or group < 1000) else ""  # noqa: PLR2004 - a group has four digits
        said, skipped = f"{said}{gap}{_group(group)}{GROUPS[power]}", False
    return said


def _group(amount: int) -> str:
    said, skipped = "", False
    for power in reversed(range(len(PLACES))):
        digit = amount // 10**power % 10
        if not digit:
            skipped = bool(said)
            continue
        said, skipped = f"{said}{'零' if skipped else ''}{DIGITS[digit]}{PLACES[power]}", False
    return said
