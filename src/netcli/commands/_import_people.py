"""Importing, from plan to report. People: plan, look at the valve, apply in one operation, report."""

from __future__ import annotations

import typer

from netcli.commands._import_ties import TieOptions, import_ties
from netcli.commands._session import Session
from netcli.domain.phone import give_home
from netcli.domain.same_person import open_reviews
from netcli.domain.source import SourceEdit, known_source, overlap_of, set_source
from netcli.errors import UsageError, ValveError
from netcli.importing.apply import Outcome, apply_plan
from netcli.importing.mapping import keep_map
from netcli.importing.pipeline import Gathered, plan_import, readings_before, report, settled
from netcli.importing.plan import Plan
from netcli.importing.ties import TIE_FORMATS
from netcli.importing.valve import valve
from netcli.results_import import ImportReport
from netcli.storage import Operation, Store


def import_any(session: Session, store: Store, gathered: Gathered, options: TieOptions, again: str) -> ImportReport:
    """Import people or ties, as it may be, and return the report."""
    if gathered.form in TIE_FORMATS:
        return import_ties(session, store, gathered, options)
    return import_people(session, store, gathered, options, again)


def import_people(session: Session, store: Store, gathered: Gathered, options: TieOptions, again: str) -> ImportReport:
    """Import people and return the report.

    `again` is the command that is named where the valve holds the import back: ValveError without a terminal, else a
    question whose no ends the command quietly. A dry run never asks; its report tells.
    """
    if options.known_by and gathered.owner:
        raise UsageError("a file of netcli says itself whose it is", hint="without --known-by")
    knower = session.person(store, options.known_by) if options.known_by else None
    gathered = settled(store, gathered)
    seen = store.newest_operation()
    plan = plan_import(store, gathered, session.progress("Comparing"), knower)
    if not options.dry_run:
        _ask(session, plan, again)
        session.back_up_before_import(store, sum(not step.unchanged for step in plan.steps) + len(plan.rows))
    with session.operation(store, dry_run=options.dry_run) as operation:
        numbers = give_home(store)
        if numbers or operation.number != seen + 1:  # what was planned may be wrong by now
            asked = valve(plan)
            plan = plan_import(store, gathered, session.progress("Comparing"), knower)
            if valve(plan) and not asked and not (options.dry_run or session.settings.yes):
                raise _held_back(plan, again)
        before = readings_before(store, plan.source)
        outcome = _applied(session, store, plan, gathered)
        _tell(operation, plan, outcome)
        source = known_source(store, plan.source_name)
        outcome.overlap = overlap_of(store, source["id"]) if source else ()
    return report(gathered, plan, outcome, before, operation.recorded, dry_run=options.dry_run)


def _ask(session: Session, plan: Plan, again: str) -> None:
    """Ask before an import that would turn its source upside down; `--yes` answers."""
    if not (why := valve(plan)) or session.settings.yes:
        return
    if not session.may_ask:
        raise _held_back(plan, again)
    if not typer.confirm(f"{plan.source_name}: {why}. Import it all the same?", err=True):
        session.say(f"Nothing was imported from {plan.source_name}.")
        raise typer.Exit(0)


def _held_back(plan: Plan, again: str) -> ValveError:
    if plan.stranger:
        return ValveError(
            f"{plan.source_name}: {plan.stranger}; nothing was applied",
            hint=f"if they are somebody else's, say whose: --known-by PERSON; if they are yours: {again} --yes",
        )
    part = "; --part if the file holds only some" if plan.presence.gone and again.startswith("netcli import") else ""
    return ValveError(
        f"{plan.source_name}: {valve(plan)}; nothing was applied",
        hint=f"--dry-run shows whom; {again} --yes applies it{part}",
    )


def _applied(session: Session, store: Store, plan: Plan, gathered: Gathered) -> Outcome:
    outcome = apply_plan(
        store,
        plan,
        gathered.form,
        at=session.now(),
        on=session.today.isoformat(),
        progress=session.progress("Writing"),
    )
    keep_map(store, plan.source_name, gathered.mapping)
    outcome.review = open_reviews(store, outcome.review, session.today)
    if gathered.whole and (plan.source or outcome.import_id):
        set_source(store, plan.source_name, SourceEdit(whole=True))
    return outcome


def _tell(operation: Operation, plan: Plan, outcome: Outcome) -> None:
    """Say what was done, as `operations` lists it."""
    gone = f", {len(plan.presence.gone)} gone" if plan.presence.gone else ""
    operation.did = f"imported {outcome.created} new, {outcome.updated} updated{gone} from {plan.source_name}"
    if outcome.rows and not (outcome.created or outcome.updated):
        operation.did = (
            f"imported {', '.join(f'{t.added + t.removed} {t.kind}' for t in outcome.rows)} from {plan.source_name}"
        )
    elif not (outcome.created or outcome.updated or plan.presence.is_news):
        operation.did = f"read {plan.source_name} again: nothing new"
