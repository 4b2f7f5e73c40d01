"""What a specification says of a product's thickness and of what a roll or a piece holds: without doubt, or nothing."""

import re
from decimal import Decimal

__all__ = ["contents", "thickness"]

NUMBER = r"(?<![\d.,~–/×xX*±+-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
MM = r"\s*(?:mm|毫米)(?![²³\w/])"
TIMES = r"\s*[×xX*]\s*"
# length × width × thickness: no more and no fewer than three
THREE = re.compile(rf"(?<![\d.,×xX*~–/-])({FIGURE}){TIMES}({FIGURE}){TIMES}({FIGURE}){MM}(?!{TIMES})")
ALONE = re.compile(rf"({NUMBER}){MM}")
# of the thing itself, not of a wall, a layer, a film, a coat, a face
SAID = (
    re.compile(rf"(?<![壁层膜涂镀面覆肋胎])(?:厚度|厚)\s*[为:]?\s*({NUMBER}){MM}"),
    re.compile(rf"({NUMBER}){MM}\s*厚(?!度)"),
    re.compile(rf"^thickness:?\s+(?:of\s+)?({NUMBER}){MM}", re.IGNORECASE),
    re.compile(rf"^({NUMBER}){MM}\s+thick$", re.IGNORECASE),
)
PARTS = re.compile(r"[，；;、]|,(?!\d{3})")
HOLDS = re.compile(rf"({NUMBER})\s*(kg|m²|m2|m³|m3|m|t)\s*/\s*([卷根桶袋盘张块片支])")
CONTAINERS = {"卷": "roll"} | dict.fromkeys("根张块片支", "piece")
SPELLED = {"m²": "m2", "m³": "m3"}


def thickness(*specifications: str) -> Decimal | None:
    """In millimetres; None when nothing says it, or when two places disagree."""
    found = {value for words in specifications for value in readings(words)}
    return found.pop() if len(found) == 1 else None


def readings(specification: str) -> set[Decimal]:
    """Every thickness the words can mean."""
    parts = [part.strip() for part in PARTS.split(specification)]
    found = {number(match[1]) for part in parts for rule in SAID for match in rule.finditer(part)}
    for sides in THREE.finditer(specification):
        *others, last = (number(side) for side in sides.groups())
        if last < min(others):
            found.add(last)
    return found | {number(match[1]) for part in parts if (match := ALONE.fullmatch(part))}


def contents(specification: str, *, unit: str) -> dict[str, Decimal]:
    """How many selling units one roll or piece holds, as in 10 m²/卷; what is said twice differently is left out."""
    said: dict[str, set[Decimal]] = {}
    for amount, of, container in HOLDS.findall(specification):
        if SPELLED.get(of, of) == unit and container in CONTAINERS:
            said.setdefault(CONTAINERS[container], set()).add(number(amount))
    return {container: amounts.pop() for container, amounts in said.items() if len(amounts) == 1 and min(amounts)}


def number(written: str) -> Decimal:
    return Decimal(written.replace(",", ""))
