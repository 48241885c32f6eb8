"""search: queries with a name, and who entered and who left."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from netcli.domain.query import _tokens, written
from netcli.errors import UsageError
from tests.conftest import Netcli


def test_a_search_tells_who_came_and_who_went(at_helix: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since its people were noted last; a dry run notes nothing; the second run of a day finds nobody new."""
    at_helix("search save 'At Helix' org:helix")
    monkeypatch.setenv("NETCLI_TODAY", "2026-03-09")
    at_helix("add 'Eva Ek' --level 5 --org Helix")
    at_helix("position end bo-lind")
    ran = {
        "handle": "at-helix", "name": "At Helix", "query": "org:helix", "since": "2026-03-02", "people": 2,
        "entered": [{"id": 6, "handle": "eva-ek", "name": "Eva Ek"}],
        "left": [{"id": 3, "handle": "bo-lind", "name": "Bo Lind"}], "dry_run": True,
    }  # fmt: skip

    assert at_helix("search run at-helix --dry-run --json").json == [ran]
    assert at_helix("search run 'at helix' --json").json == [{**ran, "dry_run": False}]
    assert at_helix("search run --all --json").json == [
        {**ran, "since": "2026-03-09", "entered": [], "left": [], "dry_run": False}
    ]
    at_helix("undo")
    assert (
        at_helix("search run --all").out
        == "at-helix\tentered\t6\teva-ek\tEva Ek\nat-helix\tleft\t3\tbo-lind\tBo Lind\n"
    )


def test_cron_stays_quiet_where_nobody_came_or_went(at_helix: Netcli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on stdout, nothing on stderr, nothing written, 0; on a terminal it says so."""
    at_helix("search save helix org:helix")
    before = at_helix("operations --json").json
    monkeypatch.setenv("NETCLI_TODAY", "2026-04-02")

    ran = at_helix("search run --all")

    assert (ran.out, ran.err) == ("", "")
    assert at_helix("operations --json").json == before
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    assert at_helix("search run helix").err == "Nobody came or went: helix 2 people\n"


def test_the_same_name_again_changes_the_query(at_helix: Netcli) -> None:
    """Its people are noted anew; the same query again is nothing to do; --all takes in people known only through others."""
    at_helix("search save lost last:never org:helix")
    assert "nothing to do" in at_helix("search save Lost last:never org:helix").out
    at_helix("search save lost org:helix --all")

    assert at_helix("search list --json").json == [
        {
            "id": 1,
            "handle": "lost",
            "name": "lost",
            "query": "org:helix",
            "wide": True,
            "people": 3,
            "noted": "2026-03-02",
        }
    ]
    at_helix("undo")
    assert at_helix("search list --fields query,people").out == "last:never org:helix\t2\n"


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("search save x", 2, "missing argument"),
        ("search save '' org:helix", 65, "not the name of a search"),
        ("search save x orgg:helix", 2, "did you mean org:"),
        ("search run", 2, "name searches, or --all"),
        ("search run helix --all", 2, "name searches, or --all"),
        ("search run helx", 3, 'no search is called "helx"  ->  did you mean helix'),
        ("search remove nothing", 3, "netcli search list"),
        ("search remove helix nothing", 3, "netcli search list"),
    ],
)
def test_what_cannot_be_is_told(at_helix: Netcli, line: str, code: int, message: str) -> None:
    """What is wrong and what to type; nothing is written."""
    at_helix("search save helix org:helix")

    assert message in at_helix(line, code=code).err
    assert at_helix("search list --fields handle").out == "helix\n"


def test_searches_are_listed_and_deleted(at_helix: Netcli) -> None:
    """By word in three orders, in every format; deleted ones leave the people; undo brings back what they knew."""
    at_helix("search save helix org:helix")
    at_helix("search save everyone level:1..")
    assert at_helix("search list --fields handle").out == "everyone\nhelix\n"
    assert at_helix("search list --sort people --format ids").out == "2\n1\n"
    assert at_helix("search list org --format '{name}: {query}'").out == "helix: org:helix\n"
    assert at_helix("search list --limit 1").err == "1 more after these (--limit)\n"

    at_helix("search remove helix everyone --dry-run")
    at_helix("search remove helix everyone")
    assert at_helix("search list").err == "None. netcli search save NAME QUERY saves one.\n"
    assert at_helix("search run --all").err == "No searches: netcli search save NAME QUERY saves one.\n"
    at_helix("undo")
    at_helix("tag cy press")
    assert at_helix("search run --all").out == ""
    assert [row["people"] for row in at_helix("search list --json").json] == [3, 2]


def test_people_removed_leave_without_a_word(at_helix: Netcli) -> None:
    """And come in again when they are restored."""
    at_helix("search save helix org:helix")
    at_helix("remove ana-pires")
    assert at_helix("search list --fields people").out == "1\n"
    assert at_helix("search run helix").out == ""
    at_helix("restore ana-pires")

    assert at_helix("search run helix").out == "helix\tentered\t2\tana-pires\tAna Pires\n"


def test_a_search_is_no_obstacle_to_undo(at_helix: Netcli) -> None:
    """Taking back what added somebody takes back that a search found him; redo brings back both."""
    at_helix("search save helix org:helix")
    at_helix("add 'Eva Ek' --level 5 --org Helix")
    at_helix("search run helix")
    number = at_helix("operations --json").json[1]["id"]

    at_helix(f"undo {number}")

    assert at_helix("search list --fields people").out == "2\n"
    at_helix("redo")
    assert at_helix("search list --fields people").out == "3\n"


words = st.sampled_from(["org:Helix Bio", "org:helix", "not", "Ana Pires", "level:3..", "or", '"whole words"', "tag:a"])


@given(st.lists(words, min_size=1, max_size=5))
def test_a_query_is_kept_as_it_was_meant(typed: list[str]) -> None:
    """Written as one text it has the same tokens as the words of the command line, and again when written anew."""

    def meaning(some: list[str]) -> list[tuple[object, ...]]:
        return [(t.kind, t.word, t.value, t.negated, "" if t.kind != "text" else t.text) for t in _tokens(some)]

    try:
        wanted = meaning(typed)
    except UsageError:
        return
    text = written(typed)

    assert len(typed) == 1 or meaning([text]) == wanted
    assert written([text]) == text
