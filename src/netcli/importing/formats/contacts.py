"""Tables of people from any program: address books, customer lists, a spreadsheet of one's own.

The header is found among the first lines and its columns are told by name (columns.py), or by what stands in them where
there is no header (headerless.py), or by the user (mapping.py). Rules: shared by Google Contacts, Outlook, Thunderbird,
Roundcube and the like, as their exports of 2018 to 2026 have them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from netcli.errors import BadInputError
from netcli.importing.columns import Column, is_english, may_count, read_header, score, words_of
from netcli.importing.contact_row import Cell, clean, draft_of
from netcli.importing.draft import Draft, Reading
from netcli.importing.export_dates import which_is_first
from netcli.importing.headerless import guess
from netcli.importing.mapping import NOTHING_SAID, ColumnMap, apply_map, keys_of, near_role, remember, target_of
from netcli.importing.table import Place, find_row, first_rows, is_tick, rows_from, split_line, ways_to_divide
from netcli.results_import import ColumnRead, Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.text import fold, one_line

_LOOKED_AT = 200
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_TOTAL = re.compile(
    r"(?i)\s*(?:grand |sous-?|sub)?(?:totals?|totaux|totale|summe|gesamt|anzahl|nombre|suma)\b(?:[^@]*\d|\s*:?$)"
)
_AMOUNT = re.compile(r"(?!(?:\D*\d){9})[\d\s.,'%€$£()+-]*(?:EUR|USD|CHF|GBP)?")
_DATES = frozenset({"birthday", "event"})
#: Columns that only one program writes, by its name: it names the source of the file.
_PROGRAMS = {
    "google": ({"email 1 value"}, {"phone 1 value"}, {"given name yomi"}, {"phonetic first name", "labels"}),
    "roundcube": ({"display name", "im aim", "email home"},),
    "outlook": (
        {"email address", "email display name"}, {"internet free busy"}, {"business street", "other phone"},
        {"rue bureau", "adresse de messagerie"},
    ),
    "thunderbird": ({"primary email", "secondary email", "screen name"}, {"primary email", "display name"}),
    "yahoo": ({"yahoo phone"}, {"messenger id", "distribution lists"}),
    "hubspot": ({"record id", "lifecycle stage"}, {"record id", "associated company"}),
    "pipedrive": ({"person name", "person organization"},),
}  # fmt: skip


class Table(NamedTuple):
    """A table with what its columns are for: `told` is what the user said of them; `begun` rows are the header."""

    place: Place
    columns: tuple[Column, ...]
    told: dict[str, str]
    begun: int = 1


def is_ours(data: bytes) -> bool:
    """Tell whether the bytes are a table of people, by its header or by what stands in it."""
    return find_row(data, score) is not None or _guessed(data) is not None


def is_known(data: bytes, said: ColumnMap) -> bool:
    """Tell whether a table has columns of which the user has said what they are for."""
    return find_row(data, said.score) is not None


def headers_seen(data: bytes) -> tuple[str, ...]:
    """Return the first row of what may be a table, none of whose columns is understood; nothing if it is no table."""
    found = first_rows(data)
    if found is None or len(found[0].cells) < 2:
        return ()
    place, rows = found
    alike = sum(len(row) == len(place.cells) for row in rows)
    return place.cells if (len(rows) > 1 and alike > 1) or len(place.cells) > 2 else ()


def read(data: bytes, said: ColumnMap | None = None) -> Reading:
    """Return the people of a table; a row that names nobody, or whose cells are out of place, is rejected.

    Raises BadInputError if it is no table of people, UsageError if --map does not fit it.
    """
    table = _locate(data, said or NOTHING_SAID)
    rows = rows_from(data, table.place)
    ahead = list(islice(rows, table.begun, table.begun + _LOOKED_AT))
    table = table._replace(columns=_by_content(table.columns, [cells for _, cells in ahead]))
    return _Reader(table).read([*ahead, *rows])


def _locate(data: bytes, said: ColumnMap) -> Table:
    """Return where the table is and what its columns are for."""
    place = find_row(data, lambda cells: score(cells) + said.score(cells) * 2)
    if place is not None:
        told = said.of(place.cells)
        return Table(place, _told(read_header(place.cells), told), told)
    guessed, seen = _guessed(data), first_rows(data)
    if guessed is not None:
        told = said.of([column.header for column in guessed[1]])
        return Table(guessed[0], _told(guessed[1], told), told, begun=0)
    if seen is None or not said.given:
        raise BadInputError("it is no table of people: no column is a name or an address", hint="netcli import")
    return _as_told(*seen, said)


def _as_told(place: Place, rows: Sequence[Sequence[str]], said: ColumnMap) -> Table:
    """Return a table of which only --map says what the columns are: its first row is a header where it has to be."""
    told = said.of(place.cells)
    width = max(map(len, rows))
    columns = tuple(Column(at, "") for at in range(width))
    first = _told(columns, {key: role for key, role in told.items() if key in keys_of([""] * width)})
    mails = [c.at for c in first if c.role == "email" and c.at < len(place.cells)]
    is_header = len(told) > sum(c.told for c in first) or any(not _EMAIL.search(place.cells[at]) for at in mails)
    if is_header:
        named = tuple(Column(at, one_line(cell)) for at, cell in enumerate(place.cells))
        return Table(place, _told(named, told), told)
    named = tuple(column._replace(header=f"Col {column.at + 1}") for column in columns)
    return Table(place, _told(named, told), told, begun=0)


def _told(columns: tuple[Column, ...], told: dict[str, str]) -> tuple[Column, ...]:
    """Return the columns as the user said; those that only now have a role of another do not keep it."""
    if not told:
        return columns
    found = apply_map(columns, told)
    mine = {column.role for column in found if column.told} & {"name", "given", "family", "birthday"}
    return tuple(c if c.told or c.role not in mine else c._replace(role=None) for c in found)


def _guessed(data: bytes) -> tuple[Place, tuple[Column, ...]] | None:
    guesses = ((place, guess(rows)) for place, rows in ways_to_divide(data, _LOOKED_AT))
    return next(((place, columns) for place, columns in guesses if columns), None)


def _by_content(columns: tuple[Column, ...], rows: list[list[str]]) -> tuple[Column, ...]:
    """Return the columns with those settled whose name leaves open what they hold: `Home`, `Contact`, `Adresse`."""
    is_named = any(column.role in {"name", "given", "family"} for column in columns)
    return tuple(
        column._replace(role=_settled(column, _texts(rows, column.at), is_named=is_named)) for column in columns
    )


def _texts(rows: list[list[str]], at: int) -> list[str]:
    return [row[at].strip() for row in rows if at < len(row)]


def _settled(column: Column, texts: list[str], *, is_named: bool) -> str | None:
    """Return what a column is for; one of persons has no names where other columns have, nor if it holds ticks."""
    filled = [text for text in texts if text]
    if column.told or column.role not in {"point?", "person?", "address"} or column.part != "value":
        return column.role or _counter(column, filled)
    mails = sum(bool(_EMAIL.search(text)) for text in filled)
    if mails * 2 > len(filled) or column.role == "address":
        return "email" if mails * 2 > len(filled) else "address"
    numbers = sum(sum(c.isdigit() for c in text) >= 6 and not re.search(r"[^\W\d]{3}", text) for text in filled)
    if filled and numbers * 2 > len(filled):
        return "phone"
    if any(is_tick(text) for text in filled):
        return None
    if column.role == "point?":
        return _place(column.label, filled)
    words = sum(not any(c.isdigit() for c in text) for text in filled)
    return "name" if words * 2 >= len(filled) and not is_named else None


def _counter(column: Column, filled: list[str]) -> str | None:
    """Return `raw` for a column that only numbers the rows: as its name allows, or where there are three at least."""
    numbers = [text.removesuffix(".0").rstrip(".") for text in filled]
    enough = len(numbers) >= (1 if may_count(column.header) else 3)
    counted = any(numbers == [str(at) for at in range(start, start + len(numbers))] for start in (0, 1))
    return "raw" if enough and counted else None


def _place(label: str | None, filled: list[str]) -> str | None:
    """Return what a column is that only says whose it is: an address at home, or a room (Outlook's Bureau, Büro)."""
    lines = sum(any(c.isdigit() for c in text) and " " in text for text in filled)
    if label == "home" and lines * 2 > len(filled):
        return "address"
    return "site" if label == "work" and filled else None


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns = _names_once(table.columns)
        self.header = list(table.place.cells) if table.begun else None

    def read(self, rows: list[tuple[int, list[str]]]) -> Reading:
        """Return what the rows say."""
        day_first = self._day_first(rows)
        drafts: list[Draft] = []
        rejected: list[Rejected] = []
        again = totals = 0
        for line, cells in rows:
            where = f"line {line}"
            if cells == self.header:
                again += 1
            elif len(self.columns) > 1 and _is_total(cells):
                totals += 1
            elif fault := self._fault(cells):
                rejected.append(Rejected(where, fault))
            elif (found := self._cells(cells)) and any(cell.column.part == "value" for cell in found):
                draft = draft_of(found, where, day_first=day_first)
                if draft is None:
                    rejected.append(Rejected(where, "it names nobody: no name, organisation, address or number"))
                else:
                    drafts.append(draft)
        counts = (
            ("the header, once more", again), ("lines that only count", totals),
            ("passwords, which are never kept", self._secrets(rows)),
        )  # fmt: skip
        skipped = tuple(Skipped(why, count) for why, count in counts if count)
        header = [column.header for column in self.columns]
        return Reading(
            tuple(_told_apart(drafts)), tuple(rejected), skipped, columns=tuple(self._seen(rows)),
            program=_program(header), mapping=remember(header, self.table.told),
        )  # fmt: skip

    def _secrets(self, rows: list[tuple[int, list[str]]]) -> int:
        hidden = [column.at for column in self.columns if column.role == "-" and not column.told]
        return sum(bool(cells[at].strip()) for _, cells in rows for at in hidden if at < len(cells))

    def _cells(self, cells: list[str]) -> list[Cell]:
        known = [
            Cell(column, cells[column.at])
            for column in self.columns
            if column.at < len(cells) and column.role != "-" and cells[column.at].strip()
        ]
        extra = [text for text in cells[len(self.columns) :] if text.strip()]
        if extra and known:  # a delimiter within a last note, which _fault let pass
            known[-1] = Cell(known[-1].column, self.table.place.delimiter.join([known[-1].text, *extra]))
        return known

    def _fault(self, cells: list[str]) -> str | None:
        """Return why a row cannot be trusted: its cells are not in their columns."""
        width = len(self.columns)
        for cell in cells:
            within = cell.strip().split("\n")[1:] if "\n" in cell else ()
            if len(within) > 1 and width > 3 and all(len(split_line(line)) == width for line in within[:-1]):
                return f"a quotation mark is never closed: {len(within) + 1} lines are in one cell"
        extra = [cell for cell in cells[width:] if cell.strip()]
        in_note = self.columns[-1].role == "note" and cells[width - 1 :][:1] != [""]
        if len(cells) <= width or ((in_note or not extra) and not self._is_out_of_place(cells)):
            return None
        return f"it has {len(cells)} cells, the header {width}: is a {self.table.place.delimiter} unquoted?"

    def _is_out_of_place(self, cells: list[str]) -> bool:
        """Tell whether a value cannot be what its column says: an address without @, a number without a figure."""
        known = [(c.role, cells[c.at]) for c in self.columns if c.part == "value" and cells[c.at].strip()]
        return any(
            (role == "email" and "@" not in text)
            or (role in {"phone", "postal_code"} and not any(c.isdigit() for c in text))
            for role, text in known
        )

    def _day_first(self, rows: list[tuple[int, list[str]]]) -> bool:
        """Tell whether 3/4/1980 is in April: as another date of the file proves, else unless the header is English."""
        dated = [column.at for column in self.columns if column.role in _DATES and column.part == "value"]
        first = which_is_first(cells[at] for _, cells in rows for at in dated if at < len(cells))
        return first == "day" or (first is None and not is_english(self.columns))

    def _seen(self, rows: list[tuple[int, list[str]]]) -> Iterator[ColumnRead]:
        """Yield what each column that is filled anywhere was read as."""
        for column in self.columns:
            filled = [row[column.at] for _, row in rows if column.at < len(row) and row[column.at].strip()]
            if filled:
                told = filled[:_LOOKED_AT] if column.role != "-" else ()
                samples = dict.fromkeys(one_line(clean(text, column.role))[:60] for text in told)
                is_value = column.part == "value" or column.role is None
                role = column.role and (target_of(column) if is_value else f"{column.part} of {column.role}")
                near = None if role else near_role(column.header)
                yield ColumnRead(column.title, role, len(filled), tuple(samples)[:2], near)


def _is_total(cells: list[str]) -> bool:
    """Tell whether a row only counts: `Total: 12`, or `Total` and amounts, the word in its first cell."""
    first, *others = [cell.strip() for cell in cells if cell.strip()] or [""]
    counts = any(c.isdigit() for cell in (first, *others) for c in cell)
    return counts and _TOTAL.match(first) is not None and all(_AMOUNT.fullmatch(cell) for cell in others)


def _names_once(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Return the columns, a whole name guessed from the content only where no other column has it."""
    names = [column for column in columns if column.role == "name"]
    return tuple(c._replace(role=None) if c in names[1:] and not c.told else c for c in columns)


def _told_apart(drafts: list[Draft]) -> Iterator[Draft]:
    """Yield the drafts; namesakes without an address or number are told apart by their organisations."""
    bare = Counter(draft.facts.name for draft in drafts if draft.key is None and not draft.facts.points)
    for draft in drafts:
        jobs = "; ".join(f"{job.org} {job.title}" for job in draft.facts.positions)
        shared = draft.key is None and not draft.facts.points and bare[draft.facts.name] > 1 and jobs
        yield replace(draft, key=f"row:{fold(draft.facts.name)} {fold(jobs)}") if shared else draft


def _program(header: Sequence[str]) -> str | None:
    names = {" ".join(words_of(cell)) for cell in header}
    return next((name for name, sets in _PROGRAMS.items() if any(columns <= names for columns in sets)), None)
