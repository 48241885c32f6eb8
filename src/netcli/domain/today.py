"""Today on one screen: whom to get back to, days to remember, promises, introductions, thanks, news, old sources."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from netcli.dates import age_days, last_day
from netcli.domain.change import ChangeQuestion, list_changes
from netcli.domain.due import DueQuestion, list_due
from netcli.domain.introduction import list_introductions
from netcli.domain.last_contact import silences
from netcli.domain.occasion import OccasionQuestion, list_occasions
from netcli.domain.ref import my_id, refs
from netcli.domain.source import past_their_age
from netcli.domain.to_meet import who_could_help
from netcli.domain.way import best_values
from netcli.model_import import ChangeField
from netcli.results_introduction import Introduction
from netcli.results_upkeep import Due, DueList, More, Today, TodayItem
from netcli.storage import Row, Store

_EACH = 5  #: so many lines a part at most, people who are due apart
_AHEAD_DAYS = 7  #: birthdays of the week
_FRESH_DAYS = 14  #: news is fresh for so long
_THANKS_DAYS = 60  #: thanks are owed for so long
_STALE_DAYS = 14  #: an opportunity without a next step is to be moved after so long
_LEADS = 3  #: so many lines on who could help
_WORK_LEVEL = 3  #: years at work are told of people of a level from this on
_Part = tuple[list[TodayItem], list[More]]


#: Kinds of lines, in the order of the screen.
KINDS = (
    "contact",
    "birthday",
    "promise",
    "reminder",
    "introduction",
    "thank",
    "change",
    "source",
    "opportunity",
    "meet",
)


def make_today(store: Store, question: DueQuestion, kinds: frozenset[str] = frozenset(KINDS)) -> Today:
    """Return what is to be done on a day, part by part, each with the best way to write and what to type then."""
    due = list_due(store, question)
    parts = [_due(due), *(part(store, question) for part in _PARTS)]
    more = [rest for _, beyond in parts for rest in beyond if rest.kind in kinds]
    items = sorted(
        (item for found, _ in parts for item in found if item.kind in kinds), key=lambda i: KINDS.index(i.kind)
    )
    ways = best_values(store, [item.person for item in items])
    told = (i if i.kind == "meet" else i._replace(way=ways.get(i.person and i.person.id)) for i in items)
    return Today(tuple(told), question.today.isoformat(), tuple(more), has_clocks=due.clocks > 0)


def _cut(items: Sequence[TodayItem], command: str) -> _Part:
    """Return the first lines of a part, and what tells the others."""
    beyond = len(items) - _EACH
    return list(items[:_EACH]), [More(items[0].kind, beyond, command)] if beyond > 0 else []


def _due(found: DueList) -> _Part:
    """Return the seven people of the day, then promises and reminders."""
    people = [_due_item(due) for due in found.due if due.kind == "contact"]
    rest, more = _cut([_due_item(due) for due in found.due if due.kind != "contact"], "netcli remind list --days 0")
    waiting = [More("contact", found.waiting, "netcli due --all")] if found.waiting else []
    return [*people, *rest], [*waiting, *more]


def _due_item(due: Due) -> TodayItem:
    late = f" (since {due.on})" if due.kind != "contact" and due.days else ""
    return TodayItem(due.kind, due.person, due.text + late, due.on, due.way, (due.command,))


def _occasions(store: Store, question: DueQuestion) -> _Part:
    asked = OccasionQuestion(_AHEAD_DAYS, work=True, work_level=_WORK_LEVEL, limit=_EACH)
    found = list_occasions(store, asked, question.today)
    items = [
        TodayItem("birthday", one.person, f"{one.text}, {_when(one.days, one.on)}", one.on, one.way,
                  (f"netcli done {one.person.handle}",))
        for one in found.occasions
    ]  # fmt: skip
    command = f"netcli birthdays --days {_AHEAD_DAYS} --work"
    return items, [More("birthday", found.beyond, command)] if found.beyond else []


def _when(days: int, on: str) -> str:
    near = {0: "today", 1: "tomorrow"}.get(days)
    return near or f"{date.fromisoformat(on):%a} {on}"


#: The two likeliest answers to an introduction in each state, and to one without an answer.
_NEXT = {
    "asked": ("agreed", "declined"), "agreed": ("made", "declined"), "opted-in": ("made", "declined"),
    "made": ("met", "declined"), "silent": ("withdrawn", "agreed"),
}  # fmt: skip


def _introductions(store: Store, question: DueQuestion) -> _Part:
    """Return the open introductions that I asked for or make, the oldest first."""
    me = my_id(store)
    found = [
        one
        for one in list_introductions(store, question.today, state="open").introductions
        if me in (one.requester.id, one.introducer.id)
    ]
    found.sort(key=lambda one: (last_day(one.since), one.id))
    return _cut([_introduction(one, me, question.today) for one in found], "netcli intro list --state open")


def _introduction(one: Introduction, me: int | None, today: date) -> TodayItem:
    ago = _ago(one.since, today)
    if one.requester.id == me:
        person, what = one.introducer, f"introduction to {one.target.name}"
        text = f"asked {ago} for an {what}" if one.state == "asked" else f"{what}, {one.state} {ago}"
        text += ", no answer" * one.silent + (f" ({one.opportunity.title})" if one.opportunity else "")
    else:
        person, text = one.requester, f"you introduce {one.requester.name} to {one.target.name}: {one.state} {ago}"
    answers = _NEXT["silent" if one.silent else one.state]
    return TodayItem(
        "introduction", person, text, one.since, None, tuple(f"netcli intro answer {one.id} {word}" for word in answers)
    )


def _ago(on: str, today: date) -> str:
    days = age_days(on, today)
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def _thanks(store: Store, question: DueQuestion) -> _Part:
    """Return whom to thank: who brought me together with somebody, vouched for me or helped; and no word since."""
    today, since = question.today.isoformat(), (question.today - timedelta(days=_THANKS_DAYS)).isoformat()
    rows = store.rows(_OWED, {"me": my_id(store), "since": since, "today": today})
    people = list(dict.fromkeys(row["person_id"] for row in rows))
    known = silences(store, people, today, question.midnight)
    named = dict(zip(people, refs(store, people), strict=True))
    owed: dict[int, tuple[TodayItem, str]] = {}
    for row in rows:
        person, last = named[row["person_id"]], known.get(row["person_id"])
        if not (last and last.now and (last.now > row["on_date"] or _is_thanked(store, row))):
            text = f"{row['what']}, {_ago(row['on_date'], question.today)}"
            item = TodayItem("thank", person, text, row["on_date"], None, (f"netcli done {person.handle}",))
            owed.setdefault(person.id, (item, f"netcli {row['list']}"))
    others = [command for _, command in owed.values()][_EACH:]
    return _cut([item for item, _ in owed.values()], others[0] if others else "")


def _is_thanked(store: Store, owed: Row) -> bool:
    """Tell whether a contact of the same day was logged after the favour; before, it was the occasion."""
    given = {name: owed[name] for name in ("person_id", "on_date", "kept_in", "kept_as")}
    return bool(store.value(_WORD_SINCE, given))


_WORD_SINCE = """
SELECT count(*) FROM interaction JOIN participant ON interaction_id = interaction.id AND person_id = :person_id
JOIN journal ON table_name = 'interaction' AND row_id = interaction.id AND action = 'insert'
WHERE on_date = :on_date AND operation_id > (
  SELECT operation_id FROM journal WHERE table_name = :kept_in AND row_id = :kept_as AND action = 'insert')"""
_OWED = """
SELECT introducer_id AS person_id, on_date, 'introduced you to ' || person.name AS what,
  'intro list --state met' AS list, 'introduction_step' AS kept_in, introduction_step.id AS kept_as FROM introduction
JOIN introduction_step ON introduction_id = introduction.id AND step = 'met'
JOIN person ON person.id = target_id JOIN person AS via ON via.id = introducer_id AND via.removed_on IS NULL
WHERE requester_id = :me AND on_date BETWEEN :since AND :today
UNION ALL SELECT author_id, on_date, 'recommended you' || coalesce(' for ' || for_what, ''),
  'recommendation list --received', 'recommendation', recommendation.id
FROM recommendation
JOIN person ON person.id = author_id AND removed_on IS NULL
WHERE subject_id = :me AND state IN ('given', 'hidden') AND on_date BETWEEN :since AND :today
UNION ALL SELECT person_id, on_date, 'gave you ' || kind || coalesce(': ' || text, ''), 'exchange list --received',
  'exchange', exchange.id
FROM exchange
JOIN person ON person.id = person_id AND removed_on IS NULL
WHERE direction = 'received' AND on_date BETWEEN :since AND :today
ORDER BY on_date, person_id"""


def _changes(store: Store, question: DueQuestion) -> _Part:
    """Return who moved lately and has not heard from me since it was told, that day included."""
    since = (question.today - timedelta(days=_FRESH_DAYS)).isoformat()
    asked = ChangeQuestion(since=since, fields=frozenset({ChangeField.POSITION}))
    rows = list_changes(store, asked).changes
    known = silences(store, {row.person.id for row in rows}, question.today.isoformat(), question.midnight)
    items = [
        TodayItem("change", row.person, f"{_moved(row.before, row.after)} ({row.source}, {row.on})",
                  row.on, None, (f"netcli done {row.person.handle}",))
        for row in rows
        if not ((last := known.get(row.person.id)) and last.now and last.now >= row.on)
    ]  # fmt: skip
    return _cut(items, f"netcli changes --since {since} --kind moved")


def _moved(before: str | None, after: str | None) -> str:
    if before and after:
        return f"{before} -> {after}"
    return f"now {after}" if after else f"no longer {before}"


def _sources(store: Store, question: DueQuestion) -> _Part:
    items = [
        TodayItem("source", None, f"{old.name} was read {old.age_days:,} days ago. {old.how.partition('; then ')[0]}",
                  None, None, (old.how.partition("; then ")[2],))
        for old in past_their_age(store, question.today)
    ]  # fmt: skip
    return _cut(items, "netcli source list --past")


def _opportunities(store: Store, question: DueQuestion) -> _Part:
    """Return the opportunities whose next step is due, or that have none and have not moved for two weeks."""
    values = {"today": question.today.isoformat(), "stale": (question.today - timedelta(days=_STALE_DAYS)).isoformat()}
    return _cut([_opportunity(row, question.today) for row in store.rows(_TO_MOVE, values)], "netcli opportunity list")


def _opportunity(row: Row, today: date) -> TodayItem:
    where = f" at {row['org']}" if row["org"] else ""
    step = (
        f"next: {row['next_step'] or 'step'}, {row['next_on']}"
        if row["next_on"]
        else (f"{row['stage']} {_ago(row['moved_on'], today)}, no next step")
    )
    commands = (f"netcli opportunity move {row['id']} STAGE", f"netcli opportunity show {row['id']}")
    return TodayItem("opportunity", None, f"{row['title']}{where}: {step}", row["next_on"], None, commands)


_TO_MOVE = """
SELECT opportunity.*, org.name AS org, moved_on FROM opportunity LEFT JOIN org ON org.id = org_id
LEFT JOIN (SELECT opportunity_id, max(on_date) AS moved_on FROM opportunity_stage GROUP BY 1)
  ON opportunity_id = opportunity.id
WHERE stage NOT IN ('won', 'lost', 'dropped')
AND (next_on <= :today OR (next_on IS NULL AND coalesce(moved_on, '') <= :stale AND moved_on IS NOT NULL))
ORDER BY coalesce(next_on, moved_on), opportunity.id"""


def _to_meet(store: Store, question: DueQuestion) -> _Part:
    """Return which close contacts could help me to meet whom I want to."""
    return who_could_help(store, question.today, _LEADS), []


_PARTS = (_occasions, _introductions, _thanks, _changes, _sources, _opportunities, _to_meet)
