"""The planted networks give every expected number, through storage and through the command line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netcli.scoring import tie_strength
from netcli.storage import open_reader
from tests.conftest import Netcli
from tests.introductions._network import NETWORKS, tie_between, write

Json = dict[str, Any]
PATHS = [(name, q) for name, net in NETWORKS.items() for q in net["queries"] if q["command"][0] == "intro-path"]
MUTUALS = [(name, q) for name, net in NETWORKS.items() for q in net["queries"] if q["command"][0] == "mutual"]
CLOSE = {"abs": 1e-8}


def named(case: object) -> str:
    """Return a test's name for a network or a query."""
    return case if isinstance(case, str) else " ".join(case["command"])


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file a network, written through storage."""
    folder = tmp_path_factory.mktemp("planted")
    for name, network in NETWORKS.items():
        write(folder / f"{name}.db", network)
    return {name: folder / f"{name}.db" for name in NETWORKS}


def ask(netcli: Netcli, db: Path, query: Json) -> Any:
    """Return the JSON answer of a query's own command line."""
    netcli.db = db
    found = bool(query.get("paths") or query.get("mutual") or query.get("direct"))
    command = list(query["command"])
    if query["command"][0] == "intro-path" and not {"-k", "--all"} & set(command):
        command += ["-k", str(max(3, len(query["paths"])))]
    if "--as-of" not in command:
        command = [*command, "--as-of", query["as_of"]]
    return netcli(*command, "--json", code=0 if found else 1).json


@pytest.mark.parametrize(("network", "query"), PATHS, ids=named)
def test_a_path_question_gives_the_planted_answer(
    network: str, query: Json, files: dict[str, Path], netcli: Netcli
) -> None:
    """Every score, tie, factor, band and weakest link is the one worked out by hand; so are order and counts."""
    answer = ask(netcli, files[network], query)

    told = [["me", *(hop["to"]["handle"] for hop in path["hops"])] for path in answer["paths"]]
    assert told == [path["path"] for path in query["paths"]], query["why"]
    for found, wanted in zip(answer["paths"], query["paths"], strict=True):
        assert found["score"] == pytest.approx(wanted["score"], **CLOSE)
        assert found["band"] == wanted["band"]
        if "insider" in wanted:
            assert (found["insider"]["handle"], found["entry"]) == (wanted["insider"], wanted["entry"])
        for hop, expected in zip(found["hops"], wanted.get("hops", ()), strict="hops" in wanted):
            assert hop["inferred"] == expected["inferred"]
            for factor in ("tie", "willing", "fatigue"):
                assert hop[factor] == (None if expected[factor] is None else pytest.approx(expected[factor], **CLOSE))
        if "weakest" in wanted:
            assert found["weakest"] == wanted["weakest"]
    _hold_the_rest(answer, query)


def _hold_the_rest(answer: Json, query: Json) -> None:
    if "hidden" in query:
        assert answer["hidden"] == query["hidden"]
    if "any_succeeds" in query:
        wanted = query["any_succeeds"]
        assert answer["any_succeeds"] == (None if wanted is None else pytest.approx(wanted, **CLOSE))
    if "excluded" in query:
        excluded = {e["person"]["handle"]: e["reason"] for e in answer["excluded"]}
        assert excluded == {e["person"]: e["reason"] for e in query["excluded"]}
    direct = query.get("direct")
    if isinstance(direct, dict):
        assert answer["direct"]["insider"]["handle"] == direct["insider"]
        assert (answer["direct"]["entry"], answer["direct"]["tie"]) == (direct["entry"], pytest.approx(direct["tie"]))
    elif "direct" in query:
        assert (answer["direct"] or {}).get("tie") == (None if direct is None else pytest.approx(direct, **CLOSE))


@pytest.mark.parametrize(("network", "query"), MUTUALS, ids=named)
def test_mutual_gives_the_planted_answer(network: str, query: Json, files: dict[str, Path], netcli: Netcli) -> None:
    """All who know both, in order, with score and both legs; in the stream of mail the planted broker comes first."""
    answer = ask(netcli, files[network], query)

    assert [m["person"]["handle"] for m in answer["mutual"]] == [m["person"] for m in query["mutual"]], query.get("why")
    assert answer["count"] == len(query["mutual"])
    for found, wanted in zip(answer["mutual"], query["mutual"], strict=True):
        for factor in wanted.keys() - {"person"}:
            assert found[factor] == pytest.approx(wanted[factor], **CLOSE)
    if "broker" in query:
        assert answer["mutual"][0]["person"]["handle"] == query["broker"]


@pytest.mark.parametrize("network", NETWORKS)
def test_single_ties_have_the_planted_strength(network: str, files: dict[str, Path]) -> None:
    """A tie's probability and whether it is inferred, worked out by hand for each rule."""
    with open_reader(files[network]) as store:
        ids = {row["handle"]: row["id"] for row in store.rows("SELECT id, handle FROM person")}
        for row in NETWORKS[network].get("ties", ()):
            a, b = ids[row["from"]], ids[row["to"]]
            strength = tie_strength(tie_between(store, a, b), a, date.fromisoformat(row.get("as_of", "2026-03-02")))

            assert strength.p == pytest.approx(row["tie"], **CLOSE), row["why"]
            assert strength.inferred == row["inferred"], row["why"]
