"""The words of imports: what a source tells anew, and whom an import adds."""

from __future__ import annotations

from enum import StrEnum


class CreatePeople(StrEnum):
    """Whom an import adds of those who are not on file: nobody, those I wrote to and who wrote to me, or everybody."""

    KNOWN = "known"
    CORRESPONDENTS = "correspondents"
    ALL = "all"


class ChangeField(StrEnum):
    """What a source told differently than the time before, in the order in which a digest tells it."""

    POSITION = "position"
    NAME = "name"
    HEADLINE = "headline"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    URL = "url"
    IM = "im"
    BIRTHDAY = "birthday"
    SUMMARY = "summary"
    NOTE = "note"
    GONE = "gone"
    BACK = "back"
    NEW = "new"
