"""What the columns of a contact table are for, read from its header: a small grammar over the words of column_names.

`Téléphone 2 (bureau)` is a number (2), a label (work) and a name (telephone). A name is looked up whole, then without
number and small words, then without labels, then without words that say whom the table is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from netcli.importing import column_names as names
from netcli.importing import column_names_more as more
from netcli.importing.column_names import ABOUT, COUNTERS, EITHER, ENGLISH, LABELS, OF_PHONES, PARTS, ROLES
from netcli.model import ADDRESS_PARTS
from netcli.shape import NamedTuple
from netcli.text import fold, one_line

#: Words that are the given name beside a family name, else the whole name.
_GIVEN_OR_ALL = frozenset({
    "nome", "nombre", "nombres", "jmeno", "имя", "ονομα", "ad", "isim", "ime", "meno", "име", "vardas", "vards",
})  # fmt: skip
#: Roles of which a row has one value; a second column of the same label and number goes to the note.
ONCE = frozenset({
    "name", "given", "family", "birthday", "birth_year", "birth_month", "birth_day", "org", "title", "team", "site",
    "school", "headline", "lang", "id",
})  # fmt: skip
#: Roles whose columns have labels.
LABELLED = frozenset({"email", "phone", "url", "im", "address", "house_number", *ADDRESS_PARTS})
#: What may be said of the value of another column: `E-mail 1 - Type`.
_WITH_PARTS = LABELLED | {"event", "relation", "custom"}
_OF_ADDRESS = frozenset({"address", "house_number", *ADDRESS_PARTS})
_LINES = frozenset({"address", "street", "extended"})
#: Roles that tell who somebody is: a table without one of them is no table of people.
NAMING = frozenset({"name", "given", "family", "nickname", "org", "email", "phone", "name?", "person?"})
_BIRTH = frozenset({"birth_year", "birth_month", "birth_day"})
_LONGEST, _LONGEST_WORD = 80, 30
_SMALL = names.SMALL | more.MORE_SMALL
_PHONES = names.PHONES | more.MORE_PHONES
_NUMBERS = names.NUMBERS | more.MORE_NUMBERS
_ADDRESSES = names.OF_ADDRESSES | more.MORE_OF_ADDRESSES
#: Labels that cards have (RFC 6350 sections 5.6, 6.4.1): as they write them, they stay; `Cell` of others is mobile.
_OF_CARDS = frozenset({"home", "work", "cell", "voice", "fax", "pager", "video", "text", "textphone", "msg", "car"})
#: What brackets add to a name: `E-mail (we send the link there)`.
_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]?")
#: Years, seasons, days and numbers that head columns: for each a fee, or who was there.
_COUNTED = re.compile(
    r"\d{1,4}(?:[.,]\d{1,2})?|\d{4}\s*[-/]\s*(?:\d{2}|\d{4})|\d{1,2}[./-]\d{1,2}(?:[./-](?:\d{2}|\d{4}))?|\d{4}-\d\d-\d\d"
)
#: What people have, and things have not.
_GENDERS = frozenset(
    {"gender", "sex", "sexe", "geschlecht", "sexo", "genero", "sesso", "geslacht", "plec", "kon", "kjonn"}
)


class Column(NamedTuple):
    """What a column is for: `part` is `label` or `service` where it only tells of the column with the value.

    `role` is None for a column that means nothing here. `number` tells columns of one role apart; `rank` is how well
    the name says what it is for, 0 best; `told` marks what the user said.
    """

    at: int
    header: str
    role: str | None = None
    label: str | None = None
    number: int = 1
    part: str = "value"
    rank: int = 0
    told: bool = False

    @property
    def title(self) -> str:
        """What it is called: by its header, else by its place."""
        return self.header or f"Col {self.at + 1}"


def words_of(header: str) -> list[str]:
    """Return the words of a header as column_names writes them: `E-Mail 2 (perso)` is email, 2, perso."""
    text = one_line(header)[:_LONGEST]
    text = re.sub(r"\((?:e|s|ne|le|es|a|in)\)|[·.](?:e|s)(?:[·.]s)?\b", "", text)  # assistant(e), conjoint·e
    text = re.sub(r"/(?:r|e|n|s|in)\b|(?i:\([jdtm]{2}[ ./-][^)]*\))", "", text)  # Weiteres/r, (JJ/MM/AAAA)
    text = re.sub(r"['’´`]s\b", "", text)
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ])|(?<=[a-z])(?=[A-Z]{2,}\b)|(?<=[a-zà-ÿ])(?=[0-9])", " ", text)
    folded = " ".join(fold(re.sub(r"['’´`.#*+@:/]", " ", text)).split())
    folded = re.sub(r"\be mails?\b", "email", folded)
    folded = re.sub(r"\be (?=mail\w|post)", "e", re.sub(r"\bi phone\b", "iphone", folded))
    folded = re.sub(r"\b(linked|whats|you|git) (in|app|tube|hub)\b", r"\1\2", folded)
    return folded.split()


def _apart(word: str) -> list[str]:
    """Return the words of which one is put together: `firstname` is first, name; itself if it is not."""
    ways: list[list[str] | None] = [[], *(None for _ in word)]
    for end in range(1, len(word) + 1):
        before = [(start, way) for start in range(end - 1) if (way := ways[start]) is not None]
        found = [[*way, word[start:end]] for start, way in before if word[start:end] in _vocabulary()]
        ways[end] = min(found, key=len, default=None)
    whole = ways[-1]
    return whole if whole and not _SMALL & {whole[0], whole[-1]} else [word]  # an order is no `or der`


@cache
def _vocabulary() -> frozenset[str]:
    """Return every word of which names of columns are made."""
    return frozenset({word for name in _names() for word in name.split()} | set(_labels()) | _SMALL | _ADDRESSES)


@cache
def _names() -> dict[str, tuple[str, str | None, int]]:
    """Return (role, label, rank) by name."""
    found: dict[str, tuple[str, str | None, int]] = {}
    for target, written in (*ROLES.items(), *more.MORE_ROLES.items()):
        role, _, label = target.partition(":")
        for rank, name in enumerate(written.split("|")):
            found.setdefault(_plain(fold(name).split()), (role, label or None, rank))
    return found


@cache
def _labels() -> dict[str, str]:
    both = (*more.MORE_LABELS.items(), *LABELS.items())
    return {fold(word): label for label, words in both for word in words.split("|")}


def _plain(words: Iterable[str]) -> str:
    kept = [word for word in words if word not in _SMALL]
    return " ".join(kept)


def label_of(text: str) -> str | None:
    """Return a label as netcli writes it: `* Home`, `Domicile` and `HOME` are home; one of its own stays as it is.

    So do labels of cards, which an export of netcli repeats.
    """
    plain = one_line(text).removeprefix("*").strip()
    if not plain or fold(plain) in {"smtp", "ex", "internet", "pref", "none"}:
        return None
    words = words_of(plain)
    if plain.islower() and set(words) <= _OF_CARDS:
        return plain
    known = [_labels()[word] for word in words if word in _labels()]
    return " ".join(dict.fromkeys(known)) if known and len(known) == len(words) else plain


def column_of(header: str, at: int = 0) -> Column:
    """Return what one column is for by its name alone; a role with a question mark depends on the other columns."""
    return _named(header)._replace(at=at)


@lru_cache(maxsize=4096)  # a broken header may have thousands of cells, most of them the same
def _named(header: str) -> Column:
    """Return what a column is for: by all of its name, or without what brackets add, or by one of two names for it."""
    column = _by_words(header)
    if column.role:
        return column
    bare = _BRACKETS.sub(" ", header).strip()
    if bare and bare != header.strip() and (found := _by_words(bare)).role:
        return found._replace(header=column.header)
    sides = [_by_words(side) for side in bare.split("/")]
    roles = {side.role for side in sides}
    if len(sides) > 1 and (len(roles) == 1 or roles == {"org", "school"}):
        best = next((side for side in sides if side.role == "org"), sides[0])
        return best._replace(header=column.header, rank=best.rank + 1)
    return column


def _by_words(header: str) -> Column:
    words = words_of(header)
    digits = [word for word in words if word.isdecimal()]
    number = min(int(digits[0][:4]), 999) or 1 if digits else 1
    bare = [word for word in words if not word.isdecimal()]
    column = Column(0, one_line(header), number=number)
    apart = [part for word in bare for part in (_apart(word) if len(word) < _LONGEST_WORD else [word])]
    for part, rest in (*_with_and_without_part(bare), *(_with_and_without_part(apart) if apart != bare else ())):
        found = _found(rest)
        if found and (part == "value" or found[0] in _WITH_PARTS):
            role, label, rank = found
            if role == "family_more":  # the second of two, as in Spain and Mexico
                return column._replace(role="family", number=number + 1)
            return column._replace(role=role, label=label, part=part, rank=rank)
    return column


def _with_and_without_part(words: list[str]) -> Iterable[tuple[str, list[str]]]:
    yield "value", words
    if len(words) > 1 and words[-1] in PARTS:
        yield PARTS[words[-1]], words[:-1]


def _found(words: list[str]) -> tuple[str, str | None, int] | None:
    """Return (role, label, rank) of a name without its number, or None."""
    for kept in (words, [w for w in words if w not in ABOUT] or words):
        if found := _names().get(_plain(kept)):
            return found
        if _PHONES & set(kept) and set(kept) <= _NUMBERS | _SMALL:
            return "phone", None, 9
        if (plain := _plain(kept)) in EITHER:
            return EITHER[plain], None, 0
        labels, rest = _split_labels(kept)
        if labels and (found := _labelled(labels, rest)):
            return found
        if not labels and (found := _address_part(rest)):
            return found
    return None


def _split_labels(words: list[str]) -> tuple[list[str], list[str]]:
    """Return the labels among the words, in the order of the table, and the other words."""
    known, labels, rest = _labels(), list[str](), list[str]()
    for word in words:
        (labels if word in known else rest).append(word)
    return sorted({known[word] for word in labels}, key=list(LABELS).index), rest


def _labelled(labels: list[str], rest: list[str]) -> tuple[str, str | None, int] | None:
    label = " ".join(labels)
    plain = _plain(rest)
    if not plain or (set(plain.split()) <= _NUMBERS and OF_PHONES & set(labels)):
        return ("phone", label, 9) if OF_PHONES & set(labels) else ("point?", label, 99) if not plain else None
    found = _names().get(plain) or _address_part(rest)
    if found is None and plain in EITHER:
        return None
    if found and found[0] in _OF_ADDRESS and labels == ["company"]:
        label = "work"
    if found and found[0] in LABELLED:
        return found[0], " ".join(filter(None, (label, found[1]))), found[2]
    if found and found[0] in {"org", "title", "team", "note", "custom"} and set(labels) <= {"work", "company", "main"}:
        return found[0], None, found[2] + 10
    return found if found and found[0] == "birthday" and labels == ["home"] else None


def _address_part(words: list[str]) -> tuple[str, str | None, int] | None:
    """Return what `address postal code` or `rua endereco` is, once words that only say address are dropped."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            dropped = {*words[:start], *words[end:]}
            found = _names().get(_plain(words[start:end])) if dropped and dropped <= _ADDRESSES | _SMALL else None
            if found and found[0] in _OF_ADDRESS:
                return found
    return None


def read_header(cells: Sequence[str]) -> tuple[Column, ...]:
    """Return what each column of a header is for; of two for one thing the better named has it."""
    columns = [column_of(cell, at) for at, cell in enumerate(cells)]
    return _once_each(_settled(columns))


class _Header(NamedTuple):
    """What the columns of a header are together, looked at once: a header may have thousands."""

    roles: frozenset[str | None]
    births: int  #: how many say when somebody was born, or in part
    title_at: int | None  #: the first that may be a job or how to address somebody
    has_family: bool
    whole_at: int | None  #: the second of two columns of one name, as the contacts of Windows have: the whole name


def _settled(columns: list[Column]) -> list[Column]:
    """Return the columns with those settled that the others decide about."""
    header = _Header(
        frozenset(column.role for column in columns),
        sum(column.role in _BIRTH for column in columns),
        next((column.at for column in columns if column.role == "title?"), None),
        any(column.role == "family" and column.header and not _is_used_name(column) for column in columns),
        _second(columns),
    )
    return _one_address(
        [_decided(column, header, after) for column, after in zip(columns, [*columns[1:], None], strict=True)]
    )


def _decided(column: Column, header: _Header, after: Column | None) -> Column:
    """Return a column as the others of the table, and the one after it, decide."""
    roles = header.roles
    if column.role == "name?":
        return _as_name(column, header)
    role: str | None = column.role
    label = column.label
    match role:
        case "title?":  # Outlook's Title is how to address somebody; in lists of one's own it is the job
            before_name = after is not None and after.role in {"given", "name", "name?", "family", "prefix", "suffix"}
            first = header.title_at == column.at
            is_prefix = first and ("title" in roles or before_name or fold(column.header) == "titel")
            role = "prefix" if is_prefix else "title"
        case "apelido?":  # the nickname in Brazil, the family name in Portugal
            role = "nickname" if "family" in roles else "family"
        case "aniversario?":  # the birthday in Portuguese, any anniversary in Spanish
            role, label = ("event", "anniversary") if "birthday" in roles else ("birthday", None)
        case "place?":
            role = None if roles & {"city", "address"} else "city"
        case "team" if words_of(column.header) == ["departement"] and not roles & {"org", "title", "title?"}:
            role = "region"  # of France
        case "birthday" if {"birth_year", "birth_month"} <= roles and words_of(column.header) == ["geburtstag"]:
            role = "birth_day"
        case "birth_year" | "birth_month" | "birth_day" if header.births == 1:
            role = "birthday" if len(words_of(column.header)) > 1 else None
    return column._replace(role=role, label=label)


def _as_name(column: Column, header: _Header) -> Column:
    """Return whether `Nom`, `Name`, `Nome`, `Nombre` is the whole name, the family name or the given one."""
    roles = header.roles
    if column.at == header.whole_at and roles & {"given", "family"}:
        return column._replace(role="name", rank=3)
    if _GIVEN_OR_ALL.intersection(words_of(column.header)):
        role = "given" if header.has_family or "apelido?" in roles else "family" if "given" in roles else "name"
    else:
        role = "family" if "given" in roles and not header.has_family else "name"
    return column._replace(role=role, rank=3)


def _second(columns: list[Column]) -> int | None:
    places = [c for c in columns if c.role == "name?"]
    return next((c.at for c in places[1:] if words_of(c.header) == words_of(places[0].header)), None)


def _is_used_name(column: Column) -> bool:
    return words_of(column.header)[-1:] in (["usage"], ["usuel"])


def _one_address(columns: list[Column]) -> list[Column]:
    """Return the columns, those together that make one postal address.

    `Home Address 2` is the second line of one address unless a city or the like has that number too. Parts without a
    label belong to the labelled address before them, where there is no address without a label.
    """
    housed = [_house_number(c, before) for c, before in zip(columns, [None, *columns], strict=False)]
    parts = {c.number for c in housed if c.role in _OF_ADDRESS - _LINES}
    found = [c._replace(number=1) if c.role in _LINES and c.number not in parts else c for c in housed]
    plain = any(c.role in {"address", "street"} and not c.label for c in found)
    label: str | None = None
    for at, column in enumerate(found):
        if column.role in _OF_ADDRESS:
            label = column.label or label
            found[at] = column if plain else column._replace(label=label)
    return found


def _house_number(column: Column, before: Column | None) -> Column:
    """Return a column called `Nr` or `Número` as the number of a house, if a street stands before it."""
    is_of_house = before is not None and before.role in {"address", "street"}
    return column._replace(role="house_number" if is_of_house else None) if column.role == "number?" else column


def _once_each(columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns, those of a role that there is once left to the one with the best name."""
    best: dict[tuple[str | None, int], Column] = {}
    for column in columns:
        key = (column.role, column.number)
        if column.role in ONCE and (
            key not in best or (not column.told, column.rank) < (not best[key].told, best[key].rank)
        ):
            best[key] = column
    return tuple(
        column
        if column.role not in ONCE or best[column.role, column.number] is column
        else column._replace(role="spare_name" if column.role == "name" else None)
        for column in columns
    )


def score(cells: Sequence[str]) -> int:
    """Return how many columns a row names if it is a header of people, else 0.

    It names somebody, nothing in it is an address or a telephone number, and more than one column is known, or all are
    that do not only number the rows, or one that only people have. Years, days and questions may stand among them.
    """
    texts = [cell.strip() for cell in cells]
    odd = [text for text in texts if _COUNTED.fullmatch(text) or len(text) > _LONGEST]
    if not any(texts) or any(_is_value(text) for text in texts if text not in odd):
        return 0
    columns = read_header(texts)
    known = [column.role for column in columns if column.role not in {None, "raw"}]
    if not NAMING & set(known):
        return 0
    is_all = all(column.role not in {None, "raw"} or may_count(column.header) for column in columns)
    is_clear = not odd and (is_all or any(_is_of_people(column) for column in columns))
    return len(known) if len(known) > 1 or is_clear else 0


def may_count(header: str) -> bool:
    """Tell whether a column of this name may only number the rows."""
    return " ".join(word for word in words_of(header) if not word.isdecimal()) in COUNTERS


def _is_of_people(column: Column) -> bool:
    """Tell whether a column is one that tables of things do not have: a first name, an e-mail address, a gender."""
    role = column_of(column.header).role
    return role in {"given", "family", "email"} or (role == "raw" and not _GENDERS.isdisjoint(words_of(column.header)))


def _is_value(text: str) -> bool:
    if "://" in text or re.search(r"[^\s@]@[^\s@]+\.[^\s@]", text):
        return True
    return sum(c.isdigit() for c in text) > 5 or bool(re.fullmatch(r"[\d\s/.,:+()-]+", text))


def is_english(columns: Iterable[Column]) -> bool:
    """Tell whether names and dates have headers in English."""
    dated = [column for column in columns if column.role in {"name", "given", "family", "birthday", "event"}]
    words = (word for column in dated for whole in words_of(column.header) for word in _apart(whole))
    return set(words) - _SMALL <= ENGLISH | set("0123456789")
