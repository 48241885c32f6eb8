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
from typing import Any

from netcli import records_file, records_stats, records_upkeep
from netcli.errors import NetcliError, StorageError, UsageError
from netcli.results import (
    Added,
    AddressList,
    BalanceList,
    BalanceRow,
    ChangeList,
    ConfigList,
    ConfigPath,
    ConfigValue,
    DormantList,
    ExchangeList,
    FoundIntroductionList,
    GroupList,
    GroupShown,
    History,
    ImportReport,
    InteractionList,
    Introduction,
    IntroductionList,
    Letter,
    MemberList,
    MutualAnswer,
    NetworkAnswer,
    OperationList,
    OrgList,
    OrgShown,
    PathAnswer,
    Person,
    PersonList,
    PersonShown,
    Picked,
    Picture,
    PositionList,
    QuestionList,
    Recommendation,
    RecommendationList,
    Ref,
    Refreshed,
    SearchList,
    SearchRunList,
    SkillList,
    SourceList,
    SourceRow,
    SuggestionList,
    TagList,
    TieList,
    WhoAt,
    Written,
    plain,
)  # fmt: skip
from netcli.text import csv_cell, safe


class Format(StrEnum):
    """How a list is printed where `--format` is offered."""

    IDS = "ids"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"


Record = Sequence[object]
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
    elif form is Format.CSV and items is not None:
        heading = [_heading(result, items)] if items else []
        write(_lines([*heading, *_records(result)], form))
    else:
        write(_lines(_records(result), form))


def _heading(result: object, items: Sequence[Any]) -> Record:
    return result.fields if isinstance(result, Picked) else tuple(items[0]._fields)


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
    if isinstance(value, Ref):
        return value.handle
    if isinstance(value, (tuple, list)):
        return ",".join(map(_cell, value))
    return str(value)


def _csv(records: Iterable[Record]) -> str:
    import csv
    import io

    page = io.StringIO()
    csv.writer(page).writerows([csv_cell(_cell(cell)) for cell in record] for record in records)
    return page.getvalue()


def _items(result: object) -> Sequence[object] | None:
    """Return the things of a result that is a list, or None if it is one thing."""
    if isinstance(result, Picked):
        return [dict(zip(result.fields, row, strict=True)) for row in result.rows]
    name = _LISTS.get(type(result))
    return getattr(result, name) if name else None


def _records(result: object) -> list[Record]:
    make = _RECORDS.get(type(result))
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


def _source(row: SourceRow) -> Record:
    """Return a source as a record: whose it is as a handle, each overlap as `source:people`."""
    return _flagged((*row[:-1], [f"{shared.source}:{shared.people}" for shared in row.overlap]))


def _balance(row: BalanceRow) -> Record:
    """Return a balance as a record: kinds as `kind:given:taken`, favours as `date:kind:points`."""
    kinds = [f"{kind.kind}:{kind.given}:{kind.taken}" for kind in row.kinds]
    favours = [f"{favour.on or ''}:{favour.kind}:{favour.given - favour.taken:+d}" for favour in row.favours]
    return _flagged((*row[:-2], kinds, favours))


def _flagged(item: Record) -> Record:
    """Return a record with what is true as 1."""
    return tuple(1 if cell is True else cell for cell in item)


def _org(shown: OrgShown) -> list[Record]:
    """Return an organisation as (field, value) records, empty fields left out, then who is there and who left."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.org._fields, shown.org, strict=True) if value]
    people = (("now", shown.people), ("past", shown.past))
    return facts + [(when, *_flagged(person)) for when, found in people for person in found]


def _group(shown: GroupShown) -> list[Record]:
    """Return a group as (field, value) records, empty fields left out, then its members."""
    facts: list[Record] = [(name, value) for name, value in zip(shown.group._fields, shown.group, strict=True) if value]
    return facts + [("member", *member) for member in shown.members]


#: Results that are lists, and the field that holds their things.
_LISTS: dict[type, str] = {PersonList: "people", OperationList: "operations", TagList: "tags", AddressList: "addresses"}
_RECORDS: dict[type, Callable[[Any], list[Record]]] = {
    Picked: lambda r: list(r.rows),
    PersonList: lambda r: list(r.people),
    PersonShown: _shown,
    Added: lambda r: [(r.id, r.handle, r.name)],
    Written: lambda r: [(p.id, p.handle, p.name) for p in r.people] or [("", "", r.did)],
    OperationList: lambda r: [(o.id, o.at, o.kind, o.state, o.did, o.command) for o in r.operations],
    History: lambda r: [(e.operation, e.at, change) for e in r.entries for change in e.changes],
    AddressList: lambda r: [tuple(a) for a in r.addresses],
    TagList: lambda r: [(t.tag, t.people) for t in r.tags],
    PathAnswer: _paths,
    MutualAnswer: lambda r: [
        (m.person.id, m.person.handle, m.person.name, f"{m.score:.4f}", f"{m.tie_a:.4f}", f"{m.tie_b:.4f}")
        for m in r.mutual
    ],
    Introduction: lambda r: [
        (
            "introduction",
            r.id,
            r.requester.handle,
            r.introducer.handle,
            r.target.handle,
            r.state,
            r.note,
            r.opportunity and r.opportunity.id,
        ),
        *((s.on, s.step, s.by) for s in r.steps),
    ],
    IntroductionList: lambda r: [
        (
            i.id,
            i.state,
            i.since,
            i.requester.handle,
            i.introducer.handle,
            i.target.handle,
            "silent" * i.silent,
            i.note,
            i.opportunity and i.opportunity.id,
        )
        for i in r.introductions
    ],
    FoundIntroductionList: lambda r: [tuple(f) for f in r.found],
    NetworkAnswer: _network,
    SuggestionList: lambda r: [
        (s.person.id, s.person.handle, s.other.id, s.other.handle, f"{s.score:.4f}", "; ".join(s.why), s.command)
        for s in r.suggestions
    ],
    DormantList: lambda r: [
        (d.person.id, d.person.handle, d.person.name, d.level, d.last, d.days, f"{d.score:.4f}", d.command)
        for d in r.dormant
    ],
    ImportReport: _report,
    PositionList: lambda r: [_flagged(p) for p in r.positions],
    SkillList: lambda r: list(r.skills),
    OrgList: lambda r: list(r.orgs),
    OrgShown: _org,
    WhoAt: lambda r: [_flagged(p) for p in r.people],
    GroupList: lambda r: list(r.groups),
    GroupShown: _group,
    MemberList: lambda r: list(r.members),
    Picture: lambda r: [tuple(r)],
    InteractionList: lambda r: [_flagged(i) for i in r.interactions],
    TieList: lambda r: list(r.ties),
    ConfigList: lambda r: list(r.values),
    ConfigValue: lambda r: [(r.value,)],
    ConfigPath: lambda r: [(r.path,)],
    ChangeList: lambda r: list(r.changes),
    SourceList: lambda r: [_source(s) for s in r.sources],
    Refreshed: lambda r: [(report.source, *record) for report in r.reports for record in _report(report)],
    ExchangeList: lambda r: list(r.exchanges),
    BalanceList: lambda r: [_balance(row) for row in r.balances],
    RecommendationList: lambda r: list(r.recommendations),
    Recommendation: lambda r: [(name, value) for name, value in zip(r._fields, r, strict=True) if value],
    Letter: lambda r: [(r.text,)],
    SearchList: lambda r: [_flagged(row) for row in r.searches],
    SearchRunList: lambda r: [
        (run.handle, did, *person) for run in r.runs for did in ("entered", "left") for person in getattr(run, did)
    ],
    QuestionList: lambda r: [(q.key, q.kind, q.text, q.command, q.no) for q in r.questions],
}
_LISTS |= {IntroductionList: "introductions", FoundIntroductionList: "found", QuestionList: "questions"}
_LISTS |= {SuggestionList: "suggestions", DormantList: "dormant"}
_LISTS |= {PositionList: "positions", SkillList: "skills", OrgList: "orgs", WhoAt: "people"}
_LISTS |= {GroupList: "groups", MemberList: "members", ConfigList: "values"}
_LISTS |= {ChangeList: "changes", SourceList: "sources", Refreshed: "reports"}
_LISTS |= {InteractionList: "interactions", TieList: "ties"}
_LISTS |= {ExchangeList: "exchanges", BalanceList: "balances", RecommendationList: "recommendations"}
_LISTS |= {SearchList: "searches", SearchRunList: "runs"}
_RECORDS |= records_file.RECORDS
_RECORDS |= records_stats.RECORDS
_RECORDS |= records_upkeep.RECORDS
_LISTS |= records_upkeep.LISTS
_LISTS |= records_file.LISTS
