"""exchange and balance: favours noted, listed, changed; what they add up to with introductions and recommendations."""

from __future__ import annotations

import pytest

from tests.conftest import Netcli


@pytest.fixture
def people(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana, Bo, Cy and Dana."""
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --tag board")
    netcli("add 'Bo Lind' --level 2")
    netcli("add 'Cy Grant' --level 1")
    netcli("add 'Dana Okafor' --to-meet")
    return netcli


def sums(netcli: Netcli, line: str = "balance") -> dict[str, tuple[int, int, int]]:
    """Return given, taken, and favours in 24 months, by handle."""
    return {row["handle"]: (row["given"], row["taken"], row["exchanges"]) for row in netcli(f"{line} --json").json}


def test_a_name_that_nobody_has_is_told(netcli: Netcli) -> None:
    """A list about nobody says so, beside that it is empty; a balance too."""
    for line in ("exchange list zed", "recommendation list zed", "balance zed"):
        assert netcli(line).err.startswith("Nobody is zed: netcli list")


def test_a_favour_is_noted_with_date_kind_and_words(people: Netcli) -> None:
    """The kind is help unless it is said; the words may come from stdin; the very same is noted once."""
    people("exchange add ana-pires 'proofread my talk' --received --on 2026-01")
    people("exchange add ana-pires - --given --kind Advice", stdin="the tax\nform\n")
    again = people("exchange add ana-pires 'proofread my talk' --received --on 2026-01")

    assert again.out.split("\t")[2] == "nothing to do: that is on file already\n"
    ana = {"id": 2, "handle": "ana-pires", "name": "Ana Pires"}
    assert people("exchange list --json").json == [
        {"id": 2, "on": "2026-03-02", "direction": "given", "person": ana, "kind": "advice", "text": "the tax\nform"},
        {"id": 1, "on": "2026-01", "direction": "received", "person": ana, "kind": "help", "text": "proofread my talk"},
    ]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("exchange add ana x", 2, "say --given"),
        ("exchange add me x --given", 65, "that is you"),
        ("exchange add nobody x --given", 3, "nobody is called"),
        ("exchange add ana '' --given", 65, "the text is empty"),
        ("exchange add ana x --given --kind ''", 65, "the kind is empty"),
        ("exchange add ana x --given --kind introduction", 65, "an introduction is no exchange  ->  netcli intro make"),
        ("exchange add ana x --given --kind Recommendation", 65, "a recommendation is no exchange"),
        ("exchange add ana x --given --on 2026-04", 65, "still to come"),
        ("exchange edit 7 --kind advice", 3, "there is no exchange 7  ->  netcli exchange list"),
        ("exchange edit 1", 2, "say what to change"),
        ("exchange edit 1 --remove --kind advice", 2, "say what to change"),
        ("balance --sort size", 2, "'size' is not one of"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(people: Netcli, line: str, code: int, message: str) -> None:
    """What is wrong, and what to type next; nothing is written."""
    ran = people(line, code=code)

    assert message in ran.err
    assert ran.err.count("\n") == 1 or code == 3
    assert people("exchange list").out == ""


def test_a_favour_keeps_its_date(people: Netcli) -> None:
    """It has to have one: an empty one is refused by name."""
    people("exchange add bo 'a lift' --given --on 2025-05")

    assert "the date is empty" in people("exchange edit 1 --on ''", code=65).err


def test_favours_are_listed_as_asked(people: Netcli) -> None:
    """With one person, with those a query chooses; by direction, kind and date; in four orders; cut, and told so."""
    people("exchange add bo 'a lift' --given --on 2025-05")
    people("exchange add ana 'an address' --received --kind referral --on 2026-02-01")
    people("exchange add ana 'a form' --given --on 2026-02-02")

    def listed(options: str) -> str:
        return people(f"exchange list {options} --format ids").out.replace("\n", "")

    assert (listed(""), listed("--sort oldest"), listed("--sort person"), listed("--sort kind")) == (
        "321", "123", "231", "132",
    )  # fmt: skip
    assert (listed("ana-pires"), listed("tag:board"), listed("bo"), listed("not tag:board")) == ("32", "32", "1", "1")
    assert (listed("--given"), listed("--received"), listed("--kind Referral"), listed("--since 2026")) == (
        "31", "2", "2", "32",
    )  # fmt: skip
    assert listed("--since 2025-06") == "32"
    assert listed("--since 2025-05-20") == "321"
    assert people("exchange list --limit 1").err == "2 more after these (--limit)\n"
    assert people("exchange list cy").err.startswith("None. netcli exchange add")
    assert people("exchange list --format csv --limit 1").out.splitlines()[0] == "id,on,direction,person,kind,text"


def test_a_favour_is_changed_and_deleted(people: Netcli) -> None:
    """What was not typed stays; a dry run writes nothing; undo brings it back."""
    people("exchange add ana 'a form' --given")
    people("exchange edit 1 --received --on 2026-01 --text 'two forms' --kind advice")
    changed = people("exchange list --json").json

    assert [changed[0][name] for name in ("on", "direction", "kind", "text")] == [
        "2026-01", "received", "advice", "two forms",
    ]  # fmt: skip
    assert "nothing to do" in people("exchange edit 1 --kind advice").out
    people("exchange edit 1 --remove --dry-run")
    assert people("exchange list --json").json == changed
    people("exchange edit 1 --remove")
    assert people("exchange list --json").json == []
    people("undo")
    assert people("exchange list --json").json == changed


def test_a_balance_adds_up_what_went_either_way(people: Netcli) -> None:
    """Bo made an introduction for me (3), I one for Ana (3) and recommended her (2); help is 1, a refusal costs me 1."""
    people("intro ask dana --via bo --on 2025-12-01")
    people("intro answer 1 made --on 2025-12-05")
    people("intro ask dana --via cy --on 2025-12-01")
    people("intro answer 2 declined --on 2025-12-02")
    people("recommendation add me ana --for tax --on 2026-01")
    people("exchange add ana 'a form' --received --on 2026-02")
    people("intro make ana cy --on 2026-03-01")

    assert sums(people) == {"bo-lind": (0, 3, 1), "cy-grant": (3, 1, 2), "ana-pires": (5, 1, 3)}
    assert list(sums(people)) == ["bo-lind", "cy-grant", "ana-pires"]
    ana = people("balance ana-pires --json").json[0]
    assert [(f["on"], f["kind"], f["given"] - f["taken"], f["text"]) for f in ana["favours"]] == [
        ("2026-03-01", "introduction", 3, "to Cy Grant"), ("2026-02", "help", -1, "a form"),
        ("2026-01", "recommendation", 2, "tax"),
    ]  # fmt: skip
    assert (ana["balance"], ana["first"], ana["last"]) == (4, "2026-01", "2026-03-01")
    assert {(k["kind"], k["given"], k["taken"], k["last"]) for k in ana["kinds"]} == {
        ("introduction", 1, 0, "2026-03-01"), ("help", 0, 1, "2026-02"), ("recommendation", 1, 0, "2026-01"),
    }  # fmt: skip


def test_what_is_open_counts_for_nothing(people: Netcli) -> None:
    """Asked, agreed, withdrawn; and what a third person does for another is none of my ledger."""
    people("intro ask dana --via bo")
    people("intro ask cy --via ana")
    people("intro answer 2 withdrawn")
    people("intro make bo cy --by ana")
    people("recommendation ask ana --for tax")
    people("recommendation add bo cy --for tax")

    assert sums(people) == {}
    people("recommendation edit 1 --state declined")
    assert sums(people) == {"ana-pires": (0, 1, 1)}


def test_of_an_introduction_nobody_asked_for_both_have_something(people: Netcli) -> None:
    """One that Ana asked me for is done for Ana alone."""
    people("intro make ana bo")
    assert sums(people) == {"ana-pires": (3, 0, 1), "bo-lind": (3, 0, 1)}
    people("undo")
    people("intro make dana me --by ana")

    assert sums(people) == {"ana-pires": (0, 3, 1)}


def test_a_balance_looks_back(people: Netcli) -> None:
    """--as-of leaves out what is later, --since what is earlier; favours of the last 24 months are counted apart."""
    people("exchange add ana 'first' --given --on 2020")
    people("exchange add ana 'second' --received --on 2025-06-01")
    people("exchange add bo 'third' --given --on 2026-02-01")

    assert sums(people) == {"ana-pires": (1, 1, 1), "bo-lind": (1, 0, 1)}
    assert sums(people, "balance --as-of 2024") == {"ana-pires": (1, 0, 0)}
    assert sums(people, "balance --since 2025") == {"ana-pires": (0, 1, 1), "bo-lind": (1, 0, 1)}
    assert sums(people, "balance --since 2025 --owing") == {"ana-pires": (0, 1, 1)}
    assert sums(people, "balance tag:board") == {"ana-pires": (1, 1, 1)}


def test_balances_are_sorted_and_cut(people: Netcli) -> None:
    """In six orders; in a pipe each is one line with kinds and favours in short."""
    people("exchange add ana 'x' --given --on 2026-01")
    for number in range(3):
        people(f"exchange add bo 'y{number}' --received --on 2025-0{number + 1}")

    def listed(order: str) -> list[str]:
        return people(f"balance --sort {order} --fields handle --quiet").out.split()

    assert listed("balance") == listed("taken") == listed("exchanges") == ["bo-lind", "ana-pires"]
    assert listed("given") == listed("last") == listed("name") == ["ana-pires", "bo-lind"]
    assert people("balance --limit 1 --sort name").err == "1 more after these (--limit)\n"
    assert (
        people("balance ana").out
        == "2\tana-pires\tAna Pires\t1\t0\t1\t1\t2026-01\t2026-01\t\thelp:1:0\t2026-01:help:+1\n"
    )
    assert people("balance cy").err.startswith("None. ")


def test_much_taken_and_nothing_given_within_a_year_is_warned_of(people: Netcli) -> None:
    """Three points make it much; anything given within the year ends it."""
    people("exchange add bo 'old' --given --on 2024")
    for number in range(3):
        assert people("balance").err == ""
        people(f"exchange add bo 'y{number}' --received --on 2026-0{1 + number // 2}")

    ran = people("balance")

    assert ran.err == "(!) Taken 3 or more within a year, given nothing: Bo Lind. What could you do for them?\n"
    assert people("balance --json").json[0]["overdrawn"] is True
    people("exchange add bo 'a form' --given")
    assert people("balance").err == ""


def test_a_third_ask_without_anything_given_is_warned_of(people: Netcli) -> None:
    """One line on stderr before it is written; something given in between, or an ask taken back, and there is none."""
    for target in ("dana", "cy"):
        assert "gave nothing since" not in people(f"intro ask {target} --via ana --on 2026-02").err
    people("add 'Eva Ek' --to-meet")

    warned = people("intro ask eva --via ana --dry-run").err
    assert warned.startswith("You asked Ana Pires 2 times and gave nothing since: netcli balance ana-pires tells")
    assert people("recommendation ask ana --dry-run").err == warned
    people("exchange add ana 'a form' --given --on 2026-03-01")
    assert people("intro ask eva --via ana --dry-run").err == ""
    people("undo")
    people("intro answer 1 withdrawn")
    assert people("intro ask eva --via ana --dry-run").err == ""


def test_people_removed_have_no_balance(people: Netcli) -> None:
    """Hidden with their favours, and back with them."""
    people("exchange add ana 'x' --given")
    people("remove ana")
    assert people("balance").out == people("exchange list").out == ""
    people("restore ana-pires")

    assert sums(people) == {"ana-pires": (1, 0, 1)}


def test_history_tells_favours(people: Netcli) -> None:
    """Of each person, with what became different."""
    people("exchange add ana 'a form' --given --on 2026-02")
    people("exchange edit 1 --kind advice")
    people("recommendation add ana bo --for tax")

    changes = [change for entry in people("history ana-pires --json").json["entries"] for change in entry["changes"]]

    assert "+ exchange" not in str(changes)
    assert changes[:3] == [
        "+ recommendation of Bo Lind, given: tax", '~ kind: "help" -> "advice"', "+ help given 2026-02: a form",
    ]  # fmt: skip


def test_a_purge_forgets_favours_and_what_searches_noted(people: Netcli) -> None:
    """No row and no journal entry holds them; what was noted with others is not undone any more."""
    people("search save board tag:board")
    people("exchange add ana 'the mulberry form' --given")
    people("exchange edit 1 --text 'the mulberry list'")
    people("recommendation add ana bo --for 'mulberry matters'")
    people("remove ana-pires --purge --yes")

    assert b"mulberry" not in people.db.read_bytes()
    assert people("exchange list").out == people("recommendation list").out == ""
    assert people("search list --fields people").out == "0\n"


def test_a_word_after_a_favour_of_the_same_day_is_thanks(people: Netcli) -> None:
    """The lunch at which it was done is none; `done`, typed after it was noted, is, as on any later day."""
    people("log ana-pires lunch")
    people("exchange add ana-pires 'proofread my talk' --received")
    (owed,) = people("today --kind thank --json").json["items"]

    people(owed["commands"][0].removeprefix("netcli "))

    assert owed["text"] == "gave you help: proofread my talk, today"
    assert people("today --kind thank --json", code=1).json["items"] == []
