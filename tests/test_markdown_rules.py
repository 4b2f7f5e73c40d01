"""What officials type is read as text, links to the web and to our own rooms, and nothing else; seen in a browser in
tests/tours/test_house.py."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.markdown_rules import OWN_OR_WEB, WORD_JOINER, kept, opening, tame

pytestmark = pytest.mark.pure

HARMLESS = (
    "**粗体** *斜体* 和 [网站](https://example.org/a?b=c&d=e)",
    "- 一\n- 二\n  - 三\n\n1. 甲\n2. 乙",
    "> 引用\n\n| 列 | 数 |\n|---|---|\n| 甲 | 1 |",
    "[木质地板](/halls?kind=wood-flooring&lang=zh) 10:30 见 https://example.org:8080/x",
    "![封面](/drawings/cover.craft.svg)",
)
PAYLOADS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:alert(1)">x</a>', "<!-- x -->",
    "<svg/onload=alert(1)>", "<style>*{display:none}</style>", "&lt;script&gt;",
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,x)", "[x](vbscript:x)",
    "[x](//evil.test)",
    "[x](/\\evil.test)", "[x](ftp://evil.test)", "[x](&#106;avascript:alert(1))", "[x]( javascript:alert(1) )",
    "[x](<javascript:alert(1)>)", '[x](javascript:alert(1) "t")', "[x][y]\n\n[y]: javascript:alert(1)",
    "[x]\n\n[x]: //evil",
    "<javascript:alert(1)>", "[a\nb](javascript:alert(1))", "![x](https://evil.test/x.png)", "![x](//evil.test/x.png)",
    "![x][y]\n\n[y]: https://evil.test/x.png", "[![x](https://evil.test/x.png)](https://good.test)",
    "![x](/files/secret.svg)", "![x](/drawings/../files/x.svg)", "`code`", "```\nx\n```", "~~~\nx\n~~~", "~~gone~~",
    "$x$", "$$x$$", "\\$5 and $6", "5 $ and 6 $", ":red[x]", ":red-background[x]", ":green-badge[x]", ":small[x]",
    ":shimmer[x]", ":color[x]{foreground=red}", "::leaf[x]", ":::note\nx\n:::", ":material/home:", ":material_home:",
    "\\:material/home:", ":streamlit:", ":+1:", ":-1:", ":100:", "&#58;material/home:", "&colon;red[x]", ":help[x]",
    "https://a.test/:material_home:", "https://a.test/$x$", "https://a.test/&#58;material_home:", "# one", "## two",
    "Title\n===", "Title\n---", "Title\n--", "Title\n-", "> Title\n> ===", "- # one", "> # one", "- [ ] todo",
    "[^1]\n\n[^1]: x",
)  # fmt: skip


def visible(text):
    """What is left once the escapes and the invisible joiners are read."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text).replace(WORD_JOINER, "")


def dangers(text):
    """Everything in tamed text that a renderer could make more of than words, allowed links and our drawings."""
    bare = re.sub(r"\\[!-/:-@\[-`{-~]", "·", text)
    links = re.findall(r"(!?)\[[^\[\]]*\]\(([^()]*)\)", bare)
    bare = re.sub(r"!?\[([^\[\]]*)\]\([^()]*\)", r"\1", bare)
    found = [to for mark, to in links if not (to.startswith("/drawings/") if mark else OWN_OR_WEB.fullmatch(to))]
    found += re.findall(r"[<`$~\[\]]|&#?\w+;", bare)
    found += re.findall(r":(?:[a-z_+]|[\w+-]+:)", re.sub(r"https?://", "", bare), re.IGNORECASE | re.ASCII)
    found += re.findall(r"^(?:[>\s]|[-+*]\s|\d{1,9}[.)]\s)*#{1,2}(?=\s|$)", bare, re.MULTILINE)
    found += re.findall(r"^[>\s]*(?:=+|-+)\s*$", text, re.MULTILINE)
    return found


@pytest.mark.parametrize("text", HARMLESS)
def test_what_officials_need_stays_as_they_typed_it(text):
    assert tame(text) == text


@pytest.mark.parametrize("text", PAYLOADS)
def test_nothing_else_becomes_more_than_words(text):
    assert dangers(tame(text)) == []


SIGNS = st.sampled_from([*"[]()!<>`$~:\\&#;-=_*/{}|\n x1", ":material/", ":red[", "](javascript:", "](https://a.test",
                         "&#58;", "https://", "\u2060", "\x00", "](/drawings/a.svg)", "](/a)",
                         "===", "---", "# "])  # fmt: skip


@given(st.lists(SIGNS, max_size=30).map("".join) | st.text(max_size=60))
def test_whatever_is_typed_stays_harmless(text):
    assert dangers(tame(text)) == []


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), max_size=40))
def test_plain_words_are_not_touched(text):
    assert tame(text) == "".join(sign for sign in text if sign.isprintable())


def test_what_is_neutralised_still_reads_as_it_was_typed():
    typed = "价格 $5，<b>粗</b>，[x](javascript:alert(1)) 与 :red[y]"
    assert visible(tame(typed)) == typed


def test_headings_stay_below_those_of_the_page():
    assert tame("# 一\n## 二\n###### 六") == "### 一\n#### 二\n###### 六"


def test_what_is_kept_has_no_odd_blanks_and_its_lists_stay_indented():
    assert kept("　　一\r\n\t- 二  \n\u200b三\x00\n") == "一\n - 二\n三"


def test_the_opening_is_plain_and_breaks_no_word():
    text = "# Title\n\n**Bold** and [a link](https://example.org) in the first paragraph that goes on for a while."
    assert opening(text, 40) == "Bold and a link in the first paragraph…"
    assert opening("> 引用\n\n第一段。") == "第一段。"
    assert opening("") == ""
