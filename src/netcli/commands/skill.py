"""Skills, and languages spoken."""

from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import DryRun, handles
from netcli.commands._session import Session
from netcli.errors import UsageError
from netcli.results import Written

if TYPE_CHECKING:
    from netcli.domain.skill import NamedSkill


def skill(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="PERSON... SKILL", help="people, then what they can do", autocompletion=handles),
    ] = None,
    language: Annotated[bool, typer.Option("--language", help="it is a language that they speak")] = False,
    level: Annotated[str | None, typer.Option(metavar="LEVEL", help="how well, in words: B2, native, expert")] = None,
    off: Annotated[bool, typer.Option("--off", help="take it off")] = False,
    list_all: Annotated[bool, typer.Option("--list", help="list skills and languages on file")] = False,
    dry_run: DryRun = False,
) -> None:
    """Say what people can do, or which languages they speak; --list tells what is on file.

    netcli skill ana-pires bo-lind SQL --level expert

    netcli skill ana-pires French --language --level C1
    """
    from netcli.domain.skill import LANGUAGE, SKILL, read_skill

    session = Session.of(context)
    if list_all:
        _list_skills(session, languages_only=language)
        return
    named = words or []
    if len(named) < 2:
        raise UsageError("skill needs people and a skill", hint="netcli skill ana-pires SQL, or netcli skill --list")
    wanted = read_skill(named[-1], LANGUAGE if language else SKILL, level)
    _skill(session, named[:-1], wanted, off=off, dry_run=dry_run)


def _list_skills(session: Session, *, languages_only: bool) -> None:
    from netcli.domain.skill import list_skills

    with session.reader() as store:
        result = list_skills(store, languages_only=languages_only)
    session.emit(result)
    if not result.skills:
        session.say("None yet: netcli skill ana-pires SQL, netcli skill ana-pires French --language")


def _skill(session: Session, people: list[str], wanted: "NamedSkill", *, off: bool, dry_run: bool) -> None:
    from netcli.domain.skill import give_skill, take_skill

    with session.writer() as store:
        found = session.people(store, people)
        with session.operation(store, dry_run=dry_run) as operation:
            change = take_skill if off else give_skill
            changed = set(change(store, [ref.id for ref in found], wanted))
            touched = tuple(ref for ref in found if ref.id in changed)
            operation.did = _told(wanted, ", ".join(ref.name for ref in touched), off=off)
    session.emit(Written(operation.did, operation.recorded, touched, dry_run))


def _told(wanted: "NamedSkill", names: str, *, off: bool) -> str:
    if not names:
        return f"nothing to do: {wanted.name} is as it should be"
    level = f" ({wanted.level})" if wanted.level and not off else ""
    if off:
        return f"took off {names}: {wanted.name}"
    return f"{names} {'can do' if wanted.kind == 'skill' else 'can speak'} {wanted.name}{level}"
