"""The file itself: making it."""

from typing import Annotated

import typer

from netcli.commands._session import Session
from netcli.results import Written


def init(
    context: typer.Context,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="your name")] = None,
    email: Annotated[str | None, typer.Option(metavar="EMAIL", help="your e-mail address")] = None,
) -> None:
    """Make the file if there is none, and say who you are. Safe to run again.

    netcli init --name "Sam Moreau" --email sam@example.org --yes

    netcli init
    """
    from netcli.domain.person import describe_me
    from netcli.domain.ref import my_id, others_on_file, refs

    session = Session.of(context)
    with session.writer() as store:
        if not name and not session.settings.yes:
            name = session.ask("Your name", refs(store, [my_id(store) or 0])[0].name) or None
            email = email or session.ask("Your e-mail address (Enter: none)") or None
        with session.operation(store) as operation:
            me = describe_me(store, name, email, on=session.today.isoformat())
            operation.did = f"you are {me.name}"
        path, is_new = store.path, not others_on_file(store)
    session.emit(Written(f"You are {me.name} ({me.handle}), in {path}", operation.recorded, (me,)))
    if is_new:
        session.say("Next: netcli import contacts.vcf, or netcli add NAME; netcli demo shows more")
