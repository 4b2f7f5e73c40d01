"""Markdown that officials type, made harmless for Streamlit's renderer: headings, emphasis, lists, quotes, tables and
links to http(s) or to our own paths stay; everything else reads as it was typed."""

import re

__all__ = ["OWN_OR_WEB", "kept", "opening", "tame"]

WORD_JOINER = "\u2060"  # invisible; no name of an icon, a colour or an emoji begins with it
OWN_OR_WEB = re.compile(r"(?:https?://[a-z0-9]|/(?![/\\]))[-\w./?#@!'*+,=%&:~]*|/", re.IGNORECASE | re.ASCII)
OWN_DRAWING = re.compile(r"/drawings/[-\w.%]+\.svg", re.ASCII)
SIGNS = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<image>!)\[(?P<alt>[^\[\]\n]*)\]\((?P<src>[^()\s]*)\)"
    r"|\[(?P<said>[^\[\]\n]+)\]\((?P<to>[^()\s]*)\)"
    r"|(?P<bare>https?://[-\w.:/?#@!'*+,=%&;~$]+)"
    r"|(?P<colon>:)"
    r"|(?P<sign>[\\<`$~\[\]]|&(?=\#?\w+;))",
    re.IGNORECASE | re.ASCII,
)
NAMED = re.compile(r"[a-z_+]|[\w+-]+:", re.IGNORECASE)  # after a colon: the beginning of an icon, a colour, an emoji
MARKER = r"(?:[>\s]|[-+*]\s|\d{1,9}[.)]\s)*"
HEADING = re.compile(rf"({MARKER})(#{{1,6}})(?=\s|$)")
UNDERLINE = re.compile(r"([>\s]*)(=+|-+)\s*$")
INDENTED = re.compile(r" {4,}(?!\s*(?:[-+*]|\d{1,9}[.)])\s)")
DEEPER, DEEPEST, RULE = 2, 6, 3  # the page has the first two levels; three dashes are a rule
SPACES = str.maketrans("\t\u3000\xa0", "   ")


def tame(text: str) -> str:
    """The text for `st.markdown` without HTML: no images but our drawings, no code, no formulas, no Streamlit marks."""
    said = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return "\n".join(tame_line(line) for line in said.split("\n"))


def tame_line(line: str) -> str:
    underline = UNDERLINE.match(line)
    if underline:  # would make a heading of the line above
        before, drawn = underline.groups()
        return f"{before}***" if drawn.startswith("-") and len(drawn) >= RULE else f"{before}\\{drawn}"
    line = INDENTED.sub("   ", line, count=1) if INDENTED.match(line) else line
    heading = HEADING.match(line)
    if heading:
        before, marks = heading.groups()
        return before + "#" * min(len(marks) + DEEPER, DEEPEST) + tame_words(line[heading.end() :])
    return tame_words(line)


def tame_words(words: str) -> str:
    return SIGNS.sub(tame_sign, words)


def tame_sign(found: re.Match[str]) -> str:
    if found["escaped"]:
        return colon(found) if found["escaped"] == ":" else found[0]
    if found["image"]:
        return image(found["alt"], found["src"])
    if found["said"]:
        return link(found["said"], found["to"])
    if found["bare"]:
        return bare(found["bare"])
    return colon(found) if found["colon"] else f"\\{found['sign']}"


def colon(found: re.Match[str]) -> str:
    return ":" + (WORD_JOINER if NAMED.match(found.string, found.end()) else "")


def image(alt: str, source: str) -> str:
    """Only our own drawings: a picture from outside would tell others who reads here."""
    if OWN_DRAWING.fullmatch(source):
        return f"![{tame_words(alt)}]({source})"
    return f"!\\[{tame_words(alt)}\\]({tame_words(source)})"


def link(said: str, to: str) -> str:
    if OWN_OR_WEB.fullmatch(to):
        return f"[{tame_words(said)}]({to})"
    return f"\\[{tame_words(said)}\\]({tame_words(to)})"


def bare(address: str) -> str:
    """An address the renderer makes a link of by itself: what could begin something else in it is percent-encoded."""
    scheme, rest = address.split("://", 1)
    coded = re.sub(r":(?!\d)|[;~$]", lambda sign: f"%{ord(sign[0]):02X}", rest)
    return f"{scheme}://{coded}"


def kept(text: str) -> str:
    """The text as it is stored: printable, without blanks at the ends of lines; the indents of lists stay."""
    printable = "".join(sign for sign in text.translate(SPACES) if sign in "\r\n" or sign.isprintable())
    return "\n".join(line.rstrip() for line in printable.strip().splitlines())


def opening(text: str, longest: int = 120) -> str:
    """The first words of the first paragraph, without any marks: for lists."""
    lines = [line.strip() for line in text.splitlines()]
    first = next((line for line in lines if line and not re.match(r"[#>|*+=-]\s|[-=*]{3}", line)), "")
    plain = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", first)
    plain = re.sub(r"(\*{1,3}|_{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1", r"\2", plain)
    return plain if len(plain) <= longest else cut(plain, longest) + "…"


def cut(words: str, longest: int) -> str:
    """Not within a word, where words have blanks between them."""
    short = words[:longest]
    whole = short.rsplit(" ", 1)[0] if words[longest - 1 : longest + 1].isalnum() and short[-1].isascii() else short
    return whole.rstrip("，、；：,;: ")
