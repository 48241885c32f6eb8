"""One import, from the files to the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from shlex import quote

from netcli.domain.ref import my_id, refs
from netcli.domain.source import known_source
from netcli.errors import BadInputError, MissingFileError, UsageError
from netcli.importing.apply import Outcome
from netcli.importing.archive import ZIP, folder_members, zip_members
from netcli.importing.beside import all_beside
from netcli.importing.columns import NAMING, column_of
from netcli.importing.cv_owner import owner_of, settle_cvs
from netcli.importing.draft import NOTHING_BESIDE, Beside, Draft, Owner, Reading, RowDraft, TieDraft
from netcli.importing.file_owner import somebody_elses
from netcli.importing.files import CARDS, FileSeen, are_same, as_json, cards_below, cards_in, last_files, seen
from netcli.importing.formats import FORMATS, Format, recognise
from netcli.importing.formats.contacts import headers_seen, is_known
from netcli.importing.groups import with_groups
from netcli.importing.mapping import NOTHING_SAID, ColumnMap
from netcli.importing.owner import me_drafts
from netcli.importing.plan import Plan, choose_source, keys_of, make_plan
from netcli.importing.presence import NO_LIST, Coverage, find_presence
from netcli.importing.rows import EVERYTHING, Whose
from netcli.importing.valve import valve
from netcli.results import Ref
from netcli.results_import import ColumnRead, FileRead, ImportReport, Rejected, Skipped
from netcli.storage import Progress, Row, Store
from netcli.text import one_line

LARGEST_FILE = 512 * 1024 * 1024
LARGEST_CARDS = 200 * 1000 * 1000
_COLUMNS_TOLD = 8
_KNOWN = ", ".join(form.name for form in FORMATS)
_READS = f"netcli reads {_KNOWN} and its own export json"
_HEAD = 8192
#: How packed files begin: none of them is read, so that none can grow; but a zip is, if it is LinkedIn's archive.
_PACKED = {
    b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "packed with gzip", b"BZh": "packed with bzip2",
    b"\xfd7zXZ": "packed with xz", b"7z\xbc\xaf": "a 7z archive",
}  # fmt: skip

#: Cards that are no vCard, by how they begin (RFC 7095, RFC 6351, NTT Docomo's for QR codes).
_OTHER_CARDS = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*(?:(?P<jCard>(?:\[\s*)+"vcard"\s*,)|(?P<xCard><[^!]{0,300}:vcard-4\.0)|(?P<MECARD>MECARD:))"""
)

_NOT_GONE = "missing, but parts of the file could not be used: nobody is taken for gone"


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: files with their content, the format and the source if they were named.

    `said` is what the columns of tables are for, as the user said now or before. `whole` tells whether the files hold
    everybody of the source; None leaves that to what is known of it. `with_jobs` takes saved jobs as opportunities.
    """

    files: tuple[tuple[str, bytes], ...]
    format: str | None = None
    source: str | None = None
    said: ColumnMap = NOTHING_SAID
    whole: bool | None = None
    with_jobs: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the files of one import say, in one format."""

    form: str
    stem: str
    drafts: tuple[Draft, ...]
    files: tuple[FileRead, ...]
    rejected: tuple[Rejected, ...]
    skipped: tuple[Skipped, ...]
    source: str | None
    ties: tuple[TieDraft, ...] = ()
    service: str | None = None
    columns: tuple[ColumnRead, ...] = ()
    mapping: str | None = None
    seen: tuple[FileSeen, ...] = ()
    whole: bool | None = None
    beside: Beside = NOTHING_BESIDE
    is_list: bool = True
    rows: tuple[RowDraft, ...] = ()
    owner: Owner | None = None
    whose: Whose = EVERYTHING


def read_files(paths: Sequence[Path]) -> tuple[tuple[str, bytes], ...]:
    """Return (name, content) of the files, a folder standing for the cards in it, or for LinkedIn's archive.

    Raises MissingFileError, or BadInputError for a file of more than 512 MB, or of more than 200 MB of cards.
    """
    found: list[tuple[str, bytes]] = []
    for path in paths:
        if not path.exists():
            raise MissingFileError(f"there is no file {path}", hint="netcli import --help")
        if (members := _members(path)) is not None:
            found += members
            continue
        files = cards_in(path) or cards_below(path) if path.is_dir() else [path]
        if not files:
            zips = f"{quote(str(path))}/*.zip takes those in it" if any(path.glob("*.zip")) else "FILE takes one file"
            raise BadInputError(f"no cards, and nothing of LinkedIn, in {path}", hint=f"netcli import {zips}")
        for file in files:
            _refuse_size(file)
            found.append((str(file), file.read_bytes()))
    return tuple(found)


def _members(path: Path) -> tuple[tuple[str, bytes], ...] | None:
    """Return the files of an archive, zipped or unpacked, or the address books of a zip; None for anything else."""
    if path.is_dir():
        return None if cards_in(path) else folder_members(path)
    with path.open("rb") as opened:
        if opened.read(len(ZIP)) != ZIP:
            return None
        opened.seek(0)
        return zip_members(str(path), opened)


def _refuse_size(file: Path) -> None:
    """Raise BadInputError for a file that would not fit into memory; of cards little more than their text does."""
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise BadInputError(f"{file} is larger than 512 MB", hint="split it")
    if size > LARGEST_CARDS:
        with file.open("rb") as opened:
            form = recognise(opened.read(_HEAD))
        if file.suffix.lower() in CARDS or (form and form.name == "vcard"):
            raise BadInputError(
                f"{file} holds {size // 1_000_000:,} MB of cards; netcli reads 200 MB at once",
                hint="split it, or export it without photos",
            )


def gather(request: Request, progress: Progress | None = None) -> Gathered:
    """Return what the files say. Raises BadInputError if one is of no known format, or they differ in format.

    `progress` is told how many kB are read, of all.
    """
    readings = _readings(request, progress)
    forms = {form.name for _, form, _ in readings}
    if len(forms) > 1:
        raise BadInputError(
            f"these files are of several formats: {', '.join(sorted(forms))}", hint="import them one by one"
        )
    if request.with_jobs and not readings[0][1].service:
        raise UsageError("--with-jobs is for LinkedIn's archive", hint="netcli import ARCHIVE.zip --with-jobs")
    several = len(readings) > 1
    skipped = Counter[str]()
    drafts, empty = with_groups(
        [*(d for _, _, r in readings for d in r.drafts), *me_drafts([(r.me, r.me_raw) for _, _, r in readings])],
        [g for _, _, r in readings for g in r.groups],
    )
    beside = all_beside([reading.beside for _, _, reading in readings])
    for left_out in (*(reading.skipped for _, _, reading in readings), empty):
        skipped.update({s.reason: s.count for s in left_out})
    return Gathered(
        forms.pop(), readings[0][2].program or Path(request.files[0][0]).stem, drafts,
        tuple(FileRead(name, form.name, len(reading.drafts) + len(reading.ties)) for name, form, reading in readings),
        tuple(
            Rejected(f"{Path(name).name}: {r.where}" if several else r.where, r.reason)
            for name, _, reading in readings
            for r in reading.rejected
        ),
        tuple(Skipped(reason, count) for reason, count in sorted(skipped.items())),
        request.source,
        tuple(tie for _, _, reading in readings for tie in reading.ties),
        readings[0][1].service,
        tuple(dict.fromkeys(column for _, _, reading in readings for column in reading.columns)),
        next((reading.mapping for _, _, reading in readings if reading.mapping), None),
        _seen(request.files, [r.digest for _, _, r in readings]), request.whole,
        beside._replace(takes_jobs=request.with_jobs),
        any(r.is_list for _, _, r in readings),
        tuple(row for _, _, r in readings for row in r.rows), next((r.owner for _, _, r in readings if r.owner), None),
    )  # fmt: skip


def _read(form: Format, name: str, data: bytes, request: Request, within: Progress | None) -> Reading:
    """Return what a file says. Raises BadInputError, with the file's name, if it cannot be read at all."""
    try:
        return form.read(data, request.said, name, within)
    except BadInputError as error:
        if type(error) is not BadInputError or name in error.message:
            raise
        raise BadInputError(f"{name}: {error.message}", hint=error.hint) from error


def _readings(request: Request, progress: Progress | None) -> list[tuple[str, Format, Reading]]:
    """Return (name, format, what it says) of each file."""
    readings: list[tuple[str, Format, Reading]] = []
    done, of_all = 0, sum(len(data) for _, data in request.files)
    for name, data in request.files:
        form = _format_of(name, data, request)
        within = _within(progress, done, len(data), of_all) if progress else None
        readings.append((name, form, _read(form, name, data, request, within)))
        done += len(data)
        if progress:
            progress(done // 1000, of_all // 1000)
    return readings


def _within(progress: Progress, before: int, size: int, of_all: int) -> Progress:
    """Return what tells of progress within one file, given (line, of all lines)."""
    return lambda line, lines: progress((before + size * line // max(1, lines)) // 1000, of_all // 1000)


def _seen(files: Sequence[tuple[str, bytes]], digests: Sequence[str | None]) -> tuple[FileSeen, ...]:
    """Return what is remembered of files: of one whose bytes change with every use, what it says."""
    return tuple(file._replace(sha256=digest or file.sha256) for file, digest in zip(seen(files), digests, strict=True))


def _format_of(name: str, data: bytes, request: Request) -> Format:
    """Return the format of a file: as named, else by its content; a table that --map tells of is one of people."""
    wanted = request.format
    if not wanted and (cards := _OTHER_CARDS.match(data[:_HEAD])):
        raise BadInputError(f"{name} is a {cards.lastgroup}, which is not read", hint="save it as a vCard (.vcf)")
    form = next((f for f in FORMATS if f.name == wanted), None) if wanted else recognise(data, name)
    packed = next((kind for mark, kind in _PACKED.items() if data.startswith(mark)), None)
    if packed and (form is None or form.name == "vcard"):  # a card may stand in an archive as it is
        raise BadInputError(f"{name} is {packed}", hint=f"unpack it first; {_READS}")
    if request.said.given:
        if form is not None and not form.takes_map:
            raise UsageError(f"--map is for tables of people, and {name} is {form.name}", hint="--format contacts")
        return next(f for f in FORMATS if f.takes_map)
    if form is None and not wanted and Path(name).suffix.lower() in CARDS and b"\0" not in data[:_HEAD]:
        form = next(f for f in FORMATS if f.name == "vcard")  # a file of cards without a single card
    if form is None and not wanted and request.said.before and is_known(data, request.said):
        form = next(f for f in FORMATS if f.takes_map)
    if wanted and form is None:
        raise BadInputError(f"no format {wanted}", hint=f"--format takes {_KNOWN}")
    if form is None:
        raise _unknown(name, data)
    return form


def _unknown(name: str, data: bytes) -> BadInputError:
    """Return the error for a file of no known format; of a table it tells the columns, and how to say what they are."""
    if not data.strip():
        return BadInputError(f"{name} is empty", hint=_READS)
    said = f"{name} is of no format that netcli reads"
    seen = headers_seen(data)
    if not seen:
        return BadInputError(said, hint=_READS)
    columns = [one_line(cell)[:30] or f"Col {at}" for at, cell in enumerate(seen, 1)]
    named = [column for column in columns if column_of(column).role in NAMING]
    told = ",".join(f"{column}={role}" for column, role in zip(named or columns, ("name", "email"), strict=False))
    more = ", ..." if len(columns) > _COLUMNS_TOLD else ""
    why = "only one column is understood" if named else "no column is a name or an address"
    return BadInputError(
        f"{said}: {why}, among {', '.join(columns[:_COLUMNS_TOLD])}{more}",
        hint=f'say what they are: netcli import {name} --map "{told}"',
    )


def plan_import(store: Store, gathered: Gathered, progress: Progress, known_by: Ref | None = None) -> Plan:
    """Return what importing would do. Nothing is written.

    `known_by` is whose people these are, or whose CV it is, if that was said: of others than me they are a source of
    their own, which remembers that.
    """
    me = my_id(store)
    named = known_source(store, gathered.source) if gathered.source else None
    is_said = known_by is not None or (named is not None and named["known_by_id"] is not None)
    drafts, beside = settle_cvs(gathered.drafts, gathered.beside, None if is_said else owner_of(store, me))
    gathered = replace(gathered, drafts=drafts, beside=beside)
    if known_by and known_by.id == me:
        known_by = None
    source = _source(store, gathered, known_by)
    held = store.row("SELECT * FROM source WHERE id = ?", (source[0],))
    owner = known_by.id if known_by else held["known_by_id"] if held else None
    plan = make_plan(store, gathered.drafts, source, progress, owner=owner or me)
    present = {key: step.person for step in plan.steps for key in (step.key, step.was_key) if key}
    presence = find_presence(store, plan.source, present, _coverage(gathered, held))
    is_seen = held is not None and are_same(gathered.seen, last_files(store, plan.source))
    mine = refs(store, [me or 0]) if gathered.service == "linkedin" and not owner else ()
    return replace(
        plan,
        known_by=owner,
        presence=presence,
        stranger=somebody_elses(plan.steps, mine[0], presence.known) if mine else None,
        beside=gathered.beside,
        rows=gathered.rows,
        whose=gathered.whose,
        owner=gathered.owner.uid if gathered.owner else None,
        files=as_json(gathered.seen),
        is_reading=held is not None and not is_seen,
        is_retold=is_seen,
    )


def settled(store: Store, gathered: Gathered) -> Gathered:
    """Return what to import, now that the file is open that it goes into: it says who I am.

    Raises UsageError where it cannot be said which source a file of netcli is.
    """
    module = _SETTLES.get(gathered.form)
    found: Gathered = import_module(f"netcli.importing.{module}").settle(store, gathered) if module else gathered
    return found


#: Formats of which it has to be settled first who I am in them, and where that is done.
_SETTLES = {"netcli": "other_file", "facebook": "friends"}


def _source(store: Store, gathered: Gathered, known_by: Ref | None) -> tuple[int | None, str]:
    """Return (id, name) of the source: as named, else the one with the same records, else that of the service."""
    keys, owner = keys_of(gathered.drafts), known_by.id if known_by else None
    whose = f"-{known_by.handle}" if known_by else ""
    found = choose_source(store, gathered.form, gathered.source, f"{gathered.stem}{whose}", keys, known_by=owner)
    if found[0] is None and gathered.source is None and gathered.service:  # a list of before 2023 has other keys
        found = choose_source(store, gathered.form, f"{gathered.service}{whose}", "", keys)
    return found


def _coverage(gathered: Gathered, held: Row | None) -> Coverage:
    """Return how much of the source the files cover: everybody, or some."""
    fits = held is not None and held["format"] == gathered.form
    declared = gathered.whole if gathered.whole is not None else fits and bool(held and held["is_whole"])
    named = fits and gathered.whole is None and gathered.source is not None
    return Coverage(declared, named, bool(gathered.rejected)) if gathered.is_list else NO_LIST


def report(
    gathered: Gathered,
    plan: Plan,
    outcome: Outcome,
    before: tuple[int, str | None],
    operation: int | None,
    *,
    dry_run: bool,
) -> ImportReport:
    """Return the report of an import; `before` is how often the source had been read and when last."""
    skipped = gathered.skipped
    skipped = (*skipped, *(Skipped(reason, count) for reason, count in sorted(outcome.skipped.items())))
    if plan.presence.missing:
        skipped = (*skipped, Skipped(_NOT_GONE, plan.presence.missing))
    if outcome.kept_out:
        skipped = (*skipped, Skipped("kept out: you removed them", outcome.kept_out))
    doubles = len(gathered.drafts) - len(plan.steps)
    if doubles:
        skipped = (*skipped, Skipped("the same record again in the file", doubles))
    return ImportReport(
        import_=None if dry_run else outcome.import_id, source=plan.source_name, format=gathered.form,
        files=gathered.files, read=len(gathered.drafts), created=outcome.created, updated=outcome.updated,
        unchanged=outcome.unchanged, gone=len(plan.presence.gone), skipped=skipped, rejected=gathered.rejected,
        review=tuple(outcome.review), changes=tuple(outcome.changes), readings=before[0] + 1, last_read=before[1],
        operation=operation, dry_run=dry_run, related=outcome.related,
        groups=outcome.groups, columns=gathered.columns, overlap=outcome.overlap,
        valve=valve(plan), contacts=outcome.contacts, recommendations=outcome.recommendations,
        endorsements=outcome.endorsements, opportunities=outcome.opportunities, cvs=tuple(outcome.cvs),
        rows=outcome.rows,
    )  # fmt: skip


def readings_before(store: Store, source: int | None) -> tuple[int, str | None]:
    """Return how often the source has been read and when last."""
    row = store.row("SELECT count(*), max(at) FROM import_run WHERE source_id = ?", (source,))
    return (row[0], row[1]) if row else (0, None)
