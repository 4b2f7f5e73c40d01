"""What was meant by a query that finds nothing: the museum's own words that look or sound most like what was typed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin.constants import PHRASES_DICT
from rapidfuzz import fuzz, process

from services.search.asking import LONGEST_QUERY, OF, SMALL_WORDS
from services.search.spelling import CHINESE, NUMBER, Atom, Chunk, chunks, folded, syllables
from services.search.spots import stem

__all__ = ["learnt", "suggestion", "vocabulary_of"]

MOST_WORDS = 4000
SHORTEST_WORD, LONGEST_CHINESE, LONGEST_END, LONGEST_NAME = 3, 8, 4, 12
SMALL_SIGNS = frozenset(
    "的了和与及或而在于以为是不也都就则又由从被把让将可其之这那每"
)  # in prose; no name is made with them
NEAR, NEAR_IN_SOUND, NEAR_IN_BOTH = 74, 80, 70  # of 100; both is the mean of sound and signs


@dataclass(frozen=True)
class Lexicon:
    """A vocabulary made ready: English words, Chinese words with their pinyin, and in lines what needs no mending.

    Full pinyin does: where nothing is found by it, a name was not meant, and its characters may stand in the text."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    sounds: tuple[str, ...]
    by_sound: dict[str, str]
    stems: frozenset[str]
    lines: str

    def knows(self, atom: Atom) -> bool:
        """Whether a word is known or begins one, letters are the initials of one, Chinese stands inside one."""
        if atom.sort == CHINESE:
            return atom.text in self.lines
        return f"\n{atom.text}" in self.lines or stem(atom.text) in self.stems

    def word(self, run: str, said: Sequence[str]) -> str | None:
        """A Chinese word as it is written, or else one that sounds the same."""
        return run if f"\n{run}\n" in self.lines else self.by_sound.get("".join(said))


def vocabulary_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The words to suggest from, the most frequent first: English words, and Chinese names with their natural parts."""
    vocabulary = tuple(word for word, _ in counted(atoms_of(texts)).most_common(MOST_WORDS))
    lexicon(vocabulary)  # made ready now, not while a visitor waits
    return vocabulary


def learnt(texts: Iterable[str], vocabulary: Sequence[str]) -> tuple[str, ...]:
    """The words of new names that a vocabulary lacks; a part that stands inside its words was no word to it."""
    lines, atoms = lexicon(tuple(vocabulary)).lines, atoms_of(texts)
    whole = {atom.text for atom in atoms}
    new = (word for word in counted(atoms) if f"\n{word}\n" not in lines)
    return tuple(word for word in new if word in whole or word not in lines)


def atoms_of(texts: Iterable[str]) -> list[Atom]:
    return [atom for text in texts for chunk in chunks(folded(text)[0]) for atom in chunk]


def counted(atoms: Sequence[Atom]) -> Counter[str]:
    latin = (atom.text for atom in atoms if atom.is_latin and len(atom.text) >= SHORTEST_WORD)
    found = Counter(word for word in latin if word not in SMALL_WORDS)
    found.update(chinese_words([atom.text for atom in atoms if atom.sort == CHINESE]))
    return found


def chinese_words(runs: Iterable[str]) -> Counter[str]:
    """Names, and the parts of texts that are words, with how often they occur.

    A part that recurs is a word if its neighbours differ on either side: 混凝土 is one, but 凝土 always follows 混.
    What occurs once is one if pypinyin's dictionary has it, or at the ends of a name: 建筑陶瓷砖 is a 瓷砖."""
    often, left, right = Counter[str](), defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    names = {run: None for run in runs if len(run) > 1}
    for run in names:
        for part, start in parts_of(run):
            often[part] += 1
            left[part].add(run[start - 1 : start] or run)
            right[part].add(run[start + len(part) :][:1] or run)
    words = {part for run in names for part in ends_of(run) if often[part] == 1}
    words |= {part for part in often if len(left[part]) > 1 and len(right[part]) > 1}
    words |= names.keys() | (often.keys() & PHRASES_DICT.keys())
    return Counter({part: often[part] for part in often if part in words and not SMALL_SIGNS & set(part)})


def parts_of(run: str) -> Iterator[tuple[str, int]]:
    for start in range(len(run) - 1):
        for end in range(start + 2, min(start + LONGEST_CHINESE, len(run)) + 1):
            yield run[start:end], start


def ends_of(run: str) -> list[str]:
    lengths = range(2, min(LONGEST_END, len(run) - 1) + 1) if len(run) <= LONGEST_NAME else ()
    return [*(run[-length:] for length in lengths), *(run[:length] for length in lengths)]


def suggestion(query: str, vocabulary: Sequence[str], fresh: Sequence[str] = ()) -> str | None:
    """The query with every unknown word replaced by the nearest known one; None where nothing is near enough.

    `fresh` are a few words more, which do not wait until the vocabulary is made anew."""
    known, asked = joined(tuple(vocabulary), tuple(fresh)), query[:LONGEST_QUERY]
    plain, origins = folded(asked)
    said, done = "", 0
    for atom in correctable(chunks(plain)):
        better = None if known.knows(atom) else nearest(atom, known)
        if better:
            said += asked[done : origins[atom.start]] + better
            done = origins[atom.end - 1] + 1
    return " ".join((said + asked[done:]).split()) if done else None


def correctable(read: Iterable[Chunk]) -> Iterator[Atom]:
    """Words, but no codes: nobody can guess a number."""
    for chunk in read:
        if not any(atom.sort == NUMBER for atom in chunk):
            yield from (atom for atom in chunk if atom.sort == CHINESE or atom.is_latin)


@lru_cache(maxsize=4)
def lexicon(vocabulary: tuple[str, ...]) -> Lexicon:
    return made(vocabulary)


def made(vocabulary: tuple[str, ...]) -> Lexicon:
    english = tuple(word for word in vocabulary if word.isascii())
    chinese = tuple(word for word in vocabulary if not word.isascii())
    said = [syllables(word) for word in chinese]
    sounds = tuple(map("".join, said))
    initials = ["".join(one[0] for one in word) for word in said]
    by_sound = dict(zip(reversed(sounds), reversed(chinese), strict=True))
    lines = "\n".join(["", *english, *chinese, *initials, ""])
    return Lexicon(english, chinese, sounds, by_sound, frozenset(map(stem, english)), lines)


@lru_cache(maxsize=4)
def joined(vocabulary: tuple[str, ...], fresh: tuple[str, ...]) -> Lexicon:
    """Both as one, at the cost of the few: neither spells the many anew."""
    many = lexicon(vocabulary)
    if not fresh:
        return many
    few = made(fresh)
    return Lexicon(
        many.english + few.english,
        many.chinese + few.chinese,
        many.sounds + few.sounds,
        few.by_sound | many.by_sound,
        many.stems | few.stems,
        many.lines + few.lines,
    )


def nearest(atom: Atom, known: Lexicon) -> str | None:
    if len(atom.text) < (2 if atom.sort == CHINESE else SHORTEST_WORD):
        return None
    if atom.sort == CHINESE:
        return in_known_words(atom.text, known) or nearest_chinese(atom.text, known)
    return nearest_latin(atom.text, known)


def nearest_latin(word: str, known: Lexicon) -> str | None:
    """An English word that looks like it, or a Chinese one that sounds like it."""
    looks = process.extractOne(word, known.english, scorer=fuzz.ratio, score_cutoff=NEAR)
    sounds = process.extractOne(word, known.sounds, scorer=fuzz.ratio, score_cutoff=NEAR_IN_SOUND)
    if sounds and (not looks or sounds[1] > looks[1]):
        return known.chinese[sounds[2]]
    return looks[0] if looks else None


def nearest_chinese(run: str, known: Lexicon) -> str | None:
    """A word that is like it in its sound and in its signs."""
    sound = "".join(syllables(run))
    near = process.extract(sound, known.sounds, scorer=fuzz.ratio, score_cutoff=NEAR_IN_BOTH, limit=20)
    scored = [((score + fuzz.ratio(run, known.chinese[place])) / 2, known.chinese[place]) for _, score, place in near]
    best, word = max(scored, key=lambda pair: pair[0], default=(0, ""))
    return word if best >= NEAR_IN_BOTH else None


def in_known_words(run: str, known: Lexicon) -> str | None:
    """A run that nobody writes as one, cut from its end into the fewest words that are known or sound so."""
    said, ways = syllables(run), {len(run): tuple[str, ...]()}
    for start in reversed(range(len(run))):
        ends = [end for end in range(start + 2, start + LONGEST_CHINESE + 1) if end in ways]
        words = [(known.word(run[start:end], said[start:end]), ways[end]) for end in ends]
        cuts = [(word, *after) for word, after in words if word]
        cuts += [ways[start + 1]] if run[start] == OF and start + 1 in ways else []
        if cuts:
            ways[start] = min(cuts, key=len)
    return " ".join(ways.get(0, ())) or None
