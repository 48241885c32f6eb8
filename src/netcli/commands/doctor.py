"""The doctor: looks at the file and all around it, says what is wrong and what to type, mends what can be mended."""

from shlex import quote
from typing import Annotated

import typer

from netcli import SCHEMA_VERSION
from netcli.backup import back_up, keep_pages, newest_good
from netcli.commands._session import Session
from netcli.config import Config, config_path, read_config
from netcli.domain.health import ADVICE, CHECKS, FIX, OK, WRONG, look_at, mend, only_indexes
from netcli.domain.surroundings import configuration, copies, left_behind, narrow, permissions, unfinished
from netcli.errors import ConfigError, DamagedFileError, DeniedError, MissingFileError, NetcliError
from netcli.results_file import Finding, Health
from netcli.storage import Store, connect


def doctor(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help="mend what can be mended, after a backup")] = False,
) -> None:
    """Look at the file and all around it; say what is wrong and what to type. Ends with 1 if anything is.

    netcli doctor

    netcli doctor --fix --yes
    """
    session = _session_of(context)
    result = _examined(session)
    if fix and any(one.command == FIX for one in result.findings):
        session.confirm(f"Back up {session.path} and mend it?")
        _mend(session, result)
        result = _compared(result, _examined(session))
    session.emit(result)
    if not result.healthy:
        raise typer.Exit(1)


def _session_of(context: typer.Context) -> Session:
    """Return the session; a configuration that cannot be used is a finding, and keeps nothing from being looked at."""
    session = Session.of(context)
    if not session.path.exists():
        raise MissingFileError(
            f"there is no netcli file at {session.path}", hint="netcli init, or netcli backup --list"
        )
    try:
        read_config()
    except (ConfigError, OSError):
        session.settings.config = Config(config_path())
    return session


def _examined(session: Session) -> Health:
    """Look at everything; nothing is written, not even what a crash has left is rolled back."""
    store, found = _opened(session)
    progress = session.progress("Checking")
    try:
        found += [*permissions(session.path), *left_behind(session.path)]
        for done, check in enumerate(CHECKS if store else (), 1):
            found += look_at(store, check, session.today) if store else []
            progress(done, len(CHECKS))
        found += copies(session.path, store, session.today, session.progress("Checking backups"))
    except DamagedFileError as error:
        found.append(Finding("backups", WRONG, error.message, None))
    finally:
        if store:
            store.close()
    found = [_with_way_back(session, one) for one in [*found, *configuration()]]
    return Health(str(session.path), all(one.state != WRONG for one in found), tuple(found))


def _opened(session: Session) -> tuple[Store | None, list[Finding]]:
    """Open the file as it is; what cannot be opened, or has tables of another version, is looked at from outside."""
    try:
        store = connect(session.path)
    except DeniedError as error:
        if not session.path.with_name(f"{session.path.name}-journal").exists():
            return None, [Finding("file", WRONG, error.message, None)]
        text = "a command was cut off: the next one takes back what it had half done"
        return None, [Finding("file", WRONG, text, "netcli operations")]
    except NetcliError as error:
        return None, [Finding("file", WRONG, error.message, error.hint if error.kind == "newer" else None)]
    version = store.value("PRAGMA user_version")
    if version == SCHEMA_VERSION:
        return store, [Finding("file", OK, f"a file of netcli, with tables of version {version}")]
    store.close()
    text = f"its tables are of version {version}; the next command brings them to {SCHEMA_VERSION}, after a backup"
    return None, [Finding("file", ADVICE, text, "netcli operations")]


def _with_way_back(session: Session, one: Finding) -> Finding:
    """Say how to go on where nothing but a backup helps."""
    if one.state != WRONG or one.command or one.check not in ("file", "pages", "references", "journal"):
        return one
    good = newest_good(session.path)
    recover = f"sqlite3 {quote(str(session.path))} .recover | sqlite3 recovered.db"
    return one._replace(command=f"{session.netcli} backup --restore {quote(good.path.name)}" if good else recover)


def _mend(session: Session, result: Health) -> None:
    narrow(session.path)
    for part in unfinished(session.path):
        part.unlink()
    with session.held() as store:
        indexes = only_indexes(result.findings)
        if indexes:
            kept = str(keep_pages(store, session.now()))
        else:
            copy = back_up(store, "before doctor --fix", at=session.now()).path
            kept = f"{session.netcli} backup --restore {quote(copy.name)}"
        session.say(f"What was there is kept: {kept}")
        mend(store, indexes=indexes)


def _compared(before: Health, after: Health) -> Health:
    """Return what was found afterwards, with what has been mended."""
    wrong = [(one.check, one.text) for one in after.findings if one.state != OK]
    mended = {
        one.check: one.text for one in before.findings if one.command == FIX and (one.check, one.text) not in wrong
    }
    found = [
        one._replace(state="mended", text=mended[one.check]) if one.state == OK and one.check in mended else one
        for one in after.findings
    ]
    return after._replace(findings=tuple(found))
