"""The worked example, as it is printed: the page is held to golden files, its numbers to the JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Netcli
from tests.introductions._network import NETWORKS, write

QUESTION = "intro-path dana -k 4"
#: Scores and factors of the four ways, worked out by hand in the specification.
SCORES = [0.2185, 0.1658, 0.1199, 0.1017]


@pytest.fixture
def example(netcli: Netcli) -> Netcli:
    """Return a runner on the network of the worked example."""
    netcli.db = netcli.db.with_name("example.db")
    write(netcli.db, NETWORKS["example"])
    return netcli


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("page", ["worked-example", "worked-example-explain"])
def test_the_worked_example_looks_as_it_did(
    example: Netcli, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None], page: str, columns: int
) -> None:
    """Nothing is wider than the screen; the whole page is held to its golden file."""
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", str(columns))

    ran = example(QUESTION + " --explain" * page.endswith("explain"))

    assert max(map(len, ran.out.splitlines())) <= columns
    golden(f"{page}-{columns}.txt", ran.out)


@pytest.mark.parametrize("columns", ["80", "120"])
def test_the_page_shows_every_factor_of_the_json(
    example: Netcli, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """1: each hop's tie, each factor but 1 and each share at two decimals, within the way it belongs to."""
    answer: Any = example(f"{QUESTION} --explain --json").json
    monkeypatch.setenv("NETCLI_FORCE_TTY", "1")
    monkeypatch.setenv("COLUMNS", columns)
    page = example(f"{QUESTION} --explain").out
    ways = page.split("\n\n")[1 : 1 + len(answer["paths"])]

    assert [round(path["score"], 4) for path in answer["paths"]] == SCORES
    for path, text in zip(answer["paths"], ways, strict=True):
        words = text.split()
        assert f"{path['score']:.2f}" in words
        assert path["band"] in text
        for factor in factors(path):
            assert (f"{factor:.2f}" in words) == (factor != 1.0), (factor, text)
        for hop in path["hops"]:
            assert f"{hop['from']['name'].split()[0].replace('Me', 'you')} -> {hop['to']['name'].split()[0]}" in text
            for why in hop["evidence"]:
                assert why["date"][:4] in text
                if len(hop["evidence"]) > 1:
                    assert f"{why['value']:.2f})" in text
    assert f"{answer['any_succeeds']:.2f}" in page
    assert "Ines Roth" in page.split("Not offered:")[1]


def factors(path: Any) -> list[float]:
    """Return the factors of a way, whose product is its score."""
    found = [hop[name] for hop in path["hops"] for name in ("tie", "willing", "fatigue") if hop[name] is not None]
    assert path["score"] == pytest.approx(math.prod(found), abs=1e-9)
    return found
