"""The channel that a few words tell of, in English and French."""

from __future__ import annotations

from netcli.model_tie import Channel
from netcli.text import fold

#: Words as `fold` leaves them: no capitals, no accents; `e-mail` is the words `e` and `mail`.
_WORDS: dict[Channel, str] = {
    Channel.CALL: (
        "call calls called calling phone phoned rang telephone telephoned appel appele appelee appeles telephonique"
    ),
    Channel.VIDEO: "zoom teams visio visioconference video videocall facetime skype webex",
    Channel.MAIL: "mail mails mailed email emails emailed wrote written letter courriel courriels ecrit lettre",
    Channel.MESSAGE: "message messages messaged whatsapp sms texted signal telegram messenger dm",
    Channel.EVENT: "conference conferences salon fair meetup event congress congres colloque forum evenement foire",
    Channel.MEETING: (
        "lunch coffee met meeting dinner breakfast drink drinks tea beer dejeuner cafe rdv rendez diner reunion"
        " rencontre vu verre"
    ),
}
_CHANNEL_OF = {word: channel for channel, words in _WORDS.items() for word in words.split()}


def guess_channel(text: str) -> Channel:
    """Return the channel of the first word that tells one; a meeting if none does."""
    return next((_CHANNEL_OF[word] for word in fold(text).split() if word in _CHANNEL_OF), Channel.MEETING)
