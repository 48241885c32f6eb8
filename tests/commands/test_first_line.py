"""The thin line through the whole house."""

from __future__ import annotations

from tests.conftest import Netcli


def test_two_links_answer_who_can_introduce_me(netcli: Netcli) -> None:
    """Somebody I know knows somebody I want to meet: that is a path, with its evidence."""
    netcli('add "Priya Nair <priya@example.org>" --level 4')
    netcli('add "Dana Okafor" --to-meet')
    netcli("link priya-nair dana-okafor --level 4")

    answer = netcli("intro-path dana --json").json

    assert answer["paths"][0]["introducer"]["handle"] == "priya-nair"
    assert [hop["evidence"][0]["kind"] for hop in answer["paths"][0]["hops"]] == ["stated", "stated"]
    assert answer["paths"][0]["score"] == 0.65 * 0.65 * 0.6
