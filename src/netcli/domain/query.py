"""The query language: one implementation for every command that chooses people.

    query := either ("or" either)*        either := term (["and"] term)*
    term  := ("not" | "-") term | "(" query ")" | "exact words" | WORD:VALUE | WORD>VALUE | part of a name

Each word finds a set of people; and, or, not are set algebra. So a word is one function, and one line in WORDS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from netcli.domain.query_words import WORDS, Wanted, exact_words, part_of_text
from netcli.errors import UsageError
from netcli.shape import NamedTuple
from netcli.storage import Store
from netcli.text import fold

_TOKEN = re.compile(
    r'\s*(?P<minus>-(?!\)))?(?:(?P<paren>[()])|(?P<word>[A-Za-z]+)(?P<op>:|>=|<=|>|<|=)(?P<quoted>"[^"]*"|)(?P<value>[^\s()]*)'
    r'|(?P<phrase>"[^"]*")|(?P<text>[^\s()]+))'
)

_DEEPEST = 100  #: parts within parts
People = set[int]
Finder = Callable[[Store, date], People]


class _Token(NamedTuple):
    kind: str
    text: str
    word: str = ""
    value: str = ""
    negated: bool = False


class Query:
    """A parsed query; `find` gives the ids of the people it chooses."""

    def __init__(self, words: Sequence[str]) -> None:
        """Parse what stood on the command line; raises UsageError that quotes the word it stumbled on."""
        self._text = " ".join(words)
        tokens = list(_tokens(words))
        self._tokens = [one for one in tokens if one.kind != "text" or fold(one.text)] or tokens  # "Ana & Bo"
        self._at = self._depth = 0
        self.groups: list[str] = []  #: the groups it names
        self.is_of_removed = False  #: whether it asks for people who were removed
        self._finder = self._either() if self._tokens else None
        if self._at < len(self._tokens):
            raise self._error(f"unexpected {self._tokens[self._at].text}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for: everybody is meant."""
        return self._finder is None

    def find(self, store: Store, today: date) -> People:
        """Return the people the query chooses, removed ones among them; ages count back from `today`."""
        return self._finder(store, today) if self._finder else everybody(store, today)

    def _either(self) -> Finder:
        found = [self._all()]
        while self._next_is("or"):
            self._at += 1
            found.append(self._all())
        return found[0] if len(found) == 1 else lambda store, today: set().union(*(f(store, today) for f in found))

    def _all(self) -> Finder:
        found = [self._term()]
        while self._at < len(self._tokens) and not self._next_is("or") and self._tokens[self._at].text != ")":
            if self._next_is("and"):
                self._at += 1
            found.append(self._term())
        return found[0] if len(found) == 1 else lambda store, today: set.intersection(*(f(store, today) for f in found))

    def _term(self) -> Finder:
        if self._at >= len(self._tokens):
            raise self._error("something is missing at the end")
        token = self._tokens[self._at]
        self._at += 1
        if token.kind == "text" and token.text.lower() == "not":
            return _without(self._deeper(self._term))
        if token.text == "(":
            inner = self._deeper(self._either)
            if self._at >= len(self._tokens) or self._tokens[self._at].text != ")":
                raise self._error("a ( is never closed")
            self._at += 1
            return _without(inner) if token.negated else inner
        if token.kind == "paren" or (token.kind == "text" and token.text.lower() in ("and", "or")):
            raise self._error(f"unexpected {token.text}")
        finder = self._leaf(token)
        return _without(finder) if token.negated else finder

    def _deeper(self, part: Callable[[], Finder]) -> Finder:
        """Return a part within a part."""
        if self._depth == _DEEPEST:
            raise UsageError(f"the query has more than {_DEEPEST} parts within parts", hint="netcli help query")
        self._depth += 1
        found = part()
        self._depth -= 1
        return found

    def _leaf(self, token: _Token) -> Finder:
        if token.kind == "phrase":
            return lambda store, _today: exact_words(store, token.value)
        if token.kind == "text":
            return lambda store, _today: part_of_text(store, token.text)
        word = WORDS.get(token.word)
        if word is None:
            raise self._error(f"no word {token.word}:", near=token.word)
        if not token.value.strip(".+"):
            raise self._error(f"{token.text} needs a value")
        if token.word == "group":
            self.groups.append(token.value)
        asks = token.word == "is" and token.value.lower() == "removed" and not token.negated
        self.is_of_removed = self.is_of_removed or (asks and not self._follows_not())
        check = word.check(token.value)
        if check:
            raise self._error(f"{token.text}: {check}")
        return lambda store, today: word.find(store, Wanted(token.value, today))

    def _follows_not(self) -> bool:
        return self._at > 1 and self._tokens[self._at - 2].text.lower() == "not"

    def _next_is(self, text: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        return token.kind == "text" and not token.negated and token.text.lower() == text

    def _error(self, what: str, near: str = "") -> UsageError:
        from difflib import get_close_matches

        close = get_close_matches(near, WORDS, n=1) if near else []
        hint = f"did you mean {close[0]}:" if close else "netcli help query"
        return UsageError(f'in the query "{self._text}": {what}', hint=hint)


def everybody(store: Store, _today: date) -> People:
    """Return all people on file, removed ones among them."""
    return set(store.column("SELECT id FROM person"))


def _without(finder: Finder) -> Finder:
    return lambda store, today: everybody(store, today) - finder(store, today)


def _tokens(words: Sequence[str]) -> Iterator[_Token]:
    """Yield the tokens of the words of a command line.

    One word that holds blanks is a query written in quotes. Among several, a word with blanks was quoted for its own
    sake: `org:Helix Bio` is one value, and `Ana Pires` are exact words.
    """
    for word in _quoted(words):
        at = 0
        while match := _TOKEN.match(word, at):
            at = match.end()
            yield _token(match)
        if word[at:].strip():
            raise UsageError(f'in the query "{word}": cannot read {word[at:].strip()}', hint="netcli help query")


def word_of(name: str, value: str) -> str:
    """Return `name:value` as a query says it, whatever the value holds: quoted where need be."""
    bare = value.replace('"', "")
    return f'{name}:"{bare}"' if re.search(r"[\s()]", bare) else f"{name}:{bare}"


def written(words: Sequence[str]) -> str:
    """Return the words of a command line as one text that means the same query."""
    return " ".join(_quoted(words))


def _quoted(words: Sequence[str]) -> list[str]:
    """Return the words with quotes around what was quoted for the shell."""
    if len(words) < 2:
        return [*words]
    return [
        re.sub(r"^(-?[A-Za-z]+(?::|>=|<=|>|<|=))?(.*)$", r'\1"\2"', word.strip())
        if re.search(r"\s", word.strip()) and '"' not in word
        else word
        for word in words
    ]


def _token(match: re.Match[str]) -> _Token:
    text, negated = match[0].strip(), match["minus"] is not None
    if match["paren"]:
        return _Token("paren", match["paren"], negated=negated)
    if match["phrase"]:
        return _Token("phrase", text, value=match["phrase"].strip('"'), negated=negated)
    if match["word"] and match["op"]:
        value = match["quoted"].strip('"') + match["value"]
        sign, value = _sign(match["op"], value)
        return _Token("word", text, match["word"].lower(), _ranged(sign, value), negated)
    return _Token("text", match["text"], negated=negated)


def _sign(op: str, value: str) -> tuple[str, str]:
    """Return the sign and the bare value of `level>3`, `level:>3` and `level:3`."""
    if op in (":", "="):
        inner = re.match(r"(>=|<=|>|<)(.*)", value)
        return (inner[1], inner[2]) if inner else ("", value)
    return op, value


def _ranged(sign: str, value: str) -> str:
    """Return a comparison as the range it means: `>=4` is `4..`; the open ends are marked with `~`."""
    return {"": value, ">=": f"{value}..", "<=": f"..{value}", ">": f"{value}~..", "<": f"..{value}~"}[sign]
