"""`stats`: numbers that were worked out by hand, and what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

from netcli.model_tie import Channel
from netcli.storage import open_writer
from tests.conftest import Netcli

FULL = 12


@pytest.fixture
def network(netcli: Netcli) -> Netcli:
    """Return a runner on a small network, as of 2026-03-02; the comments are what the tests count.

    Known since: ana 2025-03-31, bo 2025-04-01, cid 2025 (a year alone is its January), dan 2026-02, eve today, of whom
    nothing else is known; fay I want to meet; gus is known to bo alone; hal was removed.
    """
    netcli("add 'Ana Pires' --org Helix --city Lyon --tag board")
    netcli("add 'Bo Lind' --org Helix --city Lyon --tag board")
    netcli("add 'Cid Rey' --org Kestrel --city Porto --tag board --tag press")
    netcli("add 'Dan Roe' --tag board --tag press")
    netcli("add 'Eve Sun' --level 2")
    netcli("add 'Fay Ode' --to-meet --tag board")
    netcli("add 'Hal Ito' --org Helix --tag board")
    for name, on in (("ana", "2025-03-31"), ("bo", "2025-04-01"), ("cid", "2025"), ("dan", "2026-02"), ("hal", "2020")):
        netcli(f"link me {name} --level 3 --on {on}")
    netcli("link me eve --no --on 2025-06")  # which starts nothing
    netcli("link bo - --level 4 --add", stdin="Gus Ahn\n")
    netcli("group add alumni ana bo --since 2024")
    netcli("group add alumni cid --since 2026-02-01")
    netcli("group add alumni dan")
    netcli("log ana bo 'lunch' --channel meeting --on 2026-02-10")
    netcli("log ana 'dinner' --channel meeting --on 2026-02-10")  # the same person, day and channel: counts once
    netcli("log ana 'and a call' --channel call --on 2026-02-10")
    netcli("log bo 'fair' --channel event --on 2026-01")
    netcli("log bo 'said hello' --channel message --on 2025-11-20")  # 102 days ago
    netcli("log cid 'long ago' --channel video --on 2025-02-28")  # before the twelve months
    netcli("log ana cid 'without me' --channel meeting --on 2026-02-11 --without-me")
    netcli("log hal 'removed since' --channel mail --on 2026-02-12")
    netcli("remove hal")
    return netcli


def stats(runner: Netcli, line: str = "") -> dict[str, Any]:
    """Return what `stats` prints as JSON."""
    answer = runner(f"stats {line} --json").json
    assert isinstance(answer, dict)
    return answer


def by_month(rows: list[dict[str, Any]], *fields: str) -> dict[str, tuple[Any, ...]]:
    """Return the fields of the months in which any of them is not 0."""
    told = {row["month"]: tuple(row[field] for field in fields) for row in rows}
    return {month: values for month, values in told.items() if any(values)}


def test_size_counts_my_contacts_everybody_and_degrees(network: Netcli) -> None:
    """Ana to fay are mine, of fay no day is known; me and seven others are on file; gus is two ties away."""
    told = stats(network)

    assert (told["mine"], told["undated"], told["on_file"]) == (6, 1, 8)
    assert len(network("list --json").json) == told["mine"]
    assert [(d["degree"], d["people"]) for d in told["degrees"]] == [(0, 1), (1, 5), (2, 1), (3, 0)]


def test_growth_tells_new_people_and_how_many_there_were(network: Netcli) -> None:
    """Before April 2025 ana and cid were known; then bo, dan and eve came, one in a month."""
    told = stats(network)["growth"]

    assert len(told) == FULL
    assert (told[0], told[-1]["month"]) == ({"month": "2025-04", "new": 1, "people": 3}, "2026-03")
    assert by_month(told, "new") == {"2025-04": (1,), "2026-02": (1,), "2026-03": (1,)}
    assert [row["people"] for row in told] == [3] * 10 + [4, 5]


def test_a_month_of_growth_is_what_the_query_since_finds(network: Netcli) -> None:
    """A month's new people are those whom `list since:` shows, those of a year without month among them."""
    network("edit dan-roe --set met_on=2025-01-20")

    told = {row["month"]: row["new"] for row in stats(network, "--since 2025-01")["growth"]}

    assert told == {month: len(network(f"list since:{month} --json").json) for month in told} | {"2025-01": 2}
    assert len(network("list since:2025 --json").json) == 4


def test_contacts_count_a_person_a_day_and_a_channel_once(network: Netcli) -> None:
    """With ana and bo in person and ana by call in February, bo at an event in January, by message in November."""
    told = stats(network)["channels"]

    assert by_month(told, "in_person", "remote") == {"2025-11": (0, 1), "2026-01": (1, 0), "2026-02": (2, 1)}
    assert by_month(told, *Channel)["2026-02"] == (2, 1, 0, 0, 0, 0)
    assert by_month(told, "event") == {"2026-01": (1,)}


def test_a_contact_of_a_year_counts_in_its_january(network: Netcli) -> None:
    """As everywhere: where the window begins in that January it is in it, where it begins in February it is not."""
    network("log bo 'some time' --channel call --on 2025")

    assert by_month(stats(network, "--since 2025")["channels"], "call")["2025-01"] == (1,)
    assert sum(row["call"] for row in stats(network, "--since 2025-02")["channels"]) == 1  # the one of February 2026


def test_what_imports_counted_is_a_contact_too(network: Netcli) -> None:
    """A day of mail in both directions is one contact, a mail that both received is none between us."""
    with open_writer(network.db) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        me, ana = (store.value("SELECT id FROM person WHERE handle = ?", (who,)) for who in ("sam-moreau", "ana-pires"))
        for a, b, channel in ((me, ana, "mail"), (ana, me, "mail"), (me, ana, "comail"), (me, ana, "together")):
            store.insert("contact_day", from_id=a, to_id=b, on_date="2026-03-01", channel=channel, count=7)

    told = stats(network)
    assert by_month(told["channels"], "in_person", "remote", "mail")["2026-03"] == (0, 1, 1)
    assert [(c["in_person"], c["remote"]) for c in told["circles"]] == [(3, 3), (3, 3)]


def test_circles_are_told_from_the_most_to_the_least_tended(network: Netcli) -> None:
    """Groups and tags with three living people of mine; gone, silent and unmet people count as what they are.

    Silent are ana 20 days, bo 20, cid 367, dan and fay for ever.
    board: ana, bo, cid, dan, fay: 2 of 5, the median is the third: 367; alumni: ana, bo, cid, dan: 2 of 4, the median
    between 20 and 367; press has but two people.
    """
    told = stats(network)["circles"]

    assert [(c["kind"], c["name"], c["people"], c["contacted"], c["share"], c["median_days"]) for c in told] == [
        ("group", "alumni", 4, 2, 0.5, 193.5),
        ("tag", "board", 5, 2, 0.4, 367),
    ]
    assert [(c["in_person"], c["remote"]) for c in told] == [(3, 2), (3, 2)]


@pytest.mark.parametrize(
    ("silent", "contacted", "median"),
    [
        ((None, None, None), 0, None),
        ((90, 91, None), 1, 91),
        ((5, None, None), 1, None),
        ((1, 2, 3, 10), 4, 2.5),
        ((1, 2, None, None), 2, None),
    ],
)
def test_the_median_silence_counts_those_never_met_as_longest(
    netcli: Netcli, silent: tuple[int | None, ...], contacted: int, median: float | None
) -> None:
    """Half of them never in contact: there is none. The ninetieth day counts as tended, the next does not."""
    for number, days in enumerate(silent):
        netcli(f"add 'Ana{number} Pires' --level 3 --tag board")
        if days is not None:
            netcli(f"log ana{number}-pires lunch --on -{days}d")

    (told,) = stats(netcli)["circles"]

    assert (told["people"], told["contacted"], told["median_days"]) == (len(silent), contacted, median)


def test_archived_people_make_no_circle(network: Netcli) -> None:
    """Who is archived or deceased need not be kept up with: alumni is three now, and two then."""
    network("edit dan-roe --status archived")
    assert {c["name"]: c["people"] for c in stats(network)["circles"]} == {"alumni": 3, "board": 4}

    network("edit cid-rey --status deceased")

    assert {c["name"]: c["people"] for c in stats(network)["circles"]} == {"board": 3}


def test_introductions_are_counted_by_my_part_in_them(network: Netcli) -> None:
    """I asked four times: one met, one was declined, one is silent for 22 days, one open; so one in three came about."""
    network("intro ask gus --via bo --on 2025-06-01")
    network("intro answer gus made --on 2025-06-05")
    network("intro answer gus met --on 2025-06-09")
    network("intro ask fay --via ana --on 2025-07-01")
    network("intro answer fay declined --on 2025-07-05")
    network("intro ask fay --via cid --on 2026-02-08")
    network("intro ask fay --via dan --on 2026-02-09")
    network("intro ask eve --via dan --on 2025-03-31")  # before the window
    network("intro make ana dan --on 2025-08")

    asked, made, wanted = stats(network)["introductions"]

    assert list(asked.values()) == ["requester", 4, 1, 1, 1, 1, 0, 1, 1 / 3]
    assert list(made.values()) == ["introducer", 1, 1, 0, 0, 0, 0, 0, 1.0]
    assert list(wanted.values()) == ["target", 0, 0, 0, 0, 0, 0, 0, None]


def test_give_and_take_are_counted_in_the_months_and_ever(network: Netcli) -> None:
    """Introductions that were made, recommendations that were given, favours; what is only asked for is neither."""
    network("intro make ana dan --on 2025-08")  # given
    network("intro make me gus --by bo --on 2026-01")  # received
    network("intro ask fay --via ana --on 2026-03-01")
    with open_writer(network.db) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        me, ana, hal = (
            store.value("SELECT id FROM person WHERE handle = ?", (who,))
            for who in ("sam-moreau", "ana-pires", "hal-ito")
        )
        for state, on in (("given", None), ("hidden", "2026-02"), ("given", "2026-03-03"), ("declined", "2026-02")):
            store.insert("recommendation", author_id=ana, subject_id=me, state=state, on_date=on)
        for _ in range(5):
            store.insert("recommendation", author_id=ana, subject_id=me, state="asked", on_date="2026-02")
        store.insert("recommendation", author_id=me, subject_id=hal, state="given", on_date="2026-02")
        for direction, on in (("given", "2026-03-03"), ("given", "2025-03-31"), ("received", "2025-04-01")):
            store.insert("exchange", person_id=ana, direction=direction, kind="help", on_date=on)

    told = {row.pop("kind"): tuple(row.values()) for row in stats(network)["exchanges"]}

    assert told == {"introduction": (1, 1, 1, 1), "recommendation": (0, 1, 0, 2), "exchange": (0, 1, 1, 1)}


def test_an_introduction_asked_for_by_another_gives_me_nothing(network: Netcli) -> None:
    """Gus asks bo to meet me: I am its target and have received nothing; the introduction is told among mine."""
    with open_writer(network.db) as store, store.operation("fill", at="2026-03-02T00:00:00Z"):
        me, bo, gus = (
            store.value("SELECT id FROM person WHERE handle = ?", (who,))
            for who in ("sam-moreau", "bo-lind", "gus-ahn")
        )
        number = store.insert("introduction", requester_id=gus, introducer_id=bo, target_id=me)
        for step, by in (("asked", "requester"), ("made", "introducer")):
            store.insert("introduction_step", introduction_id=number, step=step, by=by, on_date="2026-02-01")

    told = stats(network)

    assert told["introductions"][2]["made"] == 1
    assert told["exchanges"][0]["received_ever"] == 0


def test_places_are_those_of_my_people(network: Netcli) -> None:
    """Where most are first, then by name; who was removed is nowhere."""
    told = [(place["kind"], place["name"], place["people"]) for place in stats(network)["places"]]

    assert told == [("org", "Helix", 2), ("org", "Kestrel", 1), ("city", "Lyon", 2), ("city", "Porto", 1)]


def test_as_of_another_day_what_came_later_is_not_told(network: Netcli) -> None:
    """On 2026-01-31 dan and eve were not known, cid no member, February had not been; today's ties are left out."""
    told = stats(network, "--as-of 2026-01-31")

    assert (told["as_of"], told["since"], told["mine"]) == ("2026-01-31", "2025-02", 3)
    assert (told["degrees"], told["places"], told["on_file"], told["undated"]) == (None, None, None, None)
    assert by_month(told["channels"], "in_person", "remote") == {
        "2025-02": (0, 1), "2025-11": (0, 1), "2026-01": (1, 0),
    }  # fmt: skip
    # alumni: ana, bo, dan; cid joins the day after. Only bo was met, in January 2026, whose last day is today
    assert {c["name"]: (c["people"], c["contacted"], c["median_days"]) for c in told["circles"]} == {
        "alumni": (3, 1, None), "board": (5, 1, None),
    }  # fmt: skip


def test_channels_tells_contacts_and_circles_alone(network: Netcli) -> None:
    """With --channels all else is null, and what is told is what is told without."""
    whole, told = stats(network), stats(network, "--channels")

    asked = ("as_of", "since", "channels", "circles")
    assert {name: value for name, value in told.items() if value is not None} == {name: whole[name] for name in asked}


@pytest.mark.parametrize(
    ("line", "first", "count"),
    [
        ("", "2025-04", 12),
        ("--months 1", "2026-03", 1),
        ("--months 15", "2025-01", 15),
        ("--since 2025", "2025-01", 15),
        ("--since 2025-12-31", "2025-12", 4),
        ("--months 3 --as-of 2024-02-29", "2023-12", 3),
    ],
)
def test_the_months_asked_for_are_told_in_order(netcli: Netcli, line: str, first: str, count: int) -> None:
    """Every month from the first to that of the last day, also those in which nothing happened."""
    for part in ("growth", "channels"):
        told = [row["month"] for row in stats(netcli, line)[part]]

        assert (told[0], len(told)) == (first, count)
        assert told == sorted(set(told))


def test_months_before_and_in_the_window_add_up(network: Netcli) -> None:
    """However many months are told, the last one's people and the sum of a month are the same."""
    whole = stats(network, "--since 2020")

    for months in (1, 2, 13, 40):
        told = stats(network, f"--months {months}")
        for part in ("growth", "channels"):
            assert told[part] == whole[part][-months:]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--since 2025 --months 3", "leave out one"),
        ("--since 2026-04", "is after 2026-03-02"),
        ("--since 1900", "--months 1200"),
        ("--since soon", "soon"),
        ("--months 0", "netcli stats --help"),
    ],
)
def test_a_window_that_is_none_is_told(netcli: Netcli, line: str, says: str) -> None:
    """In one line, with what to type instead."""
    ran = netcli(f"stats {line}", code=65 if "soon" in line else 2)

    assert says in ran.err
    assert ran.out == ""


def test_nobody_is_told_with_what_to_type(netcli: Netcli) -> None:
    """Only me on file: all is 0, the page is empty, and a hint names the next command; the exit code is 0."""
    told = stats(netcli)

    assert (told["mine"], told["on_file"], told["circles"], told["places"]) == (0, 1, [], [])
    assert [degree["people"] for degree in told["degrees"]] == [1, 0, 0, 0]
    assert "netcli import FILE" in netcli("stats").err


def test_no_contacts_are_told_with_what_to_type(netcli: Netcli) -> None:
    """People, but none was met: how to log a contact, or to go further back."""
    netcli("add Ana --level 3")

    for line in ("stats", "stats --channels"):
        assert "netcli log" in netcli(line).err


def test_a_pipe_gets_a_record_a_number(network: Netcli) -> None:
    """Tab-separated, each with what it counts before it."""
    records = [line.split("\t") for line in network("stats").out.splitlines()]

    assert records[:4] == [["months", "2025-04", "2026-03-02"], ["mine", "6"], ["undated", "1"], ["on_file", "8"]]
    assert ["degree", "2", "1"] in records
    assert ["growth", "2026-02", "1", "4"] in records
    assert ["channels", "2026-02", "2", "1", "2", "0", "1", "0", "0", "0"] in records
    assert ["circle", "tag", "board", "5", "2", "0.4000", "367.0", "3", "2"] in records
    assert ["introductions", "requester", "0", "0", "0", "0", "0", "0", "0", ""] in records
    assert ["place", "city", "Lyon", "2"] in records
