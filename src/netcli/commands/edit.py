"""Editing a person: by flags, or as a form in the editor."""

from itertools import combinations
from pathlib import Path
from typing import Annotated

import typer

from netcli.commands._arguments import DryRun, Person
from netcli.commands._editor import Draft
from netcli.commands._session import Session
from netcli.domain.editing import BY_NAME, Values, current_values, edit_person, others_addressed, read_edit, told
from netcli.domain.form import (
    FormError,
    Mistake,
    is_empty,
    line_of,
    read_form,
    with_mistake,
    without_mistakes,
    write_form,
)
from netcli.domain.person import kept_lines, load_person
from netcli.domain.photo import MOST_BYTES, NewPicture, keep_picture, picture_told, read_picture, refuse_size
from netcli.errors import BadInputError, ConflictError, MissingFileError, UsageError
from netcli.results import Ref, Written
from netcli.storage import Store

Several = list[str] | None


def edit(
    context: typer.Context,
    person: Person,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="display name")] = None,
    handle: Annotated[
        str | None, typer.Option(metavar="HANDLE", help="short name to type; the old one leads on")
    ] = None,
    nickname: Annotated[Several, typer.Option(metavar="NAME", help="add a nickname (repeatable)")] = None,
    headline: Annotated[str | None, typer.Option(metavar="TEXT", help="one line on who this is")] = None,
    email: Annotated[Several, typer.Option(metavar="EMAIL", help="add an e-mail address (repeatable)")] = None,
    phone: Annotated[Several, typer.Option(metavar="PHONE", help="add a phone number (repeatable)")] = None,
    birthday: Annotated[str | None, typer.Option(metavar="DATE", help="1980-03-22, 1980, or --03-22")] = None,
    event: Annotated[Several, typer.Option(metavar="LABEL:DATE", help="add a dated event (repeatable)")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="active, archived or deceased", hidden=True)
    ] = None,
    photo: Annotated[
        str | None, typer.Option(metavar="FILE", help="JPEG, PNG, GIF or WebP; --drop photo takes it off")
    ] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="you looked at the facts today")] = False,
    set_: Annotated[
        Several, typer.Option("--set", metavar="FIELD=VALUE", help="any field of the form, as status=archived")
    ] = None,
    drop: Annotated[Several, typer.Option("--drop", metavar="FIELD[=VALUE]", help="take a value off, or all")] = None,
    dry_run: DryRun = False,
) -> None:
    """Change what is kept on a person: by options, or without any in your editor.

    netcli edit ana-pires --email ana@example.net --birthday --03-22

    netcli edit ana-pires --set "met_via=a fair" --drop phone --confirmed
    """
    session = Session.of(context)
    single = {"name": name, "handle": handle, "headline": headline, "birthday": birthday, "status": status}
    single["photo"] = photo
    single["confirmed_on"] = session.today.isoformat() if confirmed else None
    added = {"nickname": nickname, "email": email, "phone": phone, "event": event}
    wanted = _Wanted({n: v for n, v in single.items() if v is not None}, added, set_ or [], drop or [])
    with session.writer() as store:
        ref = session.person(store, person)
        result = _by_flags(session, store, ref, wanted, dry_run) if wanted else _in_editor(session, store, ref)
    session.emit(result)


class _Wanted:
    """What the flags ask for."""

    def __init__(self, single: dict[str, str], added: dict[str, Several], sets: list[str], drops: list[str]) -> None:
        self.picture: NewPicture | None = None
        self.sets = [self._kept(*pair) for pair in (*single.items(), *map(_pair, sets))]
        self.added = [(name, value) for name, values in added.items() for value in values or ()]
        self.drops = [(*text.partition("=")[::2],) for text in drops]
        for name, _ in (*self.sets, *self.drops):
            if name not in BY_NAME:
                raise UsageError(f"no field {name}", hint=f"fields: {' '.join(BY_NAME)}")
        for (name, value), (other, last) in combinations(self.sets, 2):
            if name == other and not BY_NAME[name].several:
                raise UsageError(f"{name} cannot be both {value} and {last}", hint="give it once")

    def _kept(self, name: str, value: str) -> tuple[str, str]:
        """Return what a field is set to: of a photo the digest, its picture put by."""
        if name != "photo" or not value.strip():
            return name, value
        self.picture = _read_photo(value)
        return name, self.picture.facts.digest

    def __bool__(self) -> bool:
        return bool(self.sets or self.added or self.drops)

    def raw(self, current: dict[str, Values]) -> dict[str, list[str]]:
        """Return the fields that change with all their values: what is dropped goes before anything is added."""
        held = {name: list(values) for name, values in current.items()}
        for name, value in self.drops:
            gone = [text for text in held[name] if not value or value in (text, text.partition(" (")[0])]
            if value and not gone:
                raise BadInputError(f"{name} holds no {value}", hint=f"it holds {', '.join(held[name]) or 'nothing'}")
            held[name] = [text for text in held[name] if text not in gone]
        raw = {name: [value for field, value in self.sets if field == name] for name, _ in self.sets}
        for name, value in self.added:
            raw.setdefault(name, held[name]).append(value)
        return raw | {name: held[name] for name, _ in self.drops if name not in raw}


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text} lacks a value", hint="write it as --set FIELD=VALUE")
    return name, value


_PHOTO = "name a picture: netcli edit PERSON --photo FILE"


def _read_photo(name: str) -> NewPicture:
    """Return the picture in a file, of which no more is read than a photo may have."""
    path = Path(name).expanduser()
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            refuse_size(size, path.name)
            return read_picture(file.read(MOST_BYTES + 1), path.name)
    except FileNotFoundError:
        raise MissingFileError(f"{name}: no such file", hint=_PHOTO) from None
    except IsADirectoryError:
        raise BadInputError(f"{name} is a folder", hint=_PHOTO) from None


def _by_flags(session: Session, store: Store, ref: Ref, wanted: _Wanted, dry_run: bool) -> Written:
    raw = wanted.raw(current_values(load_person(store, ref.id)))
    edit = read_edit(raw, session.calendar)
    for name in ("birthday", "met_on"):
        for text, day in zip(raw.get(name, ()), edit.get(name, ()), strict=False):
            session.repeat(text, day)
    return _write(session, store, ref, edit, picture=wanted.picture, dry_run=dry_run)


def _write(
    session: Session,
    store: Store,
    ref: Ref,
    edit: dict[str, Values],
    *,
    picture: NewPicture | None = None,
    dry_run: bool = False,
) -> Written:
    shared = others_addressed(store, ref, edit)
    with session.operation(store, dry_run=dry_run) as operation:
        if picture:
            keep_picture(store, picture)
        changed = edit_person(store, ref, edit, on=session.today.isoformat())
        words = edit | ({"photo": (picture_told(picture.facts),)} if picture and edit["photo"] else {})
        operation.did = f"edited {ref.name}: {told(words, changed)}" if changed else f"{ref.name} is as he was"
    for address, other in shared:
        session.say(f"{other.name} has {address}, too. The same person? netcli merge {other.handle} {ref.handle}")
    return Written(operation.did, operation.recorded, (ref,) if changed else (), dry_run)


def _in_editor(session: Session, store: Store, ref: Ref) -> Written:
    """Let the user change the form until it can be read; the draft is kept until it has been written."""
    before = current_values(load_person(store, ref.id))
    draft = Draft(ref.handle, write_form(f"{ref.name} ({ref.handle})", before, kept_lines(store, ref.id)))
    line = 1
    while True:
        text = without_mistakes(draft.edit(line))
        if is_empty(text) or text == draft.original:
            draft.forget()
            return Written("nothing changed", None)
        try:
            edit = read_edit(_changed(read_form(draft.original), read_form(text)), session.calendar)
            _refuse_changed_meanwhile(store, ref, before, edit)
            written = _write(session, store, ref, edit)
        except ConflictError as conflict:
            raise ConflictError(conflict.message, hint=f"your draft is kept in {draft.path}") from None
        except BadInputError as error:
            line = _again(session, draft, text, error)
            continue
        draft.forget()
        return written


def _changed(held: dict[str, list[str]], form: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the fields that the user changed: what he left alone is not read, it may not be what it should."""
    return {name: texts for name, texts in form.items() if texts != held[name]}


def _refuse_changed_meanwhile(store: Store, ref: Ref, before: dict[str, Values], edit: dict[str, Values]) -> None:
    """Raise ConflictError where somebody else changed one of these fields since."""
    now = current_values(load_person(store, ref.id))
    for name, values in edit.items():
        if now[name] != before[name]:
            theirs, ours = (", ".join(found) or "nothing" for found in (now[name], values))
            raise ConflictError(f"{name} was changed meanwhile to {theirs}; yours is {ours}")


def _again(session: Session, draft: Draft, text: str, error: BadInputError) -> int:
    """Put the message into the draft and return its line, or give up with the draft kept."""
    if isinstance(error, FormError):
        mistake = error.mistake
    else:
        mistake = Mistake(line_of(text, error.message.partition(":")[0]), f"{error.message}; {error.hint}")
    if not session.may_ask:
        raise BadInputError(error.message, hint=f"your draft is kept in {draft.path}")
    session.confirm_again(f"{mistake.why}. Edit again?", f"your draft is kept in {draft.path}")
    draft.write(with_mistake(text, mistake))
    return mistake.line
