"""Sources: where facts come from, where newer files of them are found, and how old what they said is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from difflib import get_close_matches

from netcli.domain.ref import refs
from netcli.errors import BadInputError, ConflictError, NotFoundError, UsageError
from netcli.results import Ref
from netcli.results_source import Overlap, SourceList, SourceRow
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold, one_line

#: Formats whose every file holds everybody: LinkedIn writes the whole list of connections, netcli the whole file.
WHOLE_FORMATS = frozenset({"linkedin", "netcli"})
#: After so many days a file that somebody has to fetch by hand is past its age, where nothing else was said.
USUAL_AGE_DAYS = {"linkedin": 180, "facebook": 365}
_HOW_TO_GET = {
    "linkedin": "LinkedIn: Settings > Data privacy > Get a copy of your data > Connections",
    "facebook": "Facebook: Settings > Download your information > friends and messages, format JSON",
    "monica": "Monica: Settings > Export data > Export to JSON",
    "vcard": "Export the address book again as vCard",
}


def how_to_get(name: str, form: str | None, pattern: str | None) -> str:
    """Return in words where a newer file of a source is to be had, and what to type then."""
    from shlex import quote

    again = f"netcli refresh {quote(name)}" if pattern else f"netcli import FILE --source {quote(name)}"
    return f"{_HOW_TO_GET.get(form or '', 'Get a newer file')}; then {again}"


def known_source(store: Store, name: str) -> Row | None:
    """Return the row of the source that a name means, whatever the case it was typed in; None if there is none."""
    rows = store.rows("SELECT * FROM source WHERE name = ?1 OR (fold(name) = fold(?1) AND fold(?1) <> '')", (name,))
    return min(rows, key=lambda row: (row["name"] != name, row["id"]), default=None)


def find_source(store: Store, name: str) -> Row:
    """Return the row of the source that a name means; raises NotFoundError with names like it."""
    found = known_source(store, name)
    if found is None:
        near = get_close_matches(name, store.column("SELECT name FROM source ORDER BY name"), n=3)
        hint = f"did you mean {near[0]}" if near else "netcli source list"
        raise NotFoundError(f"there is no source {name}", hint=hint, near=tuple(near))
    return found


def refreshable(store: Store) -> list[Row]:
    """Return the rows of the sources that say where their files are, by name."""
    return store.rows("SELECT * FROM source WHERE pattern IS NOT NULL ORDER BY name")


def complete_source(store: Store, begun: str) -> list[tuple[str, str]]:
    """Return the names of sources that begin so, with their format."""
    rows = store.rows("SELECT name, format FROM source ORDER BY name")
    return [(row["name"], row["format"]) for row in rows if row["name"].startswith(begun)]


def pattern_of(store: Store, name: str) -> str | None:
    """Return where newer files of a source are found, if that was said."""
    found: str | None = store.value("SELECT pattern FROM source WHERE name = ?", (name,))
    return found


def read_source_name(text: str) -> str:
    """Return a name for a source as it is kept; raises BadInputError for none."""
    name = one_line(text)
    if not fold(name):
        raise BadInputError(f"not a name for a source: {text!r}", hint="one word is best: phone, linkedin")
    return name


def make_source(store: Store, name: str, form: str, *, known_by: int | None = None) -> int:
    """Write a new source and return its number; of some formats every file holds everybody."""
    return store.insert("source", name=name, format=form, is_whole=int(form in WHOLE_FORMATS), known_by_id=known_by)


def ready_source(store: Store, number: int | None, name: str, form: str, *, known_by: int | None = None) -> int:
    """Return the number of a source that is about to be read; it is made, or learns its format, if need be."""
    if number is None:
        return make_source(store, name, form, known_by=known_by)
    unread = "UPDATE source SET format = ?, is_whole = max(is_whole, ?) WHERE id = ? AND format = ''"
    store.run(unread, (form, int(form in WHOLE_FORMATS), number))
    return number


class SourceEdit(NamedTuple):
    """What was typed about a source: None leaves it as it is, an empty pattern takes the pattern away."""

    pattern: str | None = None
    form: str | None = None
    whole: bool | None = None
    max_age_days: int | None = None
    known_by: Ref | None = None


def set_source(store: Store, name: str, edit: SourceEdit) -> tuple[bool, tuple[str, ...]]:
    """Make a source, or change what is kept on one; return whether it is new, and in words what is different."""
    known = known_source(store, name)
    held = known or _row(store, make_source(store, read_source_name(name), edit.form or ""))
    typed = {
        "pattern": edit.pattern,
        "format": edit.form,
        "is_whole": None if edit.whole is None else int(edit.whole),
        "max_age_days": edit.max_age_days,
        "known_by_id": edit.known_by.id if edit.known_by else None,
    }
    fresh = {
        column: value if value != "" else None
        for column, value in typed.items()
        if value is not None and (value if value != "" else None) != held[column]
    }
    if fresh:
        store.update("source", held["id"], **fresh)
    return known is None, tuple(_IN_WORDS[column](value, edit) for column, value in fresh.items())


_IN_WORDS: dict[str, Callable[[object, SourceEdit], str]] = {
    "pattern": lambda value, _: f"files {value}" if value else "no files",
    "format": lambda value, _: f"format {value}",
    "is_whole": lambda value, _: "each file holds everybody" if value else "a file may hold some only",
    "max_age_days": lambda value, _: f"past its age after {value} days",
    "known_by_id": lambda _, edit: f"the book of {edit.known_by.name if edit.known_by else 'nobody'}",
}


def _row(store: Store, number: int) -> Row:
    return store.rows("SELECT * FROM source WHERE id = ?", (number,))[0]


def rename_source(store: Store, source: Row, name: str) -> str:
    """Give a source another name and return it. Raises ConflictError if another source has it."""
    wanted = read_source_name(name)
    held = known_source(store, wanted)
    if held and held["id"] != source["id"]:
        raise ConflictError(f"there is a source {held['name']} already", hint="netcli source list")
    store.update("source", source["id"], name=wanted)
    return wanted


class Forgotten(NamedTuple):
    """What goes with a source: readings, what it said last of people, and changes that it told."""

    readings: int
    records: int
    changes: int


def remove_source(store: Store, source: Row) -> Forgotten:
    """Forget a source and return what went with it. What it said of people stays, and so do ties and contacts.

    Readings of mail stay too, of no source: what was counted is not counted again when that mail is read once more.
    """
    number = (source["id"],)
    count = "SELECT count(*) FROM {} WHERE source_id = ?"
    tables = ("import_run", "source_record", "change JOIN import_run ON import_run.id = import_id")
    went = Forgotten(*(store.value(count.format(table), number) for table in tables))
    store.run("UPDATE contact_day SET source_id = NULL WHERE source_id = ?", number)  # else they would go with it
    store.run("DELETE FROM import_run WHERE source_id = ? AND id NOT IN (SELECT import_id FROM message_seen)", number)
    store.run("DELETE FROM source WHERE id = ?", number)
    return went


class SourceQuestion(NamedTuple):
    """Which sources to list: with a word in the name, of a format, past their age only."""

    word: str | None = None
    form: str | None = None
    past: bool = False
    sort: str = "name"
    limit: int | None = None


#: The orders of a list; those that are equal follow their name.
ORDERS: dict[str, Callable[[SourceRow], tuple[object, ...]]] = {
    "name": lambda row: (fold(row.name),),
    "people": lambda row: (-row.people, fold(row.name)),
    "age": lambda row: (-(row.age_days if row.age_days is not None else -1), fold(row.name)),
    "read": lambda row: (row.age_days if row.age_days is not None else float("inf"), fold(row.name)),
}


def list_sources(store: Store, question: SourceQuestion, today: date) -> SourceList:
    """Return the sources a question chooses, in its order. Raises UsageError for an order that there is not."""
    if question.sort not in ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(ORDERS)}")
    found = [
        row
        for row in load_sources(store, today)
        if (not question.word or fold(question.word) in fold(row.name))
        and (question.form is None or row.format == question.form)
        and (row.past or not question.past)
    ]
    found.sort(key=ORDERS[question.sort])
    cut = found if question.limit is None else found[: question.limit]
    return SourceList(tuple(cut), len(found) - len(cut))


class Aged(NamedTuple):
    """A source that was read longer ago than it should be: how long ago, and what to do."""

    name: str
    age_days: int
    how: str


def past_their_age(store: Store, today: date) -> tuple[Aged, ...]:
    """Return the sources that were read longer ago than they should be, by name; one small query."""
    found = []
    for row in store.rows(_READ_LAST):
        age = max(0, (today - date.fromisoformat(row["last_on"])).days)
        limit = row["max_age_days"] or USUAL_AGE_DAYS.get(row["format"])
        if limit is not None and age > limit:
            found.append(Aged(row["name"], age, how_to_get(row["name"], row["format"], row["pattern"])))
    return tuple(found)


_READ_LAST = """SELECT source.*, substr(max(at), 1, 10) AS last_on FROM source
JOIN import_run ON import_run.source_id = source.id GROUP BY source.id ORDER BY source.name"""


def load_sources(store: Store, today: date) -> list[SourceRow]:
    """Return all sources by number; removed people are not counted."""
    rows = store.rows(_SOURCES)
    owners = {ref.id: ref for ref in refs(store, sorted({row["known_by_id"] for row in rows if row["known_by_id"]}))}
    with_others = {number: shared for number, shared in store.rows(_SHARED)} if len(rows) > 1 else {}  # noqa: C416 - rows are no pairs
    overlaps = _overlaps(store) if with_others else {}
    return [
        _source(row, owners.get(row["known_by_id"]), with_others.get(row["id"], 0), overlaps.get(row["id"], ()), today)
        for row in rows
    ]


def _source(row: Row, owner: Ref | None, shared: int, overlap: Sequence[Overlap], today: date) -> SourceRow:
    age = max(0, (today - date.fromisoformat(row["last_on"])).days) if row["last_on"] else None
    limit = row["max_age_days"] or USUAL_AGE_DAYS.get(row["format"])
    return SourceRow(
        row["name"], row["format"] or None, row["people"], row["readings"], row["last_on"], age, limit,
        age is not None and limit is not None and age > limit,
        bool(row["is_whole"]), row["pattern"], owner, row["gone"], shared, tuple(overlap),
    )  # fmt: skip


def overlap_of(store: Store, source: int) -> tuple[Overlap, ...]:
    """Return in which other sources the people of one are too, most of them first."""
    return tuple(_overlaps(store, source).get(source, ()))


def _overlaps(store: Store, source: int | None = None) -> dict[int, list[Overlap]]:
    """Return for each source, or one, how many of its people are in each other one, most of them first."""
    found: dict[int, list[Overlap]] = defaultdict(list)
    for row in store.rows(_OVERLAPS, (source,)):
        found[row["mine"]].append(Overlap(row["name"], row["people"]))
    return found


#: Who is in which source, and was not removed: all whom it ever had, and those whom it has still. A record of what a
#: source told beside people is none of somebody in it.
_TOLD = """SELECT DISTINCT source_id, person_id FROM source_record JOIN person ON person.id = person_id
WHERE removed_on IS NULL AND key NOT GLOB 'aside:rows*'"""
_THERE = f"{_TOLD} AND gone_on IS NULL"
_COUNT = "(SELECT count(*) FROM {} WHERE source_id = source.id)"
_SOURCES = f"""
WITH there AS ({_THERE}), told AS ({_TOLD})
SELECT source.*, {_COUNT.format("import_run")} AS readings, {_COUNT.format("there")} AS people,
{_COUNT.format("told")} - {_COUNT.format("there")} AS gone,
(SELECT substr(max(at), 1, 10) FROM import_run WHERE source_id = source.id) AS last_on
FROM source ORDER BY id"""
_SHARED = f"""
WITH there AS ({_THERE}),
several AS (SELECT person_id FROM there GROUP BY person_id HAVING count(*) > 1)
SELECT source_id, count(*) FROM there WHERE person_id IN (SELECT person_id FROM several) GROUP BY source_id"""
_OVERLAPS = f"""
WITH there AS MATERIALIZED ({_THERE})
SELECT one.source_id AS mine, source.name, count(*) AS people
FROM there AS one JOIN there AS other ON other.person_id = one.person_id AND other.source_id <> one.source_id
JOIN source ON source.id = other.source_id
WHERE ?1 IS NULL OR one.source_id = ?1
GROUP BY one.source_id, other.source_id ORDER BY people DESC, source.name"""
