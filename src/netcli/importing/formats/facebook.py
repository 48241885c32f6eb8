"""Facebook's copy of one's data as JSON: friends, and who wrote to whom on which day; never what.

A person is hardly more than a name there: no page, and rarely an address. Text is UTF-8 whose every byte was written as
a character of its own (`Jos\\u00c3\\u00a9`); it is put right where that gives text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from netcli.importing.archive import left_of
from netcli.importing.draft import Beside, ContactDraft, Draft, Reading, Who
from netcli.importing.formats.json_values import Json, child, head, items, line, load, utc_day
from netcli.model import PersonFacts, PointFact, PointKind
from netcli.model_tie import EvidenceKind
from netcli.person_name import read_name
from netcli.results_import import Rejected, Skipped
from netcli.text import fold, one_line

#: Keys of the list of friends, older and newer.
_FRIENDS = ("friends_v2", "friends", "your_friends_v2", "your_friends")
#: How a name is labelled where everything is a label with its value (seen since 2024).
_LABELS = frozenset({"name", "nom", "nombre", "nome", "friend", "ami"})
#: Files of labels and values that hold others than friends, by words in their names.
_NO_FRIENDS = re.compile(
    r"contact|follow|page|group|interest|recent|post|comment|search|request|removed|rejected|suggest|may_know|see_less"
)
#: How accounts are called that are no more.
_NOBODY = frozenset({"facebook user", "utilisateur facebook", "usuario de facebook", "facebook nutzer"})
#: What is said by Facebook itself: somebody was added to a group, or left it.
_BY_THE_SERVICE = frozenset({"subscribe", "unsubscribe"})
_MILLIS = 1000


def is_ours(data: bytes) -> bool:
    """Tell whether the bytes begin as one of the files of Facebook that are read, or as its posts."""
    start = head(data)
    talks = b'"participants"' in start and (b'"messages"' in start or b'"thread' in start)
    friends = any(b'"%s"' % key.encode() in start for key in _FRIENDS) and b'"timestamp"' in start
    labels = b'"label_values"' in start
    posts = start[:1] == b"[" and b'"timestamp"' in start and (b'"data"' in start or b'"attachments"' in start)
    return talks or friends or labels or posts or b'"profile_v2"' in start or b'"profile_information"' in start


def read(data: bytes, name: str = "") -> Reading:
    """Return the friends, the messages or the owner that a file tells of; one of another kind is named as left out.

    Raises BadInputError for JSON that is cut off.
    """
    if count := left_of(data):
        return Reading(skipped=(Skipped(f"netcli has no place for it: {name}", count),), is_list=False)
    told = load(data)
    if isinstance(told, dict) and ("participants" in told or "messages" in told):
        return _talk(told)
    if isinstance(told, dict) and (profile := child(told, "profile_v2") or child(told, "profile_information")):
        return _profile(profile)
    base = name.replace("\\", "/").rpartition("/")[2] or "this file"
    friends = _friends_in(told)
    if friends is not None and not (isinstance(told, list) and _NO_FRIENDS.search(base)):
        return _friends(friends)
    return Reading(skipped=(Skipped(f"netcli has no place for it: {base}", 1),), is_list=False)


def repaired(text: str) -> str:
    """Return a text whose bytes were written as characters as what it was; any other as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def record_key(name: str) -> str:
    """Return what tells somebody from others of Facebook: his name, for want of anything else."""
    return f"row:facebook {fold(name) or name}"


def _name(found: object, key: str) -> str:
    return one_line(repaired(line(found, key)))


# Friends


def _friends_in(told: Any) -> list[Any] | None:
    """Return the list of friends of a file, None if it is none."""
    for key in _FRIENDS:
        if isinstance(told, dict) and isinstance(told.get(key), list):
            found: list[Any] = told[key]
            return found
    if isinstance(told, list) and any(isinstance(one, dict) and "label_values" in one for one in told):
        return told
    return None


def _friends(friends: list[Any]) -> Reading:
    drafts, rejected = [], []
    gone = 0
    for number, friend in enumerate(friends, 1):
        name, where = _friend_name(friend), f"friend {number}"
        if fold(name) in _NOBODY:
            gone += 1
        elif not name:
            rejected.append(Rejected(where, "it names nobody"))
        else:
            stamp = friend.get("timestamp") if isinstance(friend, dict) else None
            since = utc_day(stamp or None, per_second=_MILLIS if isinstance(stamp, int) and stamp > 10**11 else 1)
            drafts.append(_draft(name, where, since, points=_points(friend)))
    skipped = (Skipped("accounts that are no more", gone),) if gone else ()
    return Reading(tuple(_told_apart(drafts)), tuple(rejected), skipped)


def _friend_name(friend: object) -> str:
    if name := _name(friend, "name") or _name(friend, "title"):
        return name
    for label in items(friend, "label_values"):
        if fold(repaired(line(label, "label"))) in _LABELS and (name := _name(label, "value")):
            return name
    return ""


def _points(friend: object) -> tuple[PointFact, ...]:
    """Return the address or number of a friend that I had told Facebook myself."""
    told = one_line(line(friend, "contact_info"))
    kind = PointKind.EMAIL if "@" in told else PointKind.PHONE if any(c.isdigit() for c in told) else PointKind.IM
    return (PointFact(kind, told),) if told else ()


def _draft(
    name: str, where: str, since: str | None = None, *, is_friend: bool = True, points: tuple[PointFact, ...] = ()
) -> Draft:
    facts = PersonFacts(name, *read_name(name), points=points)
    evidence = EvidenceKind.BOOK if is_friend else None
    return Draft(facts, where, record_key(name), evidence=evidence, since=since, is_beside=not is_friend)


def _told_apart(drafts: list[Draft]) -> Iterator[Draft]:
    """Yield the friends; namesakes are told apart by the day since when they are friends."""
    often = Counter(draft.key for draft in drafts)
    for draft in drafts:
        shared = often[draft.key] > 1
        yield Draft(draft.facts, draft.where, f"{draft.key} {draft.since}" if shared else draft.key, since=draft.since)


# Messages


def _talk(told: Json) -> Reading:
    """Return one conversation: a day with messages of each sender with each of the others."""
    people = {
        who.key: who for name in _participants(told) if name and fold(name) not in _NOBODY and (who := _who(name))
    }
    often, rejected, left_out = Counter[tuple[str, str]](), [], Counter[str]()
    messages = items(told, "messages")
    for number, message in enumerate(messages, 1):
        sender = _name(message, "sender_name") or _name(message, "senderName")
        on = _sent_on(message)
        if not sender or on is None:
            rejected.append(Rejected(f"message {number}", "it is no message: no sender, or no day"))
        elif why := _left_out(message, sender):
            left_out[why] += 1
        else:
            often[people.setdefault((who := _who(sender)).key, who).key, on] += 1
    if not isinstance(told.get("messages"), list):
        rejected.append(Rejected("the file", "it holds no list of messages"))
    contacts = tuple(
        ContactDraft(people[sender], others, on, count)
        for (sender, on), count in often.items()
        if (others := tuple(who for key, who in people.items() if key != sender))
    )
    return Reading(
        tuple(_draft(who.name, f"participant {n}", is_friend=False) for n, who in enumerate(people.values(), 1)),
        tuple(rejected), tuple(Skipped(why, count) for why, count in sorted(left_out.items())),
        beside=Beside(contacts, (), _owner(told, people), tuple(people.values())[::-1]), is_list=False,
    )  # fmt: skip


def _participants(told: Json) -> Iterator[str]:
    """Yield the names of those who take part; in copies of encrypted talks they stand as they are."""
    for one in items(told, "participants"):
        yield one_line(repaired(one)) if isinstance(one, str) else _name(one, "name")


def _who(name: str) -> Who:
    return Who(name, record=record_key(name))


def _sent_on(message: object) -> str | None:
    if not isinstance(message, dict):
        return None
    return utc_day(message.get("timestamp_ms", message.get("timestamp")), per_second=_MILLIS)


def _left_out(message: Json, sender: str) -> str | None:
    if fold(sender) in _NOBODY:
        return "messages of accounts that are no more"
    if message.get("is_unsent") is True:
        return "messages that were taken back"
    return "notices of the service" if line(message, "type").lower() in _BY_THE_SERVICE else None


def _owner(told: Json, people: dict[str, Who]) -> tuple[Who, ...]:
    """Return the owner where a talk of two is called by the name of the other, as Facebook calls it."""
    title = _who(_name(told, "title")).key
    return tuple(who for key, who in people.items() if key != title) if len(people) == 2 and title in people else ()


# The owner


def _profile(profile: Json) -> Reading:
    """Return the name of the owner; all else that it says of him is left to him."""
    name = _name(child(profile, "name"), "full_name") or _name(profile, "name")
    me = PersonFacts(name, *read_name(name)) if name else None
    return Reading(skipped=(Skipped("what your profile says but your name", 1),), me=me, is_list=False)
