"""Careers, as pages: positions, skills, organisations, and who is where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from netcli.domain.career import span
from netcli.results import AtOrg, OrgList, OrgShown, PositionList, PositionRow, SkillList, WhoAt
from netcli.text import safe
from netcli.views._parts import fields, line, table

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
    """Return a table whose last column takes what room is left, wrapped; a column without a value is left out.

    Where that is too little, names are cut: the handle beside them says as much.
    """
    last = len(headings) - 1
    filled = [at for at in range(last) if any(row[at] for row in rows)]
    widths = {at: max(cell_len(safe(row[at])) for row in (headings, *rows)) for at in filled}
    left = width - sum(widths.values()) - 2 * len(widths)
    if "name" in headings and left < _ROOM:
        name = headings.index("name")
        widths[name] = max(_SHORTEST_NAME, widths[name] - _ROOM + left)
    sheet = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", width=width)
    for at in filled:
        sheet.add_column(headings[at], no_wrap=True, overflow="ellipsis", width=widths[at])
    sheet.add_column(headings[last], overflow="fold", min_width=width // 4)
    for row in rows:
        sheet.add_row(*(Text(safe(row[at])) for at in (*filled, last)))
    return sheet


def _dates(position: PositionRow | AtOrg) -> str:
    return span(position.start, position.end, current=position.current) or "now"


def _kind(position: PositionRow | AtOrg) -> str:
    return f" ({position.kind})" if position.kind != "work" else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _orgs(result: OrgList, width: int) -> list[RenderableType]:
    if not result.orgs:
        return []
    headings = ["no.", "organisation", "now", "past", "staff", "domain", *(["also called"] if width >= _WIDE else [])]
    rows = [
        (
            str(org.id), org.name, _count(org.people), _count(org.past), _count(org.headcount), org.domain or "",
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
    if facts:
        yield fields(facts)
    for label, found in (("now", shown.people), ("past", shown.past)):
        if found:
            people = len({person.id for person in found})
            yield line("")
            yield line((f"{label}, {people:,} {'person' if people == 1 else 'people'}", "dim"))
            yield _sheet(_HEADINGS, list(_people(found)), width)


_HEADINGS = ["handle", "name", "tie", "dates", "as"]


def _people(found: Sequence[AtOrg]) -> Iterator[tuple[str, ...]]:
    """Yield a row a position; a second position of one person leaves the name out."""
    before = 0
    for at in found:
        who = (at.handle, at.name, str(at.level or "")) if at.id != before else ("", "", "")
        yield *who, _dates(at), _joined(at.title, at.team, at.site) + _kind(at)
        before = at.id
