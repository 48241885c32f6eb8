"""Groups: naming one, who is in it and as what, listing them, setting one right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, count

from netcli.errors import BadInputError, ConflictError, NotFoundError, UsageError
from netcli.results_order import Group, GroupList, GroupRow, Membership
from netcli.shape import NamedTuple
from netcli.storage import Row, Store
from netcli.text import fold, nfc, one_line, slug

_LONGEST_KEY = 60
_LIKE_IT = 0.7  #: difflib's ratio from which a name counts as near, as with people and organisations


def group_key(text: str) -> str:
    """Return the one word that a group of this name is typed by; a name without Latin letters keeps its own."""
    folded = fold(text)
    return slug(text) if folded.isascii() else "-".join(folded.split())[:_LONGEST_KEY].strip("-")


def known_group(store: Store, text: str) -> Group | None:
    """Return the group that a text names by its key or its name, both folded; None if there is none."""
    return next(_named(store, text), None)


def _named(store: Store, text: str) -> Iterator[Group]:
    """Yield the groups that a text names, by key first; a key that was cut names nobody, long names may share it."""
    key, name = group_key(text), fold(text)
    rows = store.rows("SELECT * FROM grp WHERE key = ?1 OR fold(name) = ?2 ORDER BY key = ?1 DESC, id", (key, name))
    return (_group(row) for row in rows if key and (len(name) <= _LONGEST_KEY or fold(row["name"]) == name))


def find_group(store: Store, text: str) -> Group:
    """Return the group that a text names; raises NotFoundError with up to three near ones."""
    if found := known_group(store, text):
        return found
    near = near_groups(store, text)
    hint = "did you mean " + ", ".join(f"{group.name} ({group.handle})" for group in near) if near else ""
    raise NotFoundError(f'no group is called "{text}"', hint=hint or "netcli group list", near=near)


def members_of(store: Store, text: str) -> list[int]:
    """Return the ids of those who are in the group that a text names, removed people too; nobody if there is none."""
    group = known_group(store, text)
    return store.column("SELECT person_id FROM membership WHERE grp_id = ?", (group.id,)) if group else []


def near_groups(store: Store, text: str) -> tuple[Group, ...]:
    """Return up to three groups whose key or name looks like the text."""
    import difflib

    rows = {row["id"]: row for row in store.rows("SELECT * FROM grp ORDER BY id DESC")}
    keys = {fold(row[column]): number for number, row in rows.items() for column in ("key", "name")}
    close = difflib.get_close_matches(fold(text), keys, n=6, cutoff=_LIKE_IT)
    return tuple(_group(rows[number]) for number in list(dict.fromkeys(keys[key] for key in close))[:3])


def _group(row: Row) -> Group:
    return Group(row["id"], row["key"], row["name"], row["kind"], row["url"], row["note"])


def complete_group(store: Store, start: str, *, limit: int = 50) -> list[tuple[str, str]]:
    """Return (key, name) of the groups whose key begins so, by key; none that a shell may take apart."""
    rows = store.rows(
        "SELECT key, name FROM grp WHERE key >= ?1 AND key < ?1 || char(1114111) AND key NOT GLOB '*[^a-z0-9-]*'"
        " ORDER BY key LIMIT ?2",
        (start.lower(), limit),
    )
    return [(row["key"], row["name"]) for row in rows]


def make_group(store: Store, text: str) -> Group:
    """Make a group of this name; raises BadInputError if the text is none."""
    name = _name(text)
    return load_group(store, store.insert("grp", name=name, key=_free_key(store, name)))


def _free_key(store: Store, name: str) -> str:
    taken, key = set(store.column("SELECT key FROM grp")), group_key(name)
    others = (f"{key[: _LONGEST_KEY - len(end)]}{end}" for end in (f"-{number}" for number in count(2)))
    return next(one for one in chain([key], others) if one not in taken)


def load_group(store: Store, group: int) -> Group:
    """Return what is kept on a group itself."""
    return _group(store.rows("SELECT * FROM grp WHERE id = ?", (group,))[0])


def _name(text: str) -> str:
    name = one_line(text)
    if not group_key(name):
        raise BadInputError(f"not the name of a group: {text}", hint="a name has a letter or digit: netcli group list")
    return name


class Part(NamedTuple):
    """What somebody is in a group: None leaves a fact as it is, an empty text takes it away."""

    role: str | None = None
    since: str | None = None


def read_role(text: str | None) -> str | None:
    """Return a role as it is stored; an empty one takes it away."""
    return None if text is None else one_line(text)


def put_in(store: Store, group: int, people: Sequence[int], part: Part) -> list[int]:
    """Make people members of a group, or give members another part in it; return those who changed."""
    return [person for person in dict.fromkeys(people) if _put(store, group, person, part)]


def _put(store: Store, group: int, person: int, part: Part) -> bool:
    held = store.row("SELECT * FROM membership WHERE grp_id = ? AND person_id = ?", (group, person))
    typed = {"role": part.role, "since_on": part.since}
    told = {name: value or None for name, value in typed.items() if value is not None}
    if held is None:
        store.insert("membership", grp_id=group, person_id=person, **told)
        return True
    fresh = {name: value for name, value in told.items() if value != held[name]}
    if fresh:
        store.update("membership", held["id"], **fresh)
    return bool(fresh)


def take_out(store: Store, group: int, people: Sequence[int]) -> list[int]:
    """Take people out of a group; return those who were in it."""
    return [
        person
        for person in dict.fromkeys(people)
        if store.run("DELETE FROM membership WHERE grp_id = ? AND person_id = ?", (group, person))
    ]


def memberships_of(store: Store, person: int) -> tuple[Membership, ...]:
    """Return the groups that a person is in, by name, with role and since when."""
    rows = store.rows(
        "SELECT key, name, role, since_on FROM membership JOIN grp ON grp.id = grp_id WHERE person_id = ?", (person,)
    )
    found = (Membership(*row) for row in rows)
    return tuple(sorted(found, key=lambda group: (fold(group.name), group.handle)))


class GroupQuestion(NamedTuple):
    """Which groups to list: with a word in name, key or note, and of a kind."""

    word: str | None = None
    kind: str | None = None
    sort: str = "name"
    limit: int | None = None


_ORDERS = {
    "name": lambda group: (fold(group.name), group.id),
    "kind": lambda group: (group.kind is None, fold(group.kind or ""), fold(group.name), group.id),
    "members": lambda group: (-group.members, fold(group.name), group.id),
}
_ROWS = """
SELECT grp.id, key, grp.name, kind, count(person.id) AS members, url, grp.note FROM grp
LEFT JOIN membership ON grp_id = grp.id LEFT JOIN person ON person.id = person_id AND removed_on IS NULL
GROUP BY grp.id"""


def list_groups(store: Store, question: GroupQuestion) -> GroupList:
    """Return groups with the number of members; removed people are not counted, the owner is."""
    if question.sort not in _ORDERS:
        raise UsageError(f"no order {question.sort}", hint=f"--sort takes {', '.join(_ORDERS)}")
    found = [group for group in (GroupRow(*row) for row in store.rows(_ROWS)) if _is_asked_for(group, question)]
    ordered = sorted(found, key=_ORDERS[question.sort])
    cut = ordered if question.limit is None else ordered[: question.limit]
    return GroupList(tuple(cut), len(ordered) - len(cut))


def _is_asked_for(group: GroupRow, question: GroupQuestion) -> bool:
    if question.kind is not None and fold(group.kind or "") != fold(question.kind):
        return False
    texts = (group.handle, group.name, group.note or "")
    return not question.word or any(fold(question.word) in fold(text) for text in texts)


class GroupEdit(NamedTuple):
    """What was typed about a group: None leaves a fact as it is, an empty text takes it away."""

    name: str | None = None
    kind: str | None = None
    url: str | None = None
    note: str | None = None


def edit_group(store: Store, group: int, edit: GroupEdit) -> tuple[str, ...]:
    """Change a group and return in words what is different. Its key stays: what was typed goes on working.

    Raises ConflictError if the new name leads to another group.
    """
    before = load_group(store, group)
    typed = {
        "name": None if edit.name is None else _name(edit.name),
        "kind": None if edit.kind is None else one_line(edit.kind),
        "url": None if edit.url is None else one_line(edit.url),
        "note": None if edit.note is None else nfc(edit.note),
    }
    fresh = {
        name: value or None
        for name, value in typed.items()
        if value is not None and (value or None) != getattr(before, name)
    }
    if "name" in fresh:
        _refuse_taken(store, group, str(fresh["name"]))
    if fresh:
        store.update("grp", group, **fresh)
    return tuple(_changes(fresh))


def _changes(fresh: dict[str, str | None]) -> Iterator[str]:
    for name, value in fresh.items():
        yield f"called {value}" if name == "name" else f"{name} {value or 'none'}"


def _refuse_taken(store: Store, group: int, name: str) -> None:
    other = next((other for other in _named(store, name) if other.id != group), None)
    if other is not None:
        raise ConflictError(
            f"{name} is a name of {other.name} ({other.handle})", hint=f"netcli group show {other.handle}"
        )


def delete_group(store: Store, group: int) -> list[int]:
    """Delete a group and return who was in it, removed people left out; they stay on file."""
    members = store.column(
        "SELECT person_id FROM membership JOIN person ON person.id = person_id"
        " WHERE grp_id = ? AND removed_on IS NULL ORDER BY person_id",
        (group,),
    )
    store.run("DELETE FROM grp WHERE id = ?", (group,))
    return members
