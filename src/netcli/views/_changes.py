"""A change in words, as the report of an import and the list of changes tell it."""

from __future__ import annotations

from netcli.model import ChangeField

_NAMES = {
    ChangeField.POSITION: "moved", ChangeField.EMAIL: "e-mail", ChangeField.URL: "page", ChangeField.IM: "messaging",
}  # fmt: skip


def kind_told(field: ChangeField) -> str:
    """Return the word for a kind of change."""
    return _NAMES.get(field, field.value)


def change_told(field: str, before: str | None, after: str | None) -> str:
    """Return a change as people read it: what it was, an arrow, what it is."""
    known = ChangeField(field)
    if known in (ChangeField.GONE, ChangeField.BACK, ChangeField.NEW):
        job = before or after
        return f"{known.value}{f' ({job})' if job else ''}"
    what = "job" if known is ChangeField.POSITION and not before else kind_told(known)
    if before and after:
        return f"{what}: {before} -> {after}"
    return f"{'new ' if after else 'no more '}{what}: {after or before}"
