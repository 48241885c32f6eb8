"""The channel that words tell of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.domain.channel_words import guess_channel
from netcli.domain.interaction import mentions, tied_pairs, without_mentions
from netcli.model_tie import Channel


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("called about the fair", "call"),
        ("Téléphoné à propos du salon", "call"),
        ("j'ai appelé", "call"),
        ("Zoom, then lunch", "video"),
        ("visio", "video"),
        ("wrote a letter", "mail"),
        ("e-mail about Helix", "mail"),
        ("un courriel", "mail"),
        ("WhatsApp: happy new year", "message"),
        ("sms", "message"),
        ("at the meetup in Lyon", "event"),
        ("au salon", "event"),
        ("lunch, to prepare the call", "meeting"),
        ("déjeuner", "meeting"),
        ("RDV", "meeting"),
        ("happy to see them", "meeting"),
        ("", "meeting"),
    ],
)
def test_the_first_word_that_tells_a_channel_decides(text: str, channel: str) -> None:
    """English or French, with or without accents; a meeting if no word tells."""
    assert guess_channel(text) is Channel(channel)


@pytest.mark.parametrize(
    ("text", "named", "rest"),
    [
        ("lunch with @ana and @bo-lind.", ["ana", "bo-lind"], "lunch with  and ."),
        ("wrote to ana@example.org", [], "wrote to ana@example.org"),
        ("@ana, @ana", ["ana"], ", "),
        ("lunch @ 12", [], "lunch @ 12"),
        ("(@p7)", ["p7"], "()"),
        ("@call-me lunch", ["call-me"], " lunch"),
        ("@@ana", [], "@@ana"),
    ],
)
def test_a_word_after_an_at_sign_names_somebody(text: str, named: list[str], rest: str) -> None:
    """Addresses and lone signs do not; the name ends before punctuation."""
    assert mentions(text) == named
    assert without_mentions(text) == rest


@given(st.lists(st.integers(1, 30), min_size=2, max_size=12, unique=True), st.none() | st.integers(1, 30))
def test_few_people_know_each_other_many_know_me(there: list[int], me: int | None) -> None:
    """Up to eight: all pairs. More: those with me, none if I was not there."""
    pairs = tied_pairs(there, me)

    count = len(there)
    assert len(pairs) == (count * (count - 1) // 2 if count <= 8 else (count - 1) * (me in there))
    assert len({frozenset(pair) for pair in pairs}) == len(pairs)
