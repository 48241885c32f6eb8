"""My network in numbers: how large, how it grew, through which channels, how it is kept up, what was given and taken.

A dozen queries; what follows is counted here, since SQLite sorts all contacts anew for each way of grouping them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from netcli.dates import age_days, first_day, shift
from netcli.domain.degree import degrees
from netcli.domain.give_take import exchanged, introduced
from netcli.domain.ref import my_id
from netcli.domain.window import Window
from netcli.errors import UsageError
from netcli.model_tie import Channel
from netcli.results_network import Degree
from netcli.results_stats import ChannelMonth, GrowthMonth, Place, Stats, Tended
from netcli.shape import NamedTuple
from netcli.storage import Store

MONTHS = 12  #: so many are told unless something else is asked
MOST_MONTHS = 1200
LEAST_PEOPLE = 3  #: a smaller circle is none
TENDED_DAYS = 90  #: within so many days there should have been a contact
TOP = 5  #: so many organisations, so many cities
IN_PERSON = (Channel.MEETING, Channel.EVENT)

Contact = tuple[int, str, str]  #: with whom, partial date, channel


class StatsQuestion(NamedTuple):
    """What is asked: the months of a window, as known on its last day; `is_now` if that is today.

    `channels_only` leaves out all but contacts and circles.
    """

    window: Window
    is_now: bool = True
    channels_only: bool = False


def make_window(as_of: date, since: str | None, months: int | None) -> Window:
    """Return the months up to a day: from that of the partial date `since` on, or the last so many.

    Raises UsageError if both are given, and for a window that is empty or longer than a century.
    """
    if since and months:
        raise UsageError("--since and --months both say where to begin", hint="leave out one of them")
    first = first_day(since) if since else shift(as_of.replace(day=1), 1 - (months or MONTHS), "m")
    window = Window(first.isoformat()[:7], as_of)
    if first > as_of:
        raise UsageError(f"--since {since} is after {as_of}", hint="--since takes a day that is past")
    if len(window.months) > MOST_MONTHS:
        raise UsageError(f"--since {since} is more than a century ago", hint=f"--months {MOST_MONTHS} is the most")
    return window


def make_stats(store: Store, question: StatsQuestion) -> Stats:
    """Return the numbers that a question asks for."""
    window = question.window
    mine = store.tuples(_MINE)
    fresh, last = _contacts(store, window)
    circles = _circles(store, window, {row[0] for row in mine if row[3] == "active"}, (fresh, last))
    told = Stats(
        window.as_of.isoformat(), window.first, channels=tuple(_by_month(fresh, window)), circles=tuple(circles)
    )
    if question.channels_only:
        return told
    growth = tuple(_growth(known := _known_since(store), window))
    told = told._replace(
        mine=growth[-1].people,
        growth=growth,
        introductions=introduced(store, window),
        exchanges=exchanged(store, window),
    )
    if not question.is_now:
        return told
    everybody = store.value("SELECT count(*) FROM person WHERE removed_on IS NULL")
    return told._replace(
        mine=len(mine),
        undated=known.get("", 0),
        on_file=everybody,
        degrees=(Degree(0, min(1, everybody)), *degrees(store)),
        places=(*_places("org", (row[1] for row in mine)), *_places("city", (row[2] for row in mine))),
    )


#: My contacts, as `netcli list` shows them.
_OF_MINE = "FROM listed JOIN person USING (id) {} WHERE is_mine AND removed_on IS NULL AND NOT is_me"
_MINE = f"SELECT id, org, city, status {_OF_MINE.format('')}"


def _known_since(store: Store) -> dict[str, int]:
    """Return how many people of mine I know since each month, as `since:` of a query tells it; those undated as ""."""
    return dict(store.tuples(_SINCE, {"me": my_id(store)}))


#: Looked up for the few ties of which the arc does not tell at once.
_FIRST = """(SELECT (SELECT min(day) FROM (SELECT min(on_date) AS day FROM tie_evidence WHERE tie_id = tie.id
UNION ALL SELECT min(on_date) FROM tie_statement WHERE tie_id = tie.id AND level > 0))
FROM tie WHERE a = min(:me, person.id) AND b = max(:me, person.id))"""
_ARC = "LEFT JOIN arc ON from_id = :me AND to_id = person.id"
_SINCE = f"""
SELECT coalesce(substr(coalesce(met_on, sure_on, {_FIRST}) || '-01', 1, 7), '') AS month, count(*)
{_OF_MINE.format(_ARC)} GROUP BY month"""


def _growth(known: Mapping[str, int], window: Window) -> Iterator[GrowthMonth]:
    people = sum(count for month, count in known.items() if month and month < window.first)
    for month in window.months:
        people += known.get(month, 0)
        yield GrowthMonth(month, known.get(month, 0), people)


def _contacts(store: Store, window: Window) -> tuple[set[Contact], dict[int, str]]:
    """Return the contacts in the window, a person, day and channel once, and when each was the last one ever."""
    gone = set(store.column("SELECT id FROM person WHERE removed_on IS NOT NULL"))
    fresh: set[Contact] = set()
    last: dict[int, str] = {}
    for contact in store.tuples(_WITH_ME, {"me": my_id(store), "today": window.as_of.isoformat()}):
        person, on, _ = contact
        if last.get(person, "") < on:
            last[person] = on
        if on >= window.low and person not in gone:
            fresh.add(contact)
    return fresh, last


#: Every contact between somebody and me; that both received a mail, or attended an event, is none between the two.
_WITH_ME = """
SELECT theirs.person_id, on_date, channel FROM participant AS mine
CROSS JOIN interaction ON interaction.id = mine.interaction_id
CROSS JOIN participant AS theirs ON theirs.interaction_id = mine.interaction_id AND theirs.person_id <> :me
WHERE mine.person_id = :me AND on_date <= :today
UNION ALL SELECT to_id, on_date, channel FROM contact_day
WHERE from_id = :me AND channel NOT IN ('together', 'comail') AND on_date <= :today
UNION ALL SELECT from_id, on_date, channel FROM contact_day
WHERE to_id = :me AND channel NOT IN ('together', 'comail') AND on_date <= :today"""


def _by_month(contacts: Iterable[Contact], window: Window) -> Iterator[ChannelMonth]:
    counts = Counter((f"{on}-01"[:7], channel) for _, on, channel in contacts)
    for month in window.months:
        of = {channel.value: counts[month, channel] for channel in Channel}
        in_person = sum(of[channel] for channel in IN_PERSON)
        yield ChannelMonth(month, in_person, sum(of.values()) - in_person, **of)


def _circles(
    store: Store, window: Window, people: set[int], contacts: tuple[set[Contact], dict[int, str]]
) -> list[Tended]:
    """Return groups and tags with enough of these people, the most tended first."""
    fresh, last = contacts
    members: dict[tuple[str, str], list[int]] = {}
    for kind, name, person in store.tuples(_MEMBERS, (window.as_of.isoformat(),)):
        if person in people:
            members.setdefault((kind, name), []).append(person)
    in_person = dict(Counter(person for person, _, channel in fresh if channel in IN_PERSON))
    remote = dict(Counter(person for person, _, channel in fresh if channel not in IN_PERSON))
    silent = {person: age_days(on, window.as_of) for person, on in last.items()}
    found = [
        _tended(circle, [silent.get(person) for person in those])._replace(
            in_person=sum(in_person.get(person, 0) for person in those),
            remote=sum(remote.get(person, 0) for person in those),
        )
        for circle, those in members.items()
        if len(those) >= LEAST_PEOPLE
    ]
    return sorted(found, key=_tending)


_MEMBERS = """
SELECT 'tag', word, person_id FROM tag
UNION ALL SELECT 'group', key, person_id FROM membership JOIN grp ON grp.id = grp_id
WHERE since_on IS NULL OR since_on <= ?"""


def _tended(circle: tuple[str, str], silences: list[int | None]) -> Tended:
    """Return how a circle is tended whose people have been silent for so many days, or ever."""
    told = [days for days in silences if days is not None]
    contacted = sum(days <= TENDED_DAYS for days in told)
    kind, name = circle
    return Tended(kind, name, len(silences), contacted, contacted / len(silences), _median(told, len(silences)), 0, 0)


def _median(days: list[int], people: int) -> float | None:
    """Return the median silence of so many people; None if it is that of somebody without any contact."""
    ordered = sorted(days)
    high = people // 2
    if high >= len(ordered):
        return None
    return (ordered[(people - 1) // 2] + ordered[high]) / 2


def _tending(circle: Tended) -> tuple[object, ...]:
    days = circle.median_days
    return -circle.share, days is None, days or 0, -circle.people, circle.kind, circle.name


def _places(kind: str, names: Iterable[str | None]) -> list[Place]:
    counts = Counter(name for name in names if name)
    best = sorted(counts, key=lambda name: (-counts[name], name))[:TOP]
    return [Place(kind, name, counts[name]) for name in best]
