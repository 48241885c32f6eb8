"""The shapes of give and take: exchanges, recommendations, the balance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from netcli.listed import Listed, Record
from netcli.shape import NamedTuple

if TYPE_CHECKING:
    from netcli.results import Ref
    from netcli.results_career import Recommendation


class Exchange(NamedTuple):
    """A favour: direction is given or received, as the owner sees it; kind is help, advice, referral or any word."""

    id: int
    on: str
    direction: str
    person: Ref
    kind: str
    text: str | None


class ExchangeList(NamedTuple):
    """Exchanges in order; `beyond` counts those a limit cut off."""

    exchanges: tuple[Exchange, ...]
    beyond: int = 0


class Favour(NamedTuple):
    """One thing that somebody and I did for each other, with its points; one of `given` and `taken` is 0.

    `kind` is introduction, recommendation, declined (I asked in vain) or the kind of an exchange; `number` is that of
    the introduction, the recommendation or the exchange.
    """

    on: str | None
    kind: str
    given: int
    taken: int
    text: str
    number: int


class FavourKind(NamedTuple):
    """How often something of one kind was given and taken, and the date of the last one."""

    kind: str
    given: int
    taken: int
    last: str | None


class BalanceRow(NamedTuple):
    """What I gave somebody and took from him, in points, and the difference; `favours` are the newest first.

    `exchanges` counts favours either way in the last 24 months; `overdrawn` tells that within a year I took 3 points or
    more and gave nothing.
    """

    id: int
    handle: str
    name: str
    given: int
    taken: int
    balance: int
    exchanges: int
    first: str | None
    last: str | None
    overdrawn: bool
    kinds: tuple[FavourKind, ...]
    favours: tuple[Favour, ...]


class BalanceList(NamedTuple):
    """Balances in order; `beyond` counts those a limit cut off."""

    balances: tuple[BalanceRow, ...]
    beyond: int = 0


class RecommendationList(NamedTuple):
    """Recommendations in order; `beyond` counts those a limit cut off."""

    recommendations: tuple[Recommendation, ...]
    beyond: int = 0


class Vouch(NamedTuple):
    """Somebody vouches for another: kind is recommendation or endorsement, `for_what` the matter in his or her words.

    `why` is the best reason to think that the author knows the other: a tie, or time at one place; null if there is
    none.
    """

    author: Ref
    kind: str
    for_what: str | None
    on: str | None
    why: str | None


class Vouched(NamedTuple):
    """Somebody who is recommended for what was asked, and those who vouch for it, the best founded first."""

    person: Ref
    by: tuple[Vouch, ...]


class Letter(NamedTuple):
    """A draft to send or to give: to or on whom, what it is about, and `words`, the user's file it was made from.

    `about` is ask or give of a recommendation; ask, consent, introduce or thanks of an introduction; publish of an
    opportunity, which is for nobody in particular. `also` is the other one, where it is for two.
    """

    person: Ref | None
    about: str
    lang: str
    text: str
    words: str | None
    also: Ref | None = None


def _kinds(row: BalanceRow) -> object:
    """Return kinds of favours as `kind:given:taken`."""
    return [f"{kind.kind}:{kind.given}:{kind.taken}" for kind in row.kinds]


def _favours(row: BalanceRow) -> object:
    """Return favours as `date:kind:points`."""
    return [f"{favour.on or ''}:{favour.kind}:{favour.given - favour.taken:+d}" for favour in row.favours]


LISTS: dict[str, Listed] = {
    "ExchangeList": Listed("exchanges"),
    "BalanceList": Listed("balances", (), {"kinds": _kinds, "favours": _favours}),
    "RecommendationList": Listed("recommendations"),
}
RECORDS: dict[str, Callable[[Any], list[Record]]] = {
    "Letter": lambda r: [(r.text,)],
}
