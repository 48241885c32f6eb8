"""Messages and invitations of LinkedIn's archive: who wrote to whom on which day, how often; never what."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from netcli.importing.draft import Beside, ContactDraft, Who
from netcli.importing.formats.linkedin_row import Row, Rows, page, values
from netcli.results_import import Rejected
from netcli.text import fold

_NO = frozenset({"", "no", "false", "0"})
#: How accounts are called that are no more.
_NOBODY = frozenset({"", "linkedin member", "linkedin user"})
_WHOLE_DAY = len("2024-03-15")
#: So many senders and receivers are kept in mind: who writes often is taken apart once.
_MANY = 512


class _Talks:
    """Who takes part in the conversations."""

    def __init__(self) -> None:
        self._talks: dict[str, dict[Who, None]] = {}
        self.owners: dict[str, Who] = {}

    def note(self, talk: str, people: tuple[Who, ...]) -> None:
        """Note who takes part in a conversation; without a number, the same people are one."""
        self._talks.setdefault(talk or " ".join(sorted(who.key for who in people)), {}).update(dict.fromkeys(people))

    def always(self) -> tuple[Who, ...]:
        """Return who takes part in every conversation, in the order in which they were named first."""
        talks = [{who.key: who for who in talk} for talk in self._talks.values()]
        return tuple(who for key, who in talks[0].items() if all(key in talk for talk in talks)) if talks else ()


def read(rows: Rows) -> Beside:
    """Return the messages of messages.csv, counted; drafts and spam are left out."""
    talks, often = _Talks(), Counter[ContactDraft]()
    for row in rows:
        if (one := _message(row, rows)) is None:
            continue
        often[one] += 1
        # the receiver of the first message is the likelier owner: the newest one stands first, and mostly came in
        talks.note(row["conversationid"], (*one.receivers, one.sender))
        if (mine := _owner(row, one)) is not None:
            talks.owners[mine.key] = mine
    counted = tuple(one if count == 1 else one._replace(count=count) for one, count in often.items())
    return Beside(counted, (), tuple(talks.owners.values()), talks.always())


def _message(row: Row, rows: Rows) -> ContactDraft | None:
    """Return one message, None for one that is left out."""
    day, name = row.date("date"), row["from"]
    if not name or day is None or len(day) < _WHOLE_DAY:
        rows.rejected.append(Rejected(row.where, "it is no message: no sender, or no day"))
        return None
    sender = _one(name, row["senderprofileurl"])
    receivers = _receivers(row["to"], row.text("recipientprofileurls"))
    why = None
    if any(row[column].lower() not in _NO for column in ("ismessagedraft", "isconversationdraft")):
        why = "drafts of messages"
    elif row["folder"].upper() == "SPAM":
        why = "messages taken for spam"
    elif _is_nobody(sender):
        why = "messages of accounts that are no more"
    elif not receivers:
        why = "messages to accounts that are no more, or to nobody"
    if why:
        rows.skipped[why] += 1
        return None
    return ContactDraft(sender, receivers, day)


def _is_nobody(who: Who) -> bool:
    return not who.url and fold(who.name) in _NOBODY


@lru_cache(maxsize=_MANY)
def _one(name: str, url: str) -> Who:
    return Who(name, page(url))


@lru_cache(maxsize=_MANY)
def _receivers(text: str, pages: str) -> tuple[Who, ...]:
    """Return the receivers, each once: names and pages stand between commas, and a name may hold one itself."""
    urls = values(pages)
    names = [name for each in text.split(",") if (name := each.strip())]
    if len(urls) == 1:
        found = [_one(text, urls[0])]
    elif len(urls) == len(names):
        found = [_one(name, url) for name, url in zip(names, urls, strict=True)]
    else:
        found = [_one("", url) for url in urls] or [_one(name, "") for name in names]
    return tuple(who for who in {who.key: who for who in found}.values() if not _is_nobody(who))


def _owner(row: Row, one: ContactDraft) -> Who | None:
    """Return who of a message the owner of the archive is, where its direction or folder tells."""
    direction = row["direction"].upper()
    if direction == "OUTGOING" or row["folder"].upper() == "SENT":
        return one.sender
    return one.receivers[0] if direction == "INCOMING" and len(one.receivers) == 1 else None


def read_invitations(rows: Rows) -> Beside:
    """Return the invitations of Invitations.csv; what they say is not kept."""
    found, talks = Counter[ContactDraft](), _Talks()
    for row in rows:
        day = row.date("sentat")
        if not row["from"] or not row["to"] or day is None or len(day) < _WHOLE_DAY:
            rows.rejected.append(Rejected(row.where, "it is no invitation: no sender, no receiver, or no day"))
            continue
        receiver = _one(row["to"], row["inviteeprofileurl"])
        one = ContactDraft(_one(row["from"], row["inviterprofileurl"]), (receiver,), day)
        found[one] += 1
        if (mine := _owner(row, one)) is not None:
            talks.owners[mine.key] = mine
    counted = tuple(one if count == 1 else one._replace(count=count) for one, count in found.items())
    return Beside(owners=tuple(talks.owners.values()), invitations=counted)
