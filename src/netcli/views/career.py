"""Careers, as pages: positions, skills, organisations, and who is where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from netcli.domain.career import span
from netcli.results_career import AtOrg, OrgList, OrgShown, PositionList, PositionRow, SkillList, WhoAt
from netcli.text import counted, safe
from netcli.views._parts import fields, line, table

_GAP = 2
_WIDE = 100
_ROOM = 30
_SHORTEST_NAME = 12


def draw(result: PositionList | SkillList | OrgList | OrgShown | WhoAt, width: int) -> list[RenderableType]:
    """Return a table of what was found, an organisation's facts above its people; nothing for an empty list."""
    if isinstance(result, PositionList):
        return _positions(result, width)
    if isinstance(result, SkillList):
        rows = [(s.skill, s.kind if s.kind != "skill" else "", f"{s.people:,}") for s in result.skills]
        return [table(["skill", "", "people"], rows, width, keep=(2,))] if rows else []
    if isinstance(result, OrgList):
        return _orgs(result, width)
    if isinstance(result, WhoAt):
        return [_sheet(_HEADINGS, list(_people(result.people)), width)] if result.people else []
    return [*_org(result, width)]


def _positions(result: PositionList, width: int) -> list[RenderableType]:
    if not result.positions:
        return []
    rows = [(str(p.id), _dates(p), _joined(p.title, p.team, p.org, p.site) + _kind(p)) for p in result.positions]
    head = line((result.person.name, "bold"), f"  {result.person.handle}")
    return [head, _sheet(["no.", "dates", "position"], rows, width)]


def _sheet(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Table:
    """Return a table whose last column takes what room is left, wrapped; a column without a value is left out."""
    last = len(headings) - 1
    widths = {
        at: max(cell_len(safe(row[at])) for row in (headings, *rows))
        for at in range(len(headings))
        if any(row[at] for row in rows) or at == last
    }
    _make_room(widths, headings, width)
    sheet = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for at, room in widths.items():
        sheet.add_column(headings[at], no_wrap=at != last, overflow="fold" if at == last else "ellipsis", width=room)
    for row in rows:
        sheet.add_row(*(Text(safe(row[at])) for at in widths))
    return sheet


def _make_room(widths: dict[int, int], headings: Sequence[str], width: int) -> None:
    """Narrow the last column to the width of the page, and before it names: the handle beside them says as much."""
    last = len(headings) - 1
    wanted = min(widths[last], _ROOM)
    room = width - sum(widths.values()) - _GAP * (len(widths) - 1) + widths[last]
    if "name" in headings and room < wanted:
        name = headings.index("name")
        cut = max(_SHORTEST_NAME, widths[name] - wanted + room)
        room += widths[name] - cut
        widths[name] = cut
        if room < _ROOM // 2:
            room += widths.pop(name) + _GAP
    widths[last] = max(1, min(widths[last], room))


def _dates(position: PositionRow | AtOrg) -> str:
    return span(position.start, position.end, current=position.current) or "now"


def _kind(position: PositionRow | AtOrg) -> str:
    return f" ({position.kind})" if position.kind != "work" else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _orgs(result: OrgList, width: int) -> list[RenderableType]:
    if not result.orgs:
        return []
    headings = [
        "no.",
        "organisation",
        "now",
        "past",
        "staff",
        "domain",
        "interest",
        *(["also called"] if width >= _WIDE else []),
    ]
    rows = [
        (
            str(org.id), org.name, _count(org.people), _count(org.past), _count(org.headcount), org.domain or "",
            org.interest or "",
            *([", ".join(org.aliases)] if width >= _WIDE else []),
        )
        for org in result.orgs
    ]  # fmt: skip
    return [table(headings, rows, width, keep=(0, 2, 3))]


def _count(number: int | None) -> str:
    return f"{number:,}" if number else ""


def _org(shown: OrgShown, width: int) -> Iterator[RenderableType]:
    org = shown.org
    number = f"#{org.id}" if org.handle != str(org.id) else ""
    yield line((org.name, "bold"), f"  {org.handle}  {number}".rstrip())
    facts = [("also", alias) for alias in org.aliases]
    facts += [("domain", org.domain)] if org.domain else []
    facts += [("staff", f"{org.headcount:,}")] if org.headcount else []
    facts += [("interest", f"since {org.interest}")] if org.interest else []
    if facts:
        yield fields(facts)
    for label, found in (("now", shown.people), ("past", shown.past)):
        if found:
            people = len({person.id for person in found})
            yield line("")
            yield line((f"{label}, {counted(people, 'person', 'people')}", "dim"))
            yield _sheet(_HEADINGS, list(_people(found)), width)


_HEADINGS = ["handle", "name", "tie", "dates", "as"]


def _people(found: Sequence[AtOrg]) -> Iterator[tuple[str, ...]]:
    """Yield a row a position; a second position of one person leaves the name out."""
    before = 0
    for at in found:
        who = (at.handle, at.name, str(at.level or "")) if at.id != before else ("", "", "")
        yield *who, _dates(at), _joined(at.title, at.team, at.site) + _kind(at)
        before = at.id
