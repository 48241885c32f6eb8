"""How a result leaves netcli: JSON, records, and cells that no spreadsheet runs. Hostile values are the rule."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from contextlib import redirect_stderr, redirect_stdout

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from netcli.errors import AmbiguousError, BadInputError, NetcliError
from netcli.output import Format, emit, say, say_error, to_json
from netcli.results import OperationList, PersonList, PersonRow, Ref, TagCount, TagList, Written, plain
from netcli.results_path import Direct, Hop, Path, PathAnswer
from netcli.text import safe

MANY = settings(max_examples=100, deadline=None)
ANY = st.text(st.characters(), max_size=20)
RISKY = st.builds(lambda *parts: "".join(parts), st.text(" '\t\r\n", max_size=3), st.sampled_from("=+-@"), ANY)
CELLS = st.one_of(ANY, RISKY)
ANA = PersonRow(1, "ana", "Ana", None, None, None, None, None, (), None)


def printed(result: object, form: Format | None) -> str:
    """Return what is written on stdout, which is no terminal here."""
    with redirect_stdout(io.StringIO()) as page:
        emit(result, form=form)
    return page.getvalue()


def told(error: NetcliError, *, as_json: bool = False) -> str:
    """Return what is written on stderr for a failure."""
    with redirect_stderr(io.StringIO()) as page:
        say_error(error, as_json=as_json)
    return page.getvalue()


def shown(text: str) -> str:
    """Return a value as a record shows it: hostile characters as escapes, white space folded."""
    return safe(" ".join(text.split()))


def folded(cell: str) -> str:
    """Return a cell with its white space folded: whether it comes folded is not promised."""
    return " ".join(cell.split())


def table(result: object) -> list[list[str]]:
    """Return the rows of a CSV page, the heading first, as any reader of CSV reads them."""
    return list(csv.reader(io.StringIO(printed(result, Format.CSV), newline="")))


def unguarded(cell: str) -> str:
    """Return a cell as a reader of our own takes the guard off again."""
    return cell[1:] if cell.startswith("'") and cell.lstrip(" '")[:1] in tuple("=+-@") else cell


def people(*rows: PersonRow) -> PersonList:
    """Return a list of people."""
    return PersonList(rows)


# Records


@MANY
@given(st.lists(st.tuples(CELLS, CELLS, st.lists(CELLS, max_size=2)), max_size=3))
def test_each_person_is_one_record_of_ten_fields(values: list[tuple[str, str, list[str]]]) -> None:
    """Tabs, line ends, separators and terminal codes in a value break no record and reach no terminal."""
    rows = [ANA._replace(name=name, org=org, tags=tuple(tags)) for name, org, tags in values]

    page = printed(people(*rows), Format.TSV)

    lines = page.split("\n")
    assert lines.pop() == ""
    assert len(page.splitlines()) == len(rows)
    told = [[folded(cell) for cell in line.split("\t")[2:4]] for line in lines]
    assert told == [[shown(row.name), shown(row.org or "")] for row in rows]
    assert all(line.count("\t") == 9 for line in lines)
    assert not any(
        unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for line in lines for c in line.replace("\t", "")
    )


def test_a_record_leaves_out_what_is_not_known() -> None:
    """Null and false are empty fields; several tags are one field."""
    row = PersonRow(7, "ana", "Ana Pires", "Helix Bio", None, "ana@example.org", None, None, ("a", "b"), 4)

    assert printed(people(row), None) == "7\tana\tAna Pires\tHelix Bio\t\tana@example.org\t\t\ta,b\t4\n"
    assert printed(people(row, ANA), Format.IDS) == "7\n1\n"
    assert printed(people(), Format.TSV) == printed(people(), Format.JSONL) == ""


def test_ways_are_records_by_rank() -> None:
    """A direct tie has rank 0; each way ends with its handles."""
    ref = Ref(1, "ana", "Ana")
    hop = Hop(ref, ref, 0.5, None, None, inferred=False, evidence=())
    path = Path(1, 0.25, "strong", ref, (hop, hop), None)
    answer = PathAnswer(ref, ref, "2026-03-02", 4, Direct(0.5, inferred=False, evidence=()), (path,), (), 0, None)

    assert printed(answer, None) == "0\t0.5000\tdirect\tana\n1\t0.2500\tstrong\tana\tana\n"


def test_what_was_done_is_a_record_of_whom_it_touched() -> None:
    """Without people the sentence stands in the name's place."""
    assert printed(Written("tagged", 3, (Ref(1, "ana", "Ana"),)), None) == "1\tana\tAna\n"
    assert printed(Written("nothing to do", None), None) == "\t\tnothing to do\n"


# CSV


@MANY
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3))
@example([("=HYPERLINK(1)", "@SUM(A1)")])
@example([("'=1", "' =1"), (" \t=1", "''=1"), ("-2+3", "+1;cmd")])
def test_no_cell_is_a_formula_and_none_is_lost(values: list[tuple[str, str]]) -> None:
    """A spreadsheet sees text; whoever takes the guard off sees what was there."""
    _, *rows = table(people(*(ANA._replace(name=name, org=org) for name, org in values)))

    cells = [cell for row in rows for cell in row[2:4]]
    assert [folded(unguarded(cell)) for cell in cells] == [shown(value) for pair in values for value in pair]
    assert all(is_harmless(cell) for cell in cells)


def is_harmless(cell: str) -> bool:
    """Tell whether a cell begins with nothing that spreadsheets run, numbers with a plus apart (OWASP)."""
    return cell.lstrip(" ")[:1] not in tuple("=+-@") or cell.replace(" ", "").lstrip("+").isdigit()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("+33612345678", "+33612345678"),
        ("2026-03-02", "2026-03-02"),
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("-1", "'-1"),
        ("--03-14", "'--03-14"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("'=1", "''=1"),
        ("O'Brien", "O'Brien"),
        ("'Ana'", "'Ana'"),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_is_guarded_only_where_it_must_be(value: str, cell: str) -> None:
    """Numbers and dates stay; a cell that begins with a guard of its own gets one more."""
    heading, row = table(people(ANA._replace(phone=value)))

    assert dict(zip(heading, row, strict=True))["phone"] == cell


def test_a_table_has_a_heading_with_the_names_of_the_fields() -> None:
    """The names are those of the JSON; a table without people is empty."""
    heading, row = table(people(ANA))

    assert heading == list(plain(ANA))
    assert row[:3] == ["1", "ana", "Ana"]
    assert table(people()) == []


# JSON


@MANY
@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5))
def test_json_is_ascii_and_says_the_same(value: object) -> None:
    """No control character is left in it, DEL not either; reading it gives the value back."""
    text = to_json(value)

    assert text.isascii()
    assert text.isprintable()
    assert json.loads(text) == value


@MANY
@given(st.text())
def test_a_list_is_one_value_or_one_a_line(name: str) -> None:
    """JSON holds a list, JSON lines each of its people; both keep the value as it is."""
    found = people(ANA._replace(name=name), ANA)

    whole, lines = printed(found, Format.JSON), printed(found, Format.JSONL).splitlines()

    assert json.loads(whole) == plain(found)["people"]
    assert [json.loads(line) for line in lines] == plain(found)["people"]
    assert whole.count("\n") == 1


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (TagList((TagCount("a", 1), TagCount("b", 2))), 2),
        (OperationList(()), 0),
        (Ref(1, "ana", "Ana"), 1),
    ],
)
def test_json_lines_hold_one_object_each(found: object, lines: int) -> None:
    """A list has a line for each of its items; a single thing has one."""
    assert len(printed(found, Format.JSONL).splitlines()) == lines


def test_a_page_is_for_people_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody looks, a list has no tabs; a named format is kept whoever looks."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")

    assert "\t" not in printed(people(ANA), None)
    assert printed(people(ANA), Format.IDS) == "1\n"


# Conversation


@MANY
@given(ANY)
def test_what_is_said_is_one_safe_line(text: str) -> None:
    """Messages may repeat what the file holds: it cannot command the terminal."""
    with redirect_stderr(io.StringIO()) as page:
        say(text)

    assert page.getvalue() == safe(text) + "\n"
    assert len(page.getvalue().splitlines()) == 1


def test_a_failure_is_one_line_with_what_to_type_next() -> None:
    """Name and cause, an arrow, the hint."""
    error = BadInputError("not a date: \x1b[1m", hint="write 2026")

    assert told(error) == "netcli: not a date: \\x1b[1m  ->  write 2026\n"
    assert told(BadInputError("no")) == "netcli: no\n"


def test_a_failure_is_an_object_too_when_asked() -> None:
    """With --json the line is followed by code, kind, message, hint and the candidates."""
    error = AmbiguousError('"ana" names 2 people', candidates=(Ref(1, "ana", "Ana\x7f"), Ref(2, "ana-2", "Ana")))

    line, body = told(error, as_json=True).splitlines()

    assert line.startswith('netcli: "ana" names 2 people  ->  ')
    assert json.loads(body)["error"] == {
        "code": 4,
        "kind": "ambiguous",
        "message": '"ana" names 2 people',
        "hint": error.hint,
        "candidates": [{"id": 1, "handle": "ana", "name": "Ana\x7f"}, {"id": 2, "handle": "ana-2", "name": "Ana"}],
    }
    assert "\x7f" not in body


def test_candidates_are_records_on_stderr() -> None:
    """Id, handle and name, one a line, to be cut by a script."""
    error = AmbiguousError("two", candidates=(Ref(1, "ana", "Ana\tPires\n"), Ref(2, "ana-2", "Ana")))

    assert told(error).splitlines()[1:] == ["1\tana\tAna Pires", "2\tana-2\tAna"]
