"""Opportunities: jobs, clients, partners and candidates that you pursue."""

from typing import TYPE_CHECKING, Annotated

import typer

from netcli.commands._arguments import FORMATS, AsOf, DryRun, Fields, On, handles
from netcli.commands._choosing import whom
from netcli.commands._letter import Lang, Words, emit_letter, language, template
from netcli.commands._session import Session
from netcli.dates import last_day, spelled
from netcli.errors import UsageError
from netcli.model_favour import OpportunityFact, OpportunityKind, Stage
from netcli.results import Written
from netcli.results_favour import Letter
from netcli.results_opportunity import Opportunity, OpportunityMatch, OpportunityMatchList
from netcli.storage import Store

if TYPE_CHECKING:
    from netcli.domain.opportunity import OpportunityEdit

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="which one, as opportunity list shows")]
Title = Annotated[str, typer.Argument(metavar="NAME", help="what it is, in a few words")]
Kind = Annotated[OpportunityKind | None, typer.Option(metavar="KIND", help=", ".join(OpportunityKind))]
Org = Annotated[str | None, typer.Option(metavar="ORG", help="where")]
Place = Annotated[str | None, typer.Option(metavar="PLACE", help="city or region")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="the page that describes it")]
Text = Annotated[str | None, typer.Option(metavar="TEXT", help="what it says; - reads it from stdin")]
Note = Annotated[str | None, typer.Option(metavar="NOTE", help="your words")]
Skills = Annotated[list[str] | None, typer.Option("--skill", metavar="SKILL", help="what it asks for (repeatable)")]
Next = Annotated[str | None, typer.Option("--next", metavar="STEP", help="what is to be done next")]
By = Annotated[str | None, typer.Option("--by", metavar="DATE", help="by when")]


def add(
    context: typer.Context, title: Title, kind: Kind = None, org: Org = None, place: Place = None, url: Url = None,
    text: Text = None, note: Note = None, skill: Skills = None, next_: Next = None, by: By = None, on: On = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Note something that you pursue: a job, a client, a partner, a candidate.

    netcli opportunity add "Head of Data" --org Helix --next "ask Ana" --by friday

    netcli opportunity add "Audit for Linnet" --kind client --place Lyon
    """
    from netcli.domain.opportunity import add_opportunity, edit_opportunity

    session = Session.of(context)
    fact = OpportunityFact(title, session.day(on), kind or OpportunityKind.JOB, org=org, url=url, note=note)
    edit = _edit(session, place=place, text=text, next_step=next_, by=by, skills=skill)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        number = add_opportunity(store, fact)
        edit_opportunity(store, number, edit)
        operation.did = f"opportunity {number}: {title}" + (f" at {org}" if org else "")
    session.emit(Written(operation.did, operation.recorded, (), dry_run))
    if not dry_run:
        session.say(f"When it moves on: netcli opportunity move {number} {'|'.join(list(Stage)[1:5])}|...")


def _edit(
    session: Session, *, by: str | None = None, skills: list[str] | None = None, **typed: str | None
) -> "OpportunityEdit":
    """Return what was typed as a change; the day is repeated, a text of - read from stdin."""
    from netcli.domain.opportunity import OpportunityEdit

    if typed.get("text") == "-":
        typed["text"] = session.stdin_text()
    day = last_day(session.day(by, future=True)).isoformat() if by else by
    return OpportunityEdit(**typed, next_on=day, skills=tuple(skills or ()))  # type: ignore[arg-type]  # texts all


def list_(
    context: typer.Context,
    word: Annotated[str | None, typer.Argument(metavar="[WORD]", help="part of title, organisation or place")] = None,
    stage: Annotated[Stage | None, typer.Option(help="only at this stage")] = None,
    kind: Kind = None,
    closed: Annotated[bool, typer.Option("--all", help="also those that were won, lost or dropped")] = False,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="next, stage, title or added")] = "next",
    limit: Annotated[int | None, typer.Option(min=0, metavar="N", help="so many at most")] = None,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
) -> None:
    """List what you pursue, by the day of the next step.

    netcli opportunity list

    netcli opportunity list --stage talking --json
    """
    from netcli.domain.opportunity import OpportunityQuestion, list_opportunities

    session = Session.of(context)
    with session.reader() as store:
        found = list_opportunities(store, OpportunityQuestion(stage, kind, word, closed, sort, limit), session.today)
    session.emit_list(found, Opportunity, format, fields)
    if found.beyond:
        session.say(f"{found.beyond:,} more (--limit)")
    if not found.opportunities:
        session.say('None. netcli opportunity add "Head of Data" --org Helix; those that are over: --all')


def show(context: typer.Context, number: Number) -> None:
    """Show what you pursue: how far it is, who has a part in it, what comes next.

    netcli opportunity show 1

    netcli opportunity show 1 --json
    """
    from netcli.domain.opportunity import find_opportunity

    session = Session.of(context)
    with session.reader() as store:
        found = find_opportunity(store, number, session.today)
    session.emit(found)


def move(
    context: typer.Context,
    number: Number,
    stage: Annotated[Stage, typer.Argument(metavar="STAGE", help=", ".join(Stage))],
    note: Note = None,
    next_: Next = None,
    by: By = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Say how far it is now; won, lost and dropped end it. The next step that stood is done with that.

    netcli opportunity move 1 talking --next "send the CV" --by friday

    netcli opportunity move 1 won
    """
    from netcli.domain.opportunity import edit_opportunity, find_opportunity, move_opportunity

    session, day = Session.of(context), Session.of(context).day(on)
    edit = _edit(session, next_step=next_ or "", by=by)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        known = find_opportunity(store, number, session.today)
        if known.stage == stage and not (note or next_ or by or on):
            operation.did = f"{known.title} is at {stage} already: nothing to do"
        else:
            move_opportunity(store, number, stage, on=day, note=note)
            edit_opportunity(store, number, edit if by else edit._replace(next_on=""))
            operation.did = f"{known.title}: {stage}, {spelled(day)}"
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def edit(
    context: typer.Context, number: Number,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="what it is")] = None,
    kind: Kind = None, org: Org = None, place: Place = None, url: Url = None, text: Text = None, note: Note = None,
    skill: Skills = None,
    no_skill: Annotated[list[str] | None, typer.Option(metavar="SKILL", help="not this one (repeatable)")] = None,
    next_: Next = None, by: By = None,
    person: Annotated[
        str | None, typer.Option(metavar="PERSON", help="who has a part in it", autocompletion=handles)
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="as what: recruiter, decides, ...; none takes him out")
    ] = None,
    dry_run: DryRun = False,
) -> None:  # fmt: skip
    """Change what is kept on it, or who has a part in it. An empty text takes a fact away.

    netcli opportunity edit 1 --next "call back" --by monday

    netcli opportunity edit 1 --person ana-pires --role recruiter
    """
    from netcli.domain.opportunity import edit_opportunity, find_opportunity

    if (person is None) != (role is None):
        raise UsageError("--person and --role go together", hint="--person ana-pires --role recruiter")
    session = Session.of(context)
    typed = _edit(session, title=title, org=org, place=place, url=url, text=text, note=note, next_step=next_, by=by,
                  skills=skill)._replace(kind=kind, no_skills=tuple(no_skill or ()))  # fmt: skip
    _refuse_nothing(typed, person)
    with session.writer() as store, session.operation(store, dry_run=dry_run) as operation:
        known = find_opportunity(store, number, session.today)
        told = [*edit_opportunity(store, number, typed), *_put(session, store, number, person, role)]
        operation.did = (
            f"{known.title}: {', '.join(told)} changed" if told else "nothing to do: that is on file already"
        )
    session.emit(Written(operation.did, operation.recorded, (), dry_run))


def _refuse_nothing(typed: "OpportunityEdit", person: str | None) -> None:
    if person is None and typed == type(typed)():
        raise UsageError("say what to change", hint="netcli opportunity edit --help")


def _put(session: Session, store: Store, number: int, person: str | None, role: str | None) -> list[str]:
    """Put somebody in, or take him out; return what is different."""
    from netcli.domain.opportunity import put_person, take_person

    if person is None or role is None:
        return []
    who = session.person(store, person)
    if role.strip().lower() == "none":
        take_person(store, number, who)
        return ["people"]
    put_person(store, number, who.id, role)
    return ["people"]


def match(
    context: typer.Context,
    number: Number,
    where: Annotated[
        str | None, typer.Option(metavar="QUERY", help="only whom this chooses: netcli help query")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="KIND", help="now, once, title, skill, place, ... (repeatable)")
    ] = None,
    sort: Annotated[str, typer.Option(metavar="ORDER", help="of the best: score, fit, way or name")] = "score",
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="so many at most")] = 10,
    fields: Fields = None,
    format: Annotated[str | None, typer.Option(metavar="FORMAT", help=FORMATS)] = None,
    as_of: AsOf = None,
) -> None:
    """Rank who fits what you pursue, or can help, and how to reach them: by place of work, title, skill, city.

    netcli opportunity match 1

    netcli opportunity match 1 --by now --by once --json
    """
    from netcli.domain.matching import MatchQuestion, match_opportunity
    from netcli.domain.opportunity import find_opportunity

    session, kinds = Session.of(context), _kinds(by)
    with session.reader() as store:
        people = whom(session, store, [where] if where else None)
        question = MatchQuestion(session.as_of(as_of), people, kinds, sort, limit)
        found = match_opportunity(store, find_opportunity(store, number, session.today), question)
    session.emit_list(found, OpportunityMatch, format, fields)
    _say_who_else(session, found, limit)


def _kinds(by: list[str] | None) -> frozenset[str]:
    from netcli.domain.matching import KINDS

    wanted = [word.replace("-", " ") for word in by or KINDS]
    if unknown := [word for word in wanted if word not in KINDS]:
        raise UsageError(f"no kind {unknown[0]}", hint=f"--by takes {', '.join(k.replace(' ', '-') for k in KINDS)}")
    return frozenset(wanted)


def _say_who_else(session: Session, found: OpportunityMatchList, limit: int) -> None:
    number = found.opportunity.id
    if found.beyond and len(found.matches) == limit:
        session.say(f"{found.beyond:,} more fit (--limit)")
    elif found.beyond:
        more = " more" if found.matches else ""
        session.say(
            f"{found.beyond:,}{more} fit, but no way to them is found. Who knows them? netcli link PERSON OTHER"
        )
    elif not found.matches:
        session.say(
            f"Nobody. What is asked for: netcli opportunity edit {number} --org ORG --skill SKILL --place PLACE;"
            " what people do: netcli position add, netcli skill"
        )


def publish(
    context: typer.Context,
    number: Number,
    people: Annotated[bool, typer.Option("--people", help="name those who have a part in it too")] = False,
    lang: Lang = None,
    words: Words = False,
) -> None:
    """Write what you pursue as a text to send, in English or French, without note, stage or next step.

    netcli opportunity publish 1

    netcli opportunity publish 1 --lang fr --people
    """
    session = Session.of(context)
    with session.reader() as store:
        letter = _text(session, store, number, language(session, store, (), lang), people=people, raw=words)
    emit_letter(session, letter)


def _text(session: Session, store: Store, number: int, lang: str, *, people: bool, raw: bool) -> Letter:
    """Return an opportunity in the words that hold; or these words."""
    from netcli.domain.announcement import PUBLISH, WORDS, announce
    from netcli.domain.opportunity import find_opportunity

    told = find_opportunity(store, number, session.today)
    found = template(session, "opportunity", PUBLISH, lang, WORDS, raw=raw)
    if raw:
        return Letter(None, PUBLISH, lang, *found)
    return announce(store, told, lang, found.text, with_people=people)._replace(words=found.path)
