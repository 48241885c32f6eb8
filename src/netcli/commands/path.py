"""Ways to an introduction, to a person or into an organisation, and whom two people both know."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from netcli.commands._arguments import AsOf, Person, handles, org_handles
from netcli.commands._session import Session
from netcli.errors import NotFoundError, UsageError
from netcli.results import Ref
from netcli.results_path import Ask, MutualAnswer, PathAnswer
from netcli.storage import Store
from netcli.text import counted

if TYPE_CHECKING:
    from netcli.domain.path import PathQuestion
    from netcli.domain.target import Target

_Text = str | None
Count = Annotated[int, typer.Option("-k", "--count", min=1, help="so many ways")]
Everything = Annotated[bool, typer.Option("--all", help="every way, long shots too")]
Hops = Annotated[int, typer.Option("--max-hops", min=1, max=6, help="ties on the way, at most")]
Via = Annotated[_Text, typer.Option("--via", metavar="PERSON", help="only through him or her", autocompletion=handles)]
Avoid = Annotated[
    list[str] | None,
    typer.Option("--avoid", metavar="PERSON", help="never through (repeatable)", autocompletion=handles),
]
Among = Annotated[_Text, typer.Option("--group", metavar="GROUP", help="only through people of a group")]
From = Annotated[_Text, typer.Option("--from", metavar="PERSON", help="who asks, if not you", autocompletion=handles)]
Independent = Annotated[bool, typer.Option("--independent", help="ways that share nobody")]
Confirmed = Annotated[bool, typer.Option("--confirmed-only", help="no inferred ties")]
Inferred = Annotated[bool, typer.Option("--include-inferred", help="faint inferred ties too")]
Busy = Annotated[bool, typer.Option("--allow-busy", help="also whom you asked lately, or who refused")]
Explain = Annotated[bool, typer.Option("--explain", help="show every number that makes the score")]


def intro_path(
    context: typer.Context,
    person: Annotated[
        _Text, typer.Argument(metavar="[PERSON]", help="whom to meet; or --org", autocompletion=handles)
    ] = None,
    org: Annotated[_Text, typer.Option(metavar="ORG", help="anybody there", autocompletion=org_handles)] = None,
    count: Count = 3,
    everything: Everything = False,
    max_hops: Hops = 4,
    via: Via = None,
    avoid: Avoid = None,
    group: Among = None,
    from_: From = None,
    independent: Independent = False,
    confirmed_only: Confirmed = False,
    include_inferred: Inferred = False,
    allow_busy: Busy = False,
    explain: Explain = False,
    as_of: AsOf = None,
) -> None:
    """Find who can introduce you to somebody, best way first, and why that way.

    netcli intro-path "Dana Okafor"

    netcli intro-path dana-okafor -k 5 --explain
    """
    session = Session.of(context)
    with session.reader() as store:
        target = _target(session, store, person, org, as_of)
        answer = _ways(session, store, target, context.params)
    _emit(session, answer)


def reach(
    context: typer.Context,
    org: Annotated[_Text, typer.Argument(metavar="[ORG]", help="an organisation", autocompletion=org_handles)] = None,
    tag: Annotated[_Text, typer.Option(metavar="TAG", help="people with a tag")] = None,
    members: Annotated[_Text, typer.Option("--members", metavar="GROUP", help="people of a group")] = None,
    skill: Annotated[_Text, typer.Option(metavar="SKILL", help="people who can do something")] = None,
    where: Annotated[list[str] | None, typer.Option(metavar="QUERY", help="people a query chooses")] = None,
    count: Count = 5,
    everything: Everything = False,
    max_hops: Hops = 4,
    via: Via = None,
    avoid: Avoid = None,
    confirmed_only: Confirmed = False,
    include_inferred: Inferred = False,
    allow_busy: Busy = False,
    explain: Explain = False,
    as_of: AsOf = None,
) -> None:
    """Find the way into an organisation, or to whoever has a skill, a tag, a group.

    netcli reach Helix

    netcli reach --skill sql
    """
    from netcli.domain.tag import read_tag

    session = Session.of(context)
    named = {"tag": read_tag(tag) if tag else None, "group": members, "skill": skill}
    with session.reader() as store:
        target = _set_target(session, store, org, _asked(named, where or []), as_of)
        answer = _ways(session, store, target, context.params)
    _emit(session, answer)


def _asked(named: Mapping[str, str | None], where: Sequence[str]) -> dict[str, str]:
    """Return a query for each option, under the words that name it; a skill is also what one is recommended for."""
    from netcli.domain.query import word_of

    asked = {(word := word_of(name, value)): word for name, value in named.items() if value}
    if skill := named["skill"]:
        asked[word_of("skill", skill)] = f"{word_of('skill', skill)} or {word_of('recommended', skill)}"
    several = len(asked) + len(where) > 1
    return asked | {f"({text})" if several and " " in text else text: text for text in where}


def mutual(
    context: typer.Context,
    person: Person,
    other: Annotated[
        _Text, typer.Argument(metavar="[OTHER]", help="if not you and the first", autocompletion=handles)
    ] = None,
    count: Annotated[int, typer.Option("-k", "--count", min=1, help="so many people")] = 10,
    everything: Annotated[bool, typer.Option("--all", help="everybody")] = False,
    confirmed_only: Confirmed = False,
    include_inferred: Inferred = False,
    explain: Explain = False,
    as_of: AsOf = None,
) -> None:
    """Tell whom two people both know, best placed first: you and somebody, or any two.

    netcli mutual dana-okafor

    netcli mutual ana-pires "Dana Okafor" --json
    """
    from netcli.domain.mutual import mutual_of
    from netcli.domain.target import set_target

    session = Session.of(context)
    with session.reader() as store:
        a, b = [session.person(store, text) for text in ([person, other] if other else ["me", person])]
        answer = mutual_of(store, b, _question(session, store, set_target(b.name, [b.id]), context.params, ego=a))
    _emit_mutual(session, answer, None if everything else count)


def _target(session: Session, store: Store, person: str | None, org: str | None, as_of: str | None) -> "Target":
    """Return the person, or the people of the organisation, that a path question is about."""
    from netcli.domain.target import person_target

    if (person is None) == (org is None):
        raise UsageError("name a person, or an organisation by --org, not both", hint="netcli intro-path --help")
    if org is not None:
        return _set_target(session, store, org, {}, as_of)
    try:
        return person_target(store, session.person(store, str(person)))
    except NotFoundError as error:
        if error.near or "removed" in error.message:
            raise
        hint = f'netcli add "{person}" --to-meet --org ORG'
        raise NotFoundError(error.message, hint=hint) from error


def _set_target(
    session: Session, store: Store, org: str | None, words: Mapping[str, str], as_of: str | None
) -> "Target":
    """Return the people of an organisation, or those whom queries choose; each stands under the words that name it."""
    from shlex import quote

    from netcli.domain.org import find_org
    from netcli.domain.query import Query, everybody
    from netcli.domain.target import found_target, org_target

    if (org is None) == (not words):
        raise UsageError(
            "name an organisation, or people by --tag, --members, --skill or --where", hint="netcli reach -h"
        )
    if org is not None:
        at = find_org(store, org, exact=session.settings.exact, first=session.settings.first)
        target = org_target(store, at, session.as_of(as_of))
        hint = f"netcli who-at {quote(org)} --ever, or netcli position add PERSON {quote(org)}"
    else:
        found = [Query([text]).find(store, session.today) for text in words.values()]
        people = everybody(store, session.today).intersection(*found)
        target = found_target(store, " ".join(words), people)
        hint = f"netcli list --all {quote(' '.join(words))}"
    if not target.entry:
        raise NotFoundError(
            f"nobody on file is at {target.to.name}" if org else f"nobody is {target.to.name}", hint=hint
        )
    return target


def _ways(session: Session, store: Store, target: "Target", given: dict[str, Any]) -> PathAnswer:
    from netcli.domain.path import ways_in

    asker = session.person(store, given.get("from_") or "me")
    question = _question(session, store, target, given, ego=asker)
    if not given.get("skill"):
        return ways_in(store, question)
    from netcli.domain.vouching import recommended_first, vouched_for

    return recommended_first(store, question, vouched_for(store, given["skill"], question.as_of))


def _question(session: Session, store: Store, target: "Target", given: dict[str, Any], *, ego: Ref) -> "PathQuestion":
    """Return what the options of a command ask for."""
    from netcli.domain.path import PathQuestion
    from netcli.scoring import Inference

    if given["confirmed_only"] and given["include_inferred"]:
        raise UsageError("--confirmed-only and --include-inferred contradict each other", hint="give one of them")
    inference = (
        Inference.NONE if given["confirmed_only"] else Inference.ALL if given["include_inferred"] else Inference.SOME
    )
    via, group = given.get("via"), given.get("group")
    return PathQuestion(
        ego.id, target, session.as_of(given["as_of"]), given.get("max_hops", 2), given["count"], given["everything"],
        given["explain"], inference, given.get("allow_busy", False), given.get("independent", False),
        session.person(store, via).id if via else None,
        frozenset(session.person(store, text).id for text in given.get("avoid") or ()),
        _members(store, group) if group else None,
    )  # fmt: skip


def _members(store: Store, group: str) -> frozenset[int]:
    from netcli.domain.group import find_group, members_of

    find_group(store, group)
    return frozenset(members_of(store, group))


def _emit(session: Session, answer: PathAnswer) -> None:
    session.emit(answer)
    if not answer.paths and answer.direct is None:
        session.say(f"No way to {answer.to.name} within {counted(answer.max_hops, 'tie')} in your data.")
        _say_whom_to_ask(session, answer.ask, answer.to.name)
        if not answer.ask:
            session.say(f"  Who may know {answer.to.name}? Say so: netcli link PERSON {answer.to.handle or 'OTHER'}")
        raise typer.Exit(1)


def _emit_mutual(session: Session, answer: MutualAnswer, limit: int | None) -> None:
    shown = answer if session.settings.json or limit is None else answer._replace(mutual=answer.mutual[:limit])
    session.emit(shown)
    if not answer.mutual:
        session.say(f"{answer.a.name} and {answer.b.name} know nobody in common in your data.")
        _say_whom_to_ask(session, answer.ask, answer.b.name)
        raise typer.Exit(1)


def _say_whom_to_ask(session: Session, asks: Sequence[Ask], name: str) -> None:
    for ask in asks:
        session.say(f"  Does {ask.person.name} know {name} ({ask.why})?")
        session.say(f"    {ask.command}")
