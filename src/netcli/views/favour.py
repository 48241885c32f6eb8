"""Give and take as pages: balances, favours, recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType

from netcli.results_career import Recommendation
from netcli.results_favour import BalanceList, BalanceRow, ExchangeList, Favour, FavourKind, RecommendationList
from netcli.text import counted
from netcli.views._parts import fields, line, table

Drawn = ExchangeList | BalanceList | RecommendationList | Recommendation


def draw(result: Drawn, width: int) -> list[RenderableType]:
    """Return the page of a list, or of one recommendation; nothing for an empty list."""
    if isinstance(result, ExchangeList):
        rows = [(str(e.id), e.on, e.direction, e.person.name, e.kind, _words(e.text)) for e in result.exchanges]
        return [table(("no.", "date", "", "person", "kind", "what"), rows, width, keep=(0, 1, 2))] if rows else []
    if isinstance(result, RecommendationList):
        return _recommendations(result, width)
    if isinstance(result, Recommendation):
        return _recommendation(result)
    if len(result.balances) == 1 and not result.beyond:
        return list(_one(result.balances[0], width))
    return list(_many(result, width))


def _words(text: str | None) -> str:
    return " ".join((text or "").split())


def _many(result: BalanceList, width: int) -> Iterator[RenderableType]:
    """Yield a line for each person, then the sum."""
    if not result.balances:
        return
    rows = [
        (
            "!" if row.overdrawn else "", row.name, str(row.given), str(row.taken), f"{row.balance:+d}",
            str(row.exchanges), row.last or "", ", ".join(map(_kind, row.kinds)),
        )
        for row in result.balances
    ]  # fmt: skip
    headings = ("", "person", "given", "taken", "balance", "24 m", "last", "what")
    yield table(headings, rows, width, keep=(2, 3, 4, 5, 6), wrap=(7,))
    given, taken = sum(row.given for row in result.balances), sum(row.taken for row in result.balances)
    count = len(result.balances)
    yield line("")
    yield line(f"{counted(count, 'person', 'people')}: given {given:,}, taken {taken:,}.")
    yield line(("24 m: favours either way in 24 months; what: how often given (+) and taken (-).", "dim"))


def _kind(kind: FavourKind) -> str:
    return f"{kind.kind}{f' +{kind.given}' if kind.given else ''}{f' -{kind.taken}' if kind.taken else ''}"


def _one(row: BalanceRow, width: int) -> Iterator[RenderableType]:
    """Yield what somebody and I did for each other, with dates."""
    recent = f"{row.exchanges} {'favour' if row.exchanges == 1 else 'favours'} either way in the last 24 months"
    sums = f"given {row.given}, taken {row.taken}: {row.balance:+d}; {recent}"
    yield line((row.name, "bold"), f"  {row.handle}")
    yield line(f"  {sums}{'  !' if row.overdrawn else ''}")
    rows = [
        (favour.on or "", _way(favour), f"{favour.given - favour.taken:+d}", favour.kind, favour.text)
        for favour in row.favours
    ]
    yield table(
        ("  date", "", "", "kind", "what"), [("  " + (r[0] or "undated"), *r[1:]) for r in rows], width, keep=(0, 1, 2)
    )


def _way(favour: Favour) -> str:
    return "given" if favour.given else "taken"


def _recommendations(result: RecommendationList, width: int) -> list[RenderableType]:
    rows = [
        (str(r.id), r.on or "", "" if r.state == "given" else r.state, r.author.name, r.subject.name, _matter(r))
        for r in result.recommendations
    ]
    headings = ("no.", "date", "", "who vouches", "for whom", "for what")
    return [table(headings, rows, width, keep=(0, 1, 2))] if rows else []


def _matter(said: Recommendation) -> str:
    return ": ".join(filter(None, (said.for_what, _words(said.text))))


def _recommendation(said: Recommendation) -> list[RenderableType]:
    facts = (("state", said.state), ("date", said.on), ("for", said.for_what), ("role", said.role), ("text", said.text))
    head = line((f"{said.author.name} on {said.subject.name}", "bold"), f"  #{said.id}")
    return [head, fields([(label, value) for label, value in facts if value])]
