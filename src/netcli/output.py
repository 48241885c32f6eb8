"""How a result leaves netcli: JSON, tab-separated records, or a page for people. Nothing else prints."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from netcli import records_file, records_stats, records_upkeep
from netcli.errors import NetcliError, StorageError, UsageError
from netcli.listed import Listed, Record, columns
from netcli.results import PathAnswer, Person, PersonShown, Picked, Ref, plain
from netcli.text import csv_cell, safe

if TYPE_CHECKING:
    from netcli.results_career import OrgShown
    from netcli.results_favour import BalanceRow
    from netcli.results_import import ImportReport
    from netcli.results_network import NetworkAnswer
    from netcli.results_order import GroupShown
    from netcli.results_source import SourceRow


class Format(StrEnum):
    """How a list is printed where `--format` is offered."""

    IDS = "ids"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


_WIDEST = 120


def emit(result: object, *, form: Format | None, pager: str | None = None, colour: str = "auto") -> None:
    """Print a result on stdout: as `form` says, else as a page on a terminal and as records in a pipe.

    As JSON a list of things is a list, one thing an object. A page that is longer than the screen goes through the
    command `pager`, if there is one; `colour` is never, auto or always, and concerns pages only.
    """
    items = _items(result)
    if form is None and is_watched():
        _page(result, pager=pager, colour=colour)
    elif form is Format.JSON:
        value = plain(result if items is None else items)
        write(to_json(value, indent=2 if sys.stdout.isatty() else None) + "\n")
    elif form is Format.JSONL:
        write("".join(to_json(plain(item)) + "\n" for item in ((result,) if items is None else items)))
    elif form is Format.CSV:
        write(_lines([*_heading(result), *_records(result)], form))
    else:
        write(_lines(_records(result), form))


def _heading(result: object) -> list[Record]:
    if isinstance(result, Picked):
        return [result.fields] if result.rows else []
    listed = _LISTS.get(type(result).__name__)
    return listed.heading(result) if listed else []


def emit_pattern(items: Sequence[Any], pattern: str) -> None:
    """Print a line for each item after a pattern such as `{name} <{email}>`; raises UsageError for an unknown field."""
    known = set(items[0]._fields) if items else set()

    def filled(item: Any) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: _cell(getattr(item, match[1])), pattern)

    if items and (unknown := [name for name in re.findall(r"\{(\w+)\}", pattern) if name not in known]):
        raise UsageError(f"no field {unknown[0]}", hint=f"fields: {', '.join(items[0]._fields)}")
    write("".join(filled(item) + "\n" for item in items))


def picked(items: Sequence[Any], names: Sequence[str], shape: type) -> Picked:
    """Return only these fields of the items, in this order; raises UsageError for one the shape does not have."""
    known: tuple[str, ...] = shape._fields  # type: ignore[attr-defined]  # shapes are named tuples
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"no field {unknown[0]}", hint=f"fields: {', '.join(known)}")
    return Picked(tuple(names), tuple(tuple(getattr(item, name) for name in names) for item in items))


def is_watched() -> bool:
    """Tell whether a person is looking: stdout is a terminal, or `NETCLI_FORCE_TTY` says to act as if it were."""
    return sys.stdout.isatty() or bool(os.environ.get("NETCLI_FORCE_TTY"))


def write(text: str) -> None:
    """Write text to stdout and flush it, so that a closed pipe or a full disk shows here."""
    with _told():
        sys.stdout.write(text)
        sys.stdout.flush()


@contextmanager
def _told() -> Iterator[None]:
    """Tell in our words why stdout does not take the answer; a closed pipe is left to the boundary."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StorageError(f"the answer cannot be written: {reason}", hint="") from error


def write_bytes(data: bytes) -> None:
    """Write bytes to stdout as they are."""
    write("")
    with _told():
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def write_records(records: Iterable[Record]) -> None:
    """Write tab-separated records, each made safe."""
    write(_lines(records, Format.TSV))


def say(text: str) -> None:
    """Write one line of conversation to stderr, made safe."""
    sys.stderr.write(safe(text) + "\n")


def prompt(text: str) -> None:
    """Write the last line of a question to stderr, made safe; the cursor stays behind it."""
    sys.stderr.write(safe(text))
    sys.stderr.flush()


def say_error(error: NetcliError, *, as_json: bool) -> None:
    """Tell a failure in one line, its candidates as records; with --json also as an object. All on stderr."""
    hint = f"  ->  {error.hint}" if error.hint else ""
    say(f"netcli: {error.message}{hint}")
    if as_json:
        body = {"code": error.code, "kind": error.kind, "message": error.message, "hint": error.hint or None}
        sys.stderr.write(to_json({"error": {**body, **plain(error.details())}}) + "\n")
    else:
        candidates: Any = error.details().get("candidates", ())
        sys.stderr.write(_lines([(c.id, c.handle, c.name) for c in candidates], Format.TSV))


def to_json(value: object, *, indent: int | None = None) -> str:
    """Return ASCII JSON; DEL, which JSON leaves as it is, is escaped too."""
    return json.dumps(value, ensure_ascii=True, indent=indent).replace("\x7f", "\\u007f")


def set_up_streams() -> None:
    """Make stdout and stderr take any character, whatever the locale says."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed before the start
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _page(result: object, *, pager: str | None, colour: str) -> None:
    """Print a result for a person; through the pager if it is longer than the screen."""
    from netcli.views import as_text

    size = shutil.get_terminal_size()
    text = as_text(result, width=min(size.columns, _WIDEST), colour=_is_coloured(colour))
    if not (pager and text.count("\n") >= size.lines and sys.stdin.isatty() and _paged(text, pager)):
        write(text)


def _paged(text: str, command: str) -> bool:
    """Hand text to the user's pager; return False if it cannot be started."""
    import shlex
    import subprocess

    try:
        process = subprocess.Popen(shlex.split(command), stdin=subprocess.PIPE, text=True, encoding="utf-8")  # noqa: S603 - the user's own
    except (OSError, ValueError):
        return False
    try:
        process.communicate(text)
    except (BrokenPipeError, KeyboardInterrupt):
        process.wait()
    return True


def _is_coloured(wanted: str) -> bool:
    """Tell whether a page is coloured; auto colours what goes straight to a terminal."""
    return wanted == "always" or (wanted == "auto" and sys.stdout.isatty())


def _lines(records: Iterable[Record], form: Format | None) -> str:
    if form is Format.CSV:
        return _csv(records)
    if form is Format.IDS:
        return "".join(f"{first.id if isinstance(first, Ref) else _cell(first)}\n" for first, *_ in records)
    return "".join(["\t".join(_cells(record)) + "\n" for record in records])


def _cells(record: Record) -> list[str]:
    return [cell if isinstance(cell, str) and cell.isprintable() else _cell(cell) for cell in record]  # mostly so


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value if value.isprintable() else safe(" ".join(value.split()))
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, Ref):
        return value.handle
    if isinstance(value, (tuple, list)):
        return ",".join(map(_cell, value))
    return str(value)


def _csv(records: Iterable[Record]) -> str:
    import csv
    import io

    page = io.StringIO()
    csv.writer(page).writerows([_csv_cell(cell) for cell in record] for record in records)
    return page.getvalue()


def _csv_cell(value: object) -> str:
    """Return a cell no spreadsheet runs; a number, negative or not, is none that it would."""
    return str(value) if type(value) in (int, float) else csv_cell(_cell(value))


def _items(result: object) -> Sequence[object] | None:
    """Return the things of a result that is a list, or None if it is one thing."""
    if isinstance(result, Picked):
        return [dict(zip(result.fields, row, strict=True)) for row in result.rows]
    listed = _LISTS.get(type(result).__name__)
    return getattr(result, listed.things) if listed and listed.alone else None


def _records(result: object) -> list[Record]:
    kind = type(result).__name__
    make = _RECORDS[kind] if kind in _RECORDS else _LISTS[kind].records if kind in _LISTS else None
    return make(result) if make else [(json.dumps(plain(result)),)]


def _person(person: Person) -> list[Record]:
    """Return a person as (field, value) records, one a value, empty fields left out."""
    records: list[Record] = []
    for name, value in plain(person).items():
        for item in value if isinstance(value, list) else [value]:
            if item in (None, False, ""):
                continue
            if isinstance(item, dict):
                first = (
                    item.pop("value", None) or item.pop("org", None) or item.pop("text", None) or item.pop("name", "")
                )
                records.append((name, first, *(v for v in item.values() if v not in (None, False))))
            else:
                records.append((name, item))
    return records


def _shown(shown: PersonShown) -> list[Record]:
    ties = [("tie", "me", f"{shown.tie.tie:.2f}")] if shown.tie else []
    as_of = [("as_of", shown.as_of)] if shown.as_of else []
    return [
        *_person(shown.person),
        *as_of,
        *ties,
        *(("known_by", k.person.handle, f"{k.tie:.2f}") for k in shown.known_by),
        *(("membership", *membership) for membership in shown.memberships),
        *([("picture", shown.picture.media_type, shown.picture.size)] if shown.picture else []),
        *(("contact", c.on, c.channel, c.text) for c in shown.contacts),
    ]


def _paths(answer: PathAnswer) -> list[Record]:
    direct = []
    if answer.direct:
        to = answer.direct.insider or answer.to
        direct = [(0, f"{answer.direct.tie * (answer.direct.entry or 1.0):.4f}", "direct", to.handle)]
    return [
        *direct,
        *((p.rank, f"{p.score:.4f}", p.band, *(hop.to.handle for hop in p.hops)) for p in answer.paths),
    ]


def _network(answer: NetworkAnswer) -> list[Record]:
    return [
        *(("cluster", c.size, c.kind, c.name, c.sharing, [p.handle for p in c.people]) for c in answer.clusters or ()),
        *(("broker", b.person.handle, f"{b.constraint:.4f}", b.neighbours) for b in answer.brokers or ()),
        *(("bridge", b.person.handle, b.behind, [p.handle for p in b.people]) for b in answer.bridges or ()),
        *(("degree", d.degree, d.people) for d in answer.degrees or ()),
    ]


def _report(report: ImportReport) -> list[Record]:
    counts = ("read", "created", "updated", "unchanged", "gone")
    return [
        *((name, getattr(report, name)) for name in counts),
        *([("ties", report.ties)] if report.ties else []),
        *([("messages", report.messages)] if report.messages else []),
        *(("rows", told.added, told.removed, told.kind) for told in report.rows),
        *(("overlap", o.people, o.source) for o in report.overlap),
        *([("valve", report.valve)] if report.valve else []),
        *(("skipped", s.count, s.reason) for s in report.skipped),
        *(("rejected", r.where, r.reason) for r in report.rejected),
        *(("review", r.person.handle, r.other.handle, r.why) for r in report.review),
        *(("changed", c.person.handle, c.field, c.before, c.after) for c in report.changes),
    ]


def _overlap(row: SourceRow) -> object:
    """Return what a source shares with others as `source:people`."""
    return [f"{shared.source}:{shared.people}" for shared in row.overlap]


def _kinds(row: BalanceRow) -> object:
    """Return kinds of favours as `kind:given:taken`."""
    return [f"{kind.kind}:{kind.given}:{kind.taken}" for kind in row.kinds]


def _favours(row: BalanceRow) -> object:
    """Return favours as `date:kind:points`."""
    return [f"{favour.on or ''}:{favour.kind}:{favour.given - favour.taken:+d}" for favour in row.favours]


def _org(shown: OrgShown) -> list[Record]:
    """Return an organisation as (field, value) records, empty fields left out, then who is there and who left."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.org._fields, shown.org, strict=True) if value]
    people = (("now", shown.people), ("past", shown.past))
    return facts + [(when, *person) for when, found in people for person in found]


def _group(shown: GroupShown) -> list[Record]:
    """Return a group as (field, value) records, empty fields left out, then its members."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.group._fields, shown.group, strict=True) if value]
    return facts + [("member", *member) for member in shown.members]


#: Results that are lists.
_LISTS: dict[str, Listed] = {
    "PersonList": Listed("people"),
    "OperationList": Listed("operations", columns("id at kind state did command")),
    "TagList": Listed("tags"),
    "AddressList": Listed("addresses"),
    "IntroductionList": Listed(
        "introductions", columns("id state since requester introducer target silent note opportunity"),
        {"silent": lambda i: "silent" * i.silent, "opportunity": lambda i: i.opportunity and i.opportunity.id},
    ),
    "FoundIntroductionList": Listed("found"),
    "QuestionList": Listed("questions", columns("key kind text command no")),
    "SuggestionList": Listed(
        "suggestions", columns("person.id person.handle other.id other.handle score why command"),
        {"why": lambda s: "; ".join(s.why)},
    ),
    "DormantList": Listed(
        "dormant", columns("person.id person.handle person.name level last days score command")
    ),
    "PositionList": Listed("positions"),
    "SkillList": Listed("skills"),
    "OrgList": Listed("orgs"),
    "WhoAt": Listed("people"),
    "GroupList": Listed("groups"),
    "MemberList": Listed("members"),
    "InteractionList": Listed("interactions"),
    "TieList": Listed("ties"),
    "ConfigList": Listed("values"),
    "ChangeList": Listed("changes"),
    "SourceList": Listed("sources", (), {"overlap": _overlap}),
    "Refreshed": Listed("reports"),
    "ExchangeList": Listed("exchanges"),
    "BalanceList": Listed("balances", (), {"kinds": _kinds, "favours": _favours}),
    "RecommendationList": Listed("recommendations"),
    "SearchList": Listed("searches"),
    "SearchRunList": Listed("runs", columns("search did id handle name")),
    **records_file.LISTS,
    **records_upkeep.LISTS,
}  # fmt: skip
#: Results that are told otherwise than a list is, one record a thing.
_RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Picked": lambda r: list(r.rows),
    "PersonShown": _shown,
    "Added": lambda r: [(r.id, r.handle, r.name)],
    "Written": lambda r: [(p.id, p.handle, p.name) for p in r.people] or [("", "", r.did)],
    "History": lambda r: [(e.operation, e.at, change) for e in r.entries for change in e.changes],
    "PathAnswer": _paths,
    "MutualAnswer": lambda r: [
        (m.person.id, m.person.handle, m.person.name, f"{m.score:.4f}", f"{m.tie_a:.4f}", f"{m.tie_b:.4f}")
        for m in r.mutual
    ],
    "Introduction": lambda r: [
        (
            "introduction",
            r.id,
            r.requester,
            r.introducer,
            r.target,
            r.state,
            r.note,
            r.opportunity and r.opportunity.id,
        ),
        *((s.on, s.step, s.by) for s in r.steps),
    ],
    "NetworkAnswer": _network,
    "ImportReport": _report,
    "OrgShown": _org,
    "GroupShown": _group,
    "Picture": lambda r: [tuple(r)],
    "ConfigValue": lambda r: [(r.value,)],
    "ConfigPath": lambda r: [(r.path,)],
    "Refreshed": lambda r: [(report.source, *record) for report in r.reports for record in _report(report)],
    "Recommendation": lambda r: [(name, value) for name, value in zip(r._fields, r, strict=True) if value],
    "Letter": lambda r: [(r.text,)],
    "SearchRunList": lambda r: [
        (run.handle, did, *person) for run in r.runs for did in ("entered", "left") for person in getattr(run, did)
    ],
    **records_file.RECORDS,
    **records_stats.RECORDS,
    **records_upkeep.RECORDS,
}
