"""One row of a contact table, cells with what their columns are for, into the draft of a person."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence

from netcli.dates import is_birthday
from netcli.importing.columns import Column, label_of
from netcli.importing.draft import NO_VALUES, Draft, RelationDraft
from netcli.importing.export_dates import read_born, read_export_date
from netcli.importing.table import DIRECTION
from netcli.model import (
    ADDRESS_PARTS,
    EventFact,
    NameFact,
    NameKind,
    PersonFacts,
    PointFact,
    PointKind,
    PositionFact,
    PositionKind,
)
from netcli.person_name import birth_name, given_first, read_name
from netcli.shape import NamedTuple
from netcli.text import fold, from_csv_cell, nfc

_KINDS = {role: PointKind(role) for role in ("email", "phone", "url", "im")}
_OF_ADDRESS = ("address", "house_number", *ADDRESS_PARTS)
#: Events that programs name in their own spelling; the words of others stay as they are.
_EVENTS = frozenset({"anniversary", "birthday", "other", "event"})
_RELATIONS = ("spouse", "manager", "assistant", "child", "referred-by")
_NAMES = {"nickname": NameKind.NICKNAME, "maiden": NameKind.MAIDEN, "other_name": NameKind.OTHER}
#: Google's mark between several values in one cell, and that of groups which are its own.
_BETWEEN, _OF_GOOGLE = " ::: ", frozenset({"mycontacts", "my contacts", "starred", "starred in android"})
_ADDRESS = re.compile(r"[^\s<>,;|\"'()\[\]:/]+@[^\s<>,;|\"'()\[\]:/]+")
#: What programs and people write where there is nothing to write.
_NOTHING = NO_VALUES | {"---", "–", "—", "/", "#n/a", "#ref!", "#name?", "#value!", "<null>", "nat", "<na>", "#nv"}
_LONGEST_NOTHING = max(map(len, _NOTHING))
_BEFORE_ADDRESS = re.compile(r"""["']?([^"'<>@;,:]+?)["']?\s*<[^<>\s]+@""")
#: What follows a comma in names that are in order: forms of firms, and degrees. A given name has three words at most.
_AFTER_A_COMMA = frozenset({
    "inc", "ltd", "llc", "llp", "gmbh", "sa", "sarl", "sas", "co", "corp", "plc", "ag", "spa", "srl", "bv", "nv",
    "ltda", "limited", "kg", "jr", "sr", "phd", "md", "mba", "ii", "iii", "esq", "the", "dr", "prof",
})  # fmt: skip
_MOST_GIVEN = 3
#: A whole number as programs write it that take every column of figures for amounts.
_AMOUNT = re.compile(r"\+?[0-9]+\.0")
_OF_FIGURES = frozenset({"phone", "postal_code", "id"})
#: A postal code before a town: 75001 Paris, D-50667 Köln, 3511 AA Utrecht, 30-001 Kraków.
_CODE_FIRST = re.compile(r"((?:[A-Z]{1,3}-)?(?:\d{4} [A-Z]{2}|\d{2}-\d{3}|\d{3} \d{2}|\d{4,6})) ([^\W\d].*)")
_BETWEEN_PHONES = re.compile(r"[\n;/]| ::: |\so")
_NEXT_PHONE = re.compile(r"\n|;(?!\w+=)")  # a number may have ;ext= (RFC 3966 section 3)
_UUID = re.compile(r"(?i)(?:urn:uuid:)?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})")
_NAMED = frozenset({"name", "given", "family"})
#: R writes NA for nothing; names, Naples and Namibia may be written so too.
_MAY_BE_NA = _NAMED | {*_OF_ADDRESS, "tag", "lang"}
_SCHOOL = frozenset({"school", "ecole", "education", "study"})


class Cell(NamedTuple):
    """A value and the column it stands in."""

    column: Column
    text: str


class Row:
    """The cells of one person that are not empty, by what they are for."""

    def __init__(self, cells: Sequence[Cell], *, day_first: bool) -> None:
        self.day_first = day_first
        self.left: list[tuple[str, str]] = []  # what fitted nowhere, by its header
        self._values: dict[str | None, list[Cell]] = {}
        self._said: dict[tuple[str, str | None, int, str | None], str] = {}
        for column, whole in cells:
            if text := clean(whole, column.role):
                if column.part == "value":
                    self._values.setdefault(column.role, []).append(Cell(column, text))
                else:
                    self._said[column.part, column.role, column.number, column.label] = text

    def of(self, *roles: str | None) -> list[Cell]:
        """Return the cells with a value for these roles, in the order of the table."""
        found = [cell for role in roles for cell in self._values.get(role, ())]
        return sorted(found, key=lambda cell: cell.column.at) if len(roles) > 1 else found

    def text(self, role: str) -> str | None:
        """Return the words for a role, on one line; several cells are joined."""
        return " ".join(dict.fromkeys(flat(cell.text) for cell in self._values.get(role, ()))) or None

    def said(self, column: Column, part: str) -> str:
        """Return what another column says of the value in this one: its type or service."""
        role = "address" if column.role in ADDRESS_PARTS else column.role
        return self._said.get((part, role, column.number, column.label), "") if self._said else ""

    def leave(self, cell: Cell, text: str | None = None) -> None:
        """Keep for the note what fits nowhere."""
        self.left.append((cell.column.title, text or cell.text))


def clean(text: str, role: str | None = "") -> str:
    """Return what a cell holds: no formula guard, marks of direction or sign for nothing, line ends in one way."""
    plain = text.strip()
    if plain.startswith('="') and plain.endswith('"'):
        plain = plain[2:-1]  # how spreadsheets are made to keep the zero of a number
    if plain.startswith("'"):
        plain = plain.removeprefix("'") if role == "phone" else from_csv_cell(plain)
    if not plain.isascii() or "\0" in plain:
        plain = nfc(DIRECTION.sub("", plain))
    if plain.endswith(".0") and role in _OF_FIGURES and _AMOUNT.fullmatch(plain):
        plain = plain[:-2]
    is_name = role in _NAMED and plain.isalpha()  # somebody may be called Null
    is_nothing = len(plain) <= _LONGEST_NOTHING and plain.casefold() in _NOTHING and not is_name
    is_nothing = is_nothing or (plain == "NA" and role not in _MAY_BE_NA)
    return "" if is_nothing else plain.replace("\r\n", "\n").replace("\r", "\n") if "\r" in plain else plain


def flat(text: str) -> str:
    """Return a clean text on one line, with every run of white space as one blank."""
    return " ".join(text.split())


def draft_of(cells: Sequence[Cell], where: str, *, day_first: bool) -> Draft | None:
    """Return the person of a row, or None if it names nobody: no name, organisation, address or number."""
    row = Row(cells, day_first=day_first)
    points = tuple(dict.fromkeys([*_points(row), *_addresses(row)]))
    positions, names, relations = _positions(row), _names(row), _relations(row)
    given, family, additional = row.text("given"), row.text("family"), row.text("additional")
    spare = [
        *(n.name for n in names),
        *(p.org for p in positions),
        *(p.value for p in points if p.kind in ("email", "phone")),
    ]
    composed = " ".join(filter(None, (given, additional, family)))
    in_mail, spare_name = _names_in_mail(row), row.text("spare_name") or ""
    shown = in_order(
        row.text("name") or _filed_as(row, composed) or ("" if composed else spare_name or in_mail), composed
    )
    if spare_name or in_mail:
        known = set(fold(f"{shown} {composed}").split())
        more = dict.fromkeys(other for other in (spare_name, in_mail) if set(fold(other).split()) - known)
        names = (*names, *(NameFact(NameKind.OTHER, other) for other in more))
    name = shown or composed or next(filter(None, spare), None)
    if not name:
        return None
    prefix, suffix = row.text("prefix"), row.text("suffix")
    if shown and not given and not family and shown not in spare:
        given, family, _, told_prefix, told_suffix = read_name(shown)
        prefix, suffix = prefix or told_prefix, suffix or told_suffix
    if (born := birth_name(name)) and not any(n.kind is NameKind.MAIDEN for n in names):
        names = (*names, NameFact(NameKind.MAIDEN, born))
    birthday, events, tags = _birthday(row), _events(row), _tags(row)
    lang, met_on = _lang(row), _met_on(row)
    facts = PersonFacts(
        name, given, family, additional, prefix, suffix, row.text("headline"),
        birthday=birthday, lang=lang, note=_note(row), met_on=met_on, met_via=row.text("met_via"), names=names,
        points=points, positions=positions, tags=tags, events=events,
    )  # fmt: skip
    return Draft(facts, where, _key(row, name), _raw(row), relations=relations)


def in_order(name: str, composed: str = "") -> str | None:
    """Return a name with the family last: `Lind, Bo` is Bo Lind; but not `Helix, Inc.`, nor degrees."""
    if "," not in name:
        return name or None
    if composed and sorted(fold(name).split()) == sorted(fold(composed).split()):
        return composed
    given = read_name(name).given or ""
    words = fold(given).split()
    is_given = len(words) <= _MOST_GIVEN and not _AFTER_A_COMMA.intersection(words) and "," not in given
    return given_first(name) or name if is_given and not composed and not any(c.isdigit() for c in name) else name


def _names_in_mail(row: Row) -> str:
    """Return the name before an address: `Ana Pires <ana@example.org>`; cells with several are kept for the note."""
    found = dict[str, None]()
    for cell in (cell for cell in row.of("email") if "<" in cell.text):
        there = [flat(name) for name in _BEFORE_ADDRESS.findall(cell.text) if any(c.isalpha() for c in name)]
        if len(there) > 1:
            row.leave(cell)
        found.update(dict.fromkeys(there if len(there) == 1 else ()))
    return next(iter(found), "")


def _filed_as(row: Row, composed: str) -> str | None:
    """Return what somebody is filed as, if that is a name and not only another order of its parts (Google, Outlook).

    Some of the parts in their order are a name: that by which he goes.
    """
    filed = row.text("file_as")
    if filed is None or (composed and composed in filed):
        return filed
    parts = " ".join(filter(None, (row.text("prefix"), composed, row.text("suffix"))))
    left = iter(parts.split())
    is_shorter = all(word in left for word in filed.split())
    return filed if is_shorter or set(fold(filed).split()) - set(fold(parts).split()) else None


def _key(row: Row, name: str) -> str | None:
    """Return what tells a row from others: a UUID, or a number with the name, as other lists count from 1 too."""
    number = row.text("id")
    if number is None:
        return None
    if match := _UUID.fullmatch(number):
        return match[1].lower()
    return "row:" + hashlib.sha256(f"{number}\n{fold(name) or name}".encode()).hexdigest()[:32]


def _points(row: Row) -> Iterator[PointFact]:
    for cell in row.of(*_KINDS):
        column = cell.column
        typed = row.said(column, "label")
        words = [w for w in (column.label or "").split() if w != "main" or column.role == "phone"]
        label = label_of(typed) or " ".join(words) or None
        if column.role == "im":
            label = (row.said(column, "service").lower() or label) if not column.label else label
        is_first = typed.startswith("*") or "main" in (column.label or "").split()
        for at, value in enumerate(_READ[column.role or ""](cell.text)):
            if column.role == "url" and " " in value:
                row.leave(cell)
            else:
                yield PointFact(_KINDS[column.role or ""], value, label, is_first and not at)


def _emails(text: str) -> list[str]:
    """Return the addresses of a cell without the names around them; the text itself if there is none."""
    return list(dict.fromkeys(_ADDRESS.findall(re.sub(r"(?i)\+?(?:mailto|smtp):", " ", text)))) or [flat(text)]


def _phones(text: str) -> list[str]:
    """Return the numbers of a cell: one a line, or between ::: ; or a stroke with whole numbers on both sides."""
    if not _BETWEEN_PHONES.search(text):
        return [flat(re.sub(r"(?i)^tel:", "", text))]
    parts = [flat(part) for piece in text.split(_BETWEEN) for part in _NEXT_PHONE.split(piece)]
    found: list[str] = []
    for part in parts:
        pieces = [piece.strip() for piece in re.split(r"\s*/\s*|\s+(?:ou|or|oder|o)\s+", part)]
        whole = all(sum(c.isdigit() for c in piece) >= 6 for piece in pieces)
        found += pieces if whole else [part]
    return [re.sub(r"(?i)^tel:", "", part) for part in dict.fromkeys(found) if part]


def _values(text: str) -> list[str]:
    return [flat(part) for part in re.split(r" ::: |\n", text) if part.strip()]


_READ: dict[str, Callable[[str], list[str]]] = {"email": _emails, "phone": _phones, "url": _values, "im": _values}


def _addresses(row: Row) -> Iterator[PointFact]:
    """Yield the postal addresses: parts of one label and number belong together, lines of a street in their order."""
    found: dict[tuple[str | None, int], list[Cell]] = {}
    for cell in row.of(*_OF_ADDRESS):
        found.setdefault((cell.column.label, cell.column.number), []).append(cell)
    for whole_cells in found.values():
        cells = [cell for cell in whole_cells if cell.column.role != "house_number"]
        parts = {name: [flat(c.text) for c in cells if c.column.role == name] for name in ADDRESS_PARTS}
        if not parts["postal_code"] and (match := _CODE_FIRST.fullmatch("".join(parts["city"]))):
            parts["postal_code"], parts["city"] = [match[1]], [match[2]]
        whole = [", ".join(filter(None, map(flat, c.text.split("\n")))) for c in cells if c.column.role == "address"]
        told = set(fold(", ".join(text for texts in parts.values() for text in texts)).split())
        whole = [text for text in whole if not told or set(fold(text).split()) - told]  # the others repeat the parts
        if not parts["street"] and any(parts.values()):
            parts["street"], whole = whole, []
        parts["street"] = _with_number(parts["street"], whole_cells)
        named = tuple((name, ", ".join(texts)) for name, texts in parts.items() if texts)
        value = ", ".join(text for _, text in named)
        if not value and whole:
            value, *whole = whole
        row.left += [("Address", text) for text in whole if set(fold(text).split()) - set(fold(value).split())]
        column = whole_cells[0].column
        typed = row.said(column, "label")
        labels = [word for word in (column.label or "").split() if word != "main"]
        is_first = typed.startswith("*") or "main" in (column.label or "").split()
        yield PointFact(PointKind.ADDRESS, value, label_of(typed) or " ".join(labels) or None, is_first, named)


def _with_number(streets: list[str], cells: Sequence[Cell]) -> list[str]:
    """Return the lines of a street with the number of the house, before or after it as the columns stand."""
    number = " ".join(flat(cell.text) for cell in cells if cell.column.role == "house_number")
    if not number or not streets:
        return [number] if number else streets
    is_first = cells[0].column.role == "house_number"
    return [" ".join([number, streets[0]] if is_first else [streets[0], number]), *streets[1:]]


def _positions(row: Row) -> tuple[PositionFact, ...]:
    numbers = dict.fromkeys(cell.column.number for cell in row.of("org", "title", "team", "site"))
    found: list[PositionFact] = []
    for number in numbers:
        said = {
            role: " ".join(flat(c.text) for c in row.of(role) if c.column.number == number) or None
            for role in ("org", "title", "team", "site", "org_kind")
        }
        kind = PositionKind.STUDY if fold(said["org_kind"] or "") in _SCHOOL else PositionKind.WORK
        if said["org"] or said["title"] or said["team"]:
            found.append(PositionFact(said["org"], said["title"], kind, team=said["team"], site=said["site"]))
        else:
            row.left += [(c.column.header, c.text) for c in row.of("site") if c.column.number == number]
    found += [PositionFact(flat(c.text), None, PositionKind.STUDY, current=False) for c in row.of("school")]
    return tuple(dict.fromkeys(found))


def _names(row: Row) -> tuple[NameFact, ...]:
    found = [
        NameFact(kind, flat(name))
        for role, kind in _NAMES.items()
        for c in row.of(role)
        for name in c.text.split(_BETWEEN)
    ]
    spoken = [flat(cell.text) for cell in row.of("phonetic")]
    whole = [text for text in spoken if all(part in text for part in spoken)]
    if spoken:
        found.append(NameFact(NameKind.OTHER, whole[0] if whole else " ".join(spoken)))
    return tuple(dict.fromkeys(found))


def _relations(row: Row) -> tuple[RelationDraft, ...]:
    found = []
    for cell in row.of(*_RELATIONS, "relation"):
        role = cell.column.role or ""
        kind = (
            (row.said(cell.column, "label") or cell.column.label or "related").lower() if role == "relation" else role
        )
        names = re.split(r" ::: |[;,\n]" if role == "child" else r" ::: |[;\n]", cell.text)
        found += [RelationDraft(kind.removeprefix("* "), flat(name)) for name in names if name.strip()]
    return tuple(dict.fromkeys(found))


def _birthday(row: Row) -> str | None:
    for cell in row.of("birthday"):
        found = _born(cell.text, row)
        if found:
            return found
        if found is None:
            row.leave(cell)
    parts = [(row.text(role) or "").strip() for role in ("birth_year", "birth_month", "birth_day")]
    if not any(parts):
        return None
    month = re.sub(r"^0+", "", parts[1])
    named = read_born(f"1 {month}", day_first=True) if month and not month.isdigit() else None
    parts[1] = named[2:4] if named else month
    found = "-".join(part.zfill(2) for part in parts if part)
    written = found if parts[0] else f"--{found}"
    if (given := read_born(written, day_first=False)) is None or (not parts[1] and parts[2]):
        row.left += [(c.column.header, c.text) for c in row.of("birth_year", "birth_month", "birth_day")]
        return None
    return given or None


def _born(text: str, row: Row) -> str | None:
    """Return what `read_born` does; a date as netcli writes it is one in every year."""
    found = read_born(text, day_first=row.day_first)
    return text if found is None and is_birthday(text) else found


def _events(row: Row) -> tuple[EventFact, ...]:
    found = []
    for cell in row.of("event"):
        label = row.said(cell.column, "label").removeprefix("* ") or cell.column.label or "event"
        label = label.lower() if fold(label) in _EVENTS else label
        on = _born(cell.text, row)
        if on:
            found.append(EventFact(flat(label), on))
        elif on is None:
            row.left.append(
                (label if cell.column.number > 1 or not cell.column.label else cell.column.header, cell.text)
            )
    return tuple(dict.fromkeys(found))


def _tags(row: Row) -> tuple[str, ...]:
    """Return the labels as tags; Google's own groups begin with a star, and those for everybody say nothing."""
    words = []
    for cell in row.of("tag"):
        for entry in re.split(r" ::: |\n" if _BETWEEN in cell.text else r"[;,|\n]", cell.text):
            plain = flat(entry).strip('"')
            if plain.startswith("*") and fold(plain) in _OF_GOOGLE:
                continue
            word = "-".join(plain.lower().replace(",", " ").split()).lstrip("*#-")
            words += [word] if word else []
    return tuple(dict.fromkeys(words))


def _lang(row: Row) -> str | None:
    for cell in row.of("lang"):
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?", cell.text):
            return cell.text.replace("_", "-")
        row.leave(cell)
    return None


def _met_on(row: Row) -> str | None:
    for cell in row.of("met_on"):
        if (found := read_export_date(cell.text)) or (found := read_born(cell.text, day_first=row.day_first)):
            return found if not found.startswith("--") else None
        row.leave(cell)
    return None


def _note(row: Row) -> str | None:
    """Return the notes as they are, then what has no place of its own, each with what its column is called."""
    for cell in row.of(None):
        row.leave(cell)
    lines = [cell.text for cell in row.of("note")]
    lines += [f"{row.said(cell.column, 'label') or cell.column.header}: {cell.text}" for cell in row.of("custom")]
    lines += [f"{header}: {text}" for header, text in row.left]
    return "\n".join(lines) or None


def _raw(row: Row) -> tuple[str, ...]:
    """Return what netcli has no use for, a line each."""
    return tuple(f"{c.column.title}: {c.text}".replace("\n", "\\n") for c in row.of("raw", "file_as"))
