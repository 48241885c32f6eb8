"""Importing ties: people found by name, statements that are new told from those on file, then written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

from netcli.date_words import read_date
from netcli.dates import first_day
from netcli.domain.adding import read_new
from netcli.domain.linking import add_unknown, ways_to_say
from netcli.domain.ref import refs
from netcli.domain.reference import matches
from netcli.domain.source import ready_source
from netcli.domain.tie import tie_of
from netcli.errors import BadInputError
from netcli.importing.draft import TieDraft
from netcli.importing.files import as_json
from netcli.importing.pipeline import Gathered
from netcli.importing.plan import choose_source
from netcli.model_tie import Statement
from netcli.results import Ref
from netcli.results_import import ImportReport, Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold

#: Formats that bring ties, not people.
TIE_FORMATS = ("ties", "sheet")
_REMOVED = -1


class TieWish(NamedTuple):
    """How to read ties: who ticked the sheet, and whether to add people who are not on file."""

    ticked_by: Ref | None = None
    create_people: bool = False


class Step(NamedTuple):
    """A statement to write; a person is a number, or the name of somebody to add first."""

    one: int | str
    other: int | str
    level: int
    on: str | None
    both_ways: bool
    family: bool
    heard_from: int | None

    @property
    def key(self) -> tuple[object, ...]:
        """What must differ for two rows of a file to be two statements: the last one of a key counts."""
        pair = tuple(sorted((str(self.one), str(self.other))))
        return (pair, None if self.both_ways else self.one, self.on)


class TiePlan(NamedTuple):
    """A whole import of ties, decided: what is new, and what becomes of the other rows."""

    source: int | None
    source_name: str
    steps: tuple[Step, ...]
    unchanged: int
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]


def plan_ties(store: Store, gathered: Gathered, wish: TieWish, today: date) -> TiePlan:
    """Return what importing these ties would do. Nothing is written; a row that names nobody is rejected."""
    steps: dict[tuple[object, ...], Step] = {}
    rejected, kept_out = list(gathered.rejected), 0
    finder = _Finder(store, create=wish.create_people)
    rows = 0
    for draft in gathered.ties:
        try:
            step = _step(finder, draft, wish, today)
        except BadInputError as error:
            rejected.append(Rejected(draft.where, error.message))
            continue
        if _REMOVED in (step.one, step.other, step.heard_from):
            kept_out += 1
            continue
        rows += 1
        steps.pop(step.key, None)
        steps[step.key] = step
    source, name = _source(store, gathered, wish)
    dated = {step.key for step in steps.values() if step.on}
    new = tuple(step for step in steps.values() if not _is_known(store, step, source, dated))
    skipped = {"kept out: you removed them": kept_out, "the same tie again in the file": rows - len(steps)}
    return TiePlan(
        source, name, new, len(steps) - len(new), tuple(rejected),
        tuple(Skipped(reason, count) for reason, count in skipped.items() if count),
    )  # fmt: skip


class _Finder:
    """Finds people by number, handle, address or exact name; each text is looked up once."""

    def __init__(self, store: Store, *, create: bool) -> None:
        self._store, self._create = store, create
        self._found: dict[str, list[int]] = {}

    def find(self, *texts: str) -> int | str:
        """Return whom the first of these texts names, _REMOVED, or the last one if it may be added."""
        for way in (way for text in texts for way in ways_to_say(text)):
            if found := self._matches(way):
                if len(found) > 1:
                    handles = ", ".join(ref.handle for ref in refs(self._store, found[:5]))
                    raise BadInputError(f'"{way}" names {len(found)} people: {handles}')
                return found[0]
        if not self._create:
            raise BadInputError(f'nobody is called "{texts[-1]}"')
        read_new(texts[-1])  # refuses what cannot be a name, here rather than in the middle of writing
        return texts[-1]

    def _matches(self, text: str) -> list[int]:
        if text not in self._found:
            here = matches(self._store, text, exact=True)
            gone = [] if here else matches(self._store, text, exact=True, removed=True)
            self._found[text] = here or ([_REMOVED] if gone else [])
        return self._found[text]


def _step(finder: _Finder, draft: TieDraft, wish: TieWish, today: date) -> Step:
    on = read_date(draft.on, today) if draft.on else None
    if on and first_day(on) > today:
        raise BadInputError(f"{on} is still to come")
    ticker = wish.ticked_by.id if wish.ticked_by else None
    one = finder.find(draft.one) if draft.one is not None else ticker
    other = finder.find(*dict.fromkeys(text for text in (draft.other, draft.name) if text))
    if one is None:
        raise BadInputError("whoever ticked the sheet is not named")
    if one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other)):
        raise BadInputError("a tie needs two people: this is one and the same")
    heard = finder.find(draft.heard_from) if draft.heard_from else ticker
    if isinstance(heard, str):
        raise BadInputError(f'nobody is called "{heard}"')
    return Step(one, other, draft.level, on, draft.both_ways, draft.family, heard)


def _source(store: Store, gathered: Gathered, wish: TieWish) -> tuple[int | None, str]:
    """Return (id, name) of the source: as named, else that of the friend who ticked, or of the file's name."""
    usual = f"sheet-{wish.ticked_by.handle}" if wish.ticked_by else gathered.stem
    known = store.row("SELECT id FROM source WHERE format = ? AND name = ?", (gathered.form, usual))
    if known and not gathered.source:
        return known["id"], usual
    return choose_source(store, gathered.form, gathered.source, usual, set())


def _is_known(store: Store, step: Step, source: int | None, dated: set[tuple[object, ...]]) -> bool:
    """Tell whether a statement is on file; `dated` are the keys of those that the file dates.

    With a date: if the same stands anywhere. Without: if it is the last undated one that this source said of the pair,
    so that what I stated since is not written over; or, from a new source, if it is the newest of all.
    """
    if isinstance(step.one, str) or isinstance(step.other, str):
        return False
    a, b = sorted((step.one, step.other))
    rows = store.rows(
        "SELECT tie_statement.* FROM tie JOIN tie_statement ON tie_id = tie.id WHERE a = ? AND b = ?"
        " ORDER BY on_date, tie_statement.id",
        (a, b),
    )
    if step.on:
        return any(_same(row, step) and row["on_date"] == step.on for row in rows)
    own = [
        row
        for row in rows
        if source and row["source_id"] == source and _way(row) == _way_of(step)
        if step._replace(on=row["on_date"]).key not in dated
    ]
    said = max(own, key=lambda row: int(row["id"]), default=rows[-1] if rows else None)
    return said is not None and _same(said, step)


def _way(row: Row) -> int | None:
    return None if row["both_ways"] else int(row["from_id"])


def _way_of(step: Step) -> int | str | None:
    return None if step.both_ways else step.one


def _same(row: Row, step: Step) -> bool:
    return (_way(row), row["level"], bool(row["is_family"]), row["heard_from_id"]) == (
        _way_of(step), step.level, step.family, step.heard_from,
    )  # fmt: skip


def apply_ties(store: Store, plan: TiePlan, gathered: Gathered, *, at: str, on: str) -> tuple[int | None, int]:
    """Write a plan and return (number of the import, people added). A plan without news writes nothing."""
    if not plan.steps:
        return None, 0
    source = ready_source(store, plan.source, plan.source_name, gathered.form)
    number = store.insert("import_run", source_id=source, at=at, files=as_json(gathered.seen), counts="{}")
    texts = list(dict.fromkeys(_unknown(plan)))
    added = add_unknown(store, texts, on=on)
    by_key = dict(zip(dict.fromkeys(fold(text) or text for text in texts), added, strict=True))
    for statement in _statements(plan, by_key, on):
        store.insert(
            "tie_statement", tie_id=tie_of(store, statement.from_id, statement.to_id), from_id=statement.from_id,
            both_ways=int(statement.both_ways), level=statement.level, is_family=int(statement.family),
            heard_from_id=statement.heard_from, on_date=statement.on, source_id=source,
        )  # fmt: skip
    store.update("import_run", number, counts=json.dumps({"ties": len(plan.steps), "created": len(added)}))
    return number, len(added)


def _unknown(plan: TiePlan) -> Iterator[str]:
    return (who for step in plan.steps for who in (step.one, step.other) if isinstance(who, str))


def _statements(plan: TiePlan, added: Mapping[str, Ref], on: str) -> Iterator[Statement]:
    for step in plan.steps:
        one, other = (added[fold(who) or who].id if isinstance(who, str) else who for who in (step.one, step.other))
        yield Statement(one, other, step.level, step.on or on, step.both_ways, step.family, step.heard_from)


def report_ties(
    gathered: Gathered, plan: TiePlan, written: tuple[int | None, int], before: tuple[int, str | None],
    operation: int | None, *, dry_run: bool,
) -> ImportReport:  # fmt: skip
    """Return the report of an import of ties; `before` is how often the source had been read and when last."""
    return ImportReport(
        import_=None if dry_run else written[0], source=plan.source_name, format=gathered.form, files=gathered.files,
        read=len(gathered.ties), created=written[1], updated=0, unchanged=plan.unchanged, gone=0,
        skipped=(*gathered.skipped, *plan.skipped), rejected=plan.rejected, review=(), changes=(),
        readings=before[0] + 1, last_read=before[1], operation=operation, dry_run=dry_run, ties=len(plan.steps),
    )  # fmt: skip
