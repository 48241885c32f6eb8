"""LinkedIn's list of my connections, of every year: Connections.csv of the copy of one's data.

Its header was `First Name,Last Name,Email Address,Company,Position,Connected On` until 2023 and has had `URL` since;
a few lines of notes may stand above it. All real files seen are in English; French and German words are taken too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from sys import intern

from netcli.errors import BadInputError
from netcli.importing.draft import Draft, Reading
from netcli.importing.export_dates import read_export_date, which_is_first
from netcli.importing.table import DIRECTION, delimiter_of, read_below, split_line, until_broken
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact
from netcli.model_tie import EvidenceKind
from netcli.person_name import split_name
from netcli.results_import import Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.text import fold, from_csv_cell, one_line, profile_key

#: Folded words of the header, by what the column is for.
_WORDS = {
    "given": "first name|firstname|prenom|vorname|nombre|nome",
    "family": "last name|lastname|nom|nom de famille|nachname|apellidos|apellido|sobrenome|cognome",
    "name": "name|full name|fullname|nom complet",
    "url": "url|profile url|url du profil|profil url",
    "email": "email address|emailaddress|email|e mail|e mail address|adresse e mail|adresse email|e mail adresse",
    "org": "company|entreprise|unternehmen|empresa|azienda",
    "title": "position|poste|cargo|puesto|posizione",
    "phone": "phone|phone number|mobile|mobile phone|telephone",
    "site": "website|web site",
    "note": "notes|note|comments",
    "since": "connected on|connectedon|date de connexion|verbunden am|conectado el|conectado em|collegato il",
}
_ROLES = {word: role for role, words in _WORDS.items() for word in words.split("|")}
#: What many have in common: kept in memory once.
_OFTEN = ("given", "family", "org", "title")
_NO_PAGE = "connection:"
_NEEDED = {"given", "family", "since"}
#: What LinkedIn does not have, and people add.
_OTHERS = {None, "phone", "site", "note"}


class _Row(NamedTuple):
    """One row: cells by what they are for, those of columns that LinkedIn does not have, by their header, the day."""

    line: int
    cells: dict[str, str]
    others: tuple[tuple[str, str], ...]
    since: str | None = None

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.cells["given"], self.cells["family"])))


def is_header(cells: list[str]) -> bool:
    """Tell whether a row names the columns of a list of connections, in any order.

    Any others may stand among them, unless somebody took the last names out, or made one column of both names.
    """
    found = {_ROLES.get(cell) for cell in cells}
    is_cut = len(found) > 2 and not found & _OTHERS and bool(found & {"given", "name"})
    return found >= _NEEDED or (is_cut and "since" in found)


def read(data: bytes) -> Reading:
    """Return the people of a list of connections; rows of closed accounts, which have but a date, are counted."""
    table = read_below(data, is_header)
    header = next(table, None)
    if header is None:
        raise BadInputError(
            "it has no header of LinkedIn connections: First Name, Last Name, ..., Connected On",
            hint="netcli import tells how to get the file",
        )
    roles = _roles(header[1])
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    gone = 0
    rows = [*until_broken(table, rejected)]
    day_first = _is_day_first([cells for _, cells in rows], roles, delimiter_of(data, is_header))
    for line, cells in rows:
        row = _row(line, cells, roles, day_first=day_first)
        if fault := _fault(row, cells, len(roles)):
            rejected.append(Rejected(f"line {line}", fault))
        elif not any(text for role, text in row.cells.items() if role != "since"):
            gone += 1
        elif not row.name:
            rejected.append(Rejected(f"line {line}", "it names nobody: no first name and no last name"))
        else:
            drafts.append(_draft(row))
    skipped = (Skipped("no name: they have left LinkedIn", gone),) if gone else ()
    return Reading(tuple(_told_apart(drafts)), tuple(rejected), skipped)


def _roles(header: list[str]) -> list[str]:
    """Return what each column is for, each role once; a column that is for nothing keeps its header after a colon."""
    found: list[str] = []
    for cell in header:
        role = _ROLES.get(fold(cell))
        found.append(role if role and role not in found else f":{one_line(cell)}")
    if "given" in found and "name" in found:  # said already
        found[found.index("name")] = ":"
    return found


def _is_day_first(rows: list[list[str]], roles: list[str], delimiter: str) -> bool:
    """Tell whether 05/11/2021 is in November, as a spreadsheet writes `05 Nov 2021` where it divides by semicolons.

    LinkedIn's own days in numbers, of 2018, have the month first.
    """
    at = roles.index("since") if "since" in roles else len(roles)
    first = which_is_first(cells[at] for cells in rows if at < len(cells))
    return first == "day" or (first is None and delimiter == ";")


def _row(line: int, cells: list[str], roles: list[str], *, day_first: bool) -> _Row:
    clean = [one_line(DIRECTION.sub("", from_csv_cell(cell.strip()))) for cell in cells]
    pairs = list(zip(roles, clean, strict=False))
    named = dict.fromkeys(_WORDS, "") | {role: text for role, text in pairs if not role.startswith(":")}
    if named["name"]:
        named["given"], named["family"] = split_name(named["name"])
    others = tuple((role[1:], text) for role, text in pairs if role.startswith(":") and text)
    since = read_export_date(named["since"], day_first=day_first and not named["since"].upper().endswith("M"))
    return _Row(line, named, others, since)


def _fault(row: _Row, cells: list[str], columns: int) -> str | None:
    """Return why a row cannot be trusted: its cells are not in their columns."""
    for cell in cells:
        within = cell.strip().split("\n")
        if len(within) > 1 and any(len(split_line(line)) >= min(columns, 5) for line in within[1:]):
            return f"a quotation mark is never closed: {len(within)} lines are in one cell"
    extra = [cell for cell in cells[columns:] if cell.strip()]
    return f"it has {columns + len(extra)} cells, the header {columns}" if extra else None


def _told_apart(drafts: list[Draft]) -> Iterator[Draft]:
    """Yield the drafts, those without a page that share their key told apart by where they work."""
    often = Counter(draft.key for draft in drafts)
    for draft in drafts:
        if often[draft.key] > 1 and draft.key and draft.key.startswith(_NO_PAGE):
            org = next((job.org for job in draft.facts.positions), None)
            yield replace(draft, key=f"{draft.key} {fold(org or '')}")
        else:
            yield draft


def _key(row: _Row) -> str:
    """Return what tells a connection from the others: the page; else name and day, which stay when the job changes."""
    cells = row.cells
    when = row.since or fold(cells["org"])
    return profile_key(cells["url"]) or f"{_NO_PAGE}{fold(row.name) or row.name} {when}"


def _draft(row: _Row) -> Draft:
    cells = row.cells | {role: intern(row.cells[role]) for role in _OFTEN}
    odd = (("Connected On", cells["since"]),) if cells["since"] and row.since is None else ()
    noted = (("", cells["note"]), *row.others, *odd)
    points = (
        (PointKind.EMAIL, cells["email"]), (PointKind.PHONE, cells["phone"]), (PointKind.URL, cells["url"]),
        (PointKind.URL, cells["site"]),
    )  # fmt: skip
    job = PositionFact(cells["org"] or None, cells["title"] or None)
    facts = PersonFacts(
        row.name, cells["given"] or None, cells["family"] or None,
        note="\n".join(": ".join(filter(None, pair)) for pair in noted if pair[1]) or None,
        points=tuple(PointFact(kind, value) for kind, value in points if value),
        positions=(job,) if job.org or job.title else (),
    )  # fmt: skip
    return Draft(facts, f"line {row.line}", _key(row), evidence=EvidenceKind.LINKEDIN, since=row.since)
