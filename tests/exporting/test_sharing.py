"""What leaves, and what never does."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import Netcli

FORMS = ("vcard", "csv", "tsv", "jsonl")
PRIVATE = ("REMARK", "LUNCH", "STATED", "PURPOSE")


@pytest.fixture
def book(netcli: Netcli) -> Netcli:
    """Return a runner on a file with a person of whom much is known."""
    netcli("add 'Dr Ana Pires' --org Helix --title CTO --tag TAGGED --level 4")
    netcli("edit dr-ana-pires --set note=NOTED --birthday 1980")
    netcli(
        "edit dr-ana-pires --nickname Nana --set 'address=ROAD 1 (work)' --set url=https://example.org/PAGE --set lang=pt"
    )
    emails = ("ana@home.example (home)", "ana@office.example (Work)", "ana@mail.helix.example", "ana@other.example")
    phones = ("+351 21 555 0101 (work, fax)", "+351 21 555 0102 (cell)", "+351 21 555 0103")
    netcli("edit", "dr-ana-pires", *(word for e in emails for word in ("--email", e)))
    netcli("edit", "dr-ana-pires", *(word for p in phones for word in ("--phone", p)))
    netcli("org edit helix --domain helix.example")
    netcli("position add dr-ana-pires --org PAST --to 2010")
    netcli("add 'Bo Lind'")
    netcli("note dr-ana-pires REMARK")
    netcli("log dr-ana-pires LUNCH")
    netcli("link dr-ana-pires bo-lind --level 4 --note STATED")
    netcli("intro ask bo-lind --via dr-ana-pires --note PURPOSE")
    return netcli


@pytest.mark.parametrize("form", ["vcard", "csv", "tsv"])
def test_what_is_mine_never_leaves(book: Netcli, form: str) -> None:
    """Neither remarks nor contacts, statements or introductions are in a card or a table."""
    out = book(f"export {form}").out

    assert "NOTED" in out
    assert not [word for word in PRIVATE if word in out]


@pytest.mark.parametrize("form", FORMS)
def test_for_sharing_only_names_job_and_what_is_for_work(book: Netcli, form: str) -> None:
    """An address is for work by its label, or by its domain unless its label says home; a number by its label alone."""
    out = book(f"export {form} --for-sharing dr-ana-pires").out
    hidden = (
        *PRIVATE,
        "TAGGED".lower(),
        "NOTED",
        "1980",
        "Nana",
        "ROAD",
        "PAGE",
        "PAST",
        "pt\n",
        "UID",
        "uid",
        'seen_on": "',
    )

    assert not [word for word in hidden if word in out]
    assert {e for e in ("home", "office", "mail.helix", "other") if f"ana@{e}.example" in out} == {
        "office",
        "mail.helix",
    }
    assert [n for n in ("0101", "0102", "0103") if n in out] == ["0101"]
    assert "Helix" in out
    assert "CTO" in out


def test_a_shared_line_has_only_the_keys_that_are_shared(book: Netcli) -> None:
    """So that nobody wonders what was null."""
    line = json.loads(book("export jsonl --for-sharing dr-ana").out)

    assert set(line) == {"name", "given", "family", "additional", "prefix", "suffix", "emails", "phones", "positions"}


@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_the_owner_s_alone_and_not_replaced_by_mistake(book: Netcli, tmp_path: Path, form: str) -> None:
    """Mode 0600; what is there already, or a link, needs --force; the folder must be there."""
    target = tmp_path / "out"
    old = os.umask(0)
    try:
        ran = book(f"export {form} -o {target}")
    finally:
        os.umask(old)
    before = target.read_bytes()
    (tmp_path / "link").symlink_to(target)

    again = book(f"export {form} -o {target}", code=73)
    linked = book(f"export {form} -o {tmp_path}/link", code=73)
    nowhere = book(f"export {form} -o {tmp_path}/no/where", code=73)
    folder = book(f"export {form} -o {tmp_path} --force", code=73)
    book(f"export {form} -o {target} --force")

    assert ran.out == ""
    assert f"Wrote {target}: 2 people" in ran.err
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes() == before
    assert "--force" in again.err
    assert "--force" in linked.err
    assert "No such file or directory" in nowhere.err
    assert all(ran.err.count("\n") == 1 for ran in (again, linked, nowhere, folder))
    assert sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_pipe_or_device_is_written_into_and_stays_one(book: Netcli, tmp_path: Path, form: str) -> None:
    """There is nothing in it to keep, so --force is not asked for; `-` is stdout, as elsewhere."""
    pipe, got = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()

    book(f"export {form} -o {pipe}")
    reader.join()

    out = book(f"export {form} -o -").out
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert got[0].decode().removeprefix("\ufeff") == out == book(f"export {form}").out


@pytest.mark.parametrize("form", FORMS)
def test_a_query_chooses_and_the_same_data_gives_the_same_bytes(book: Netcli, form: str) -> None:
    """In the order of lists; who is known only through others needs --all."""
    book("add 'Cy Far'")
    everybody = book(f"export {form}")
    one = book(f"export {form} lind")

    assert everybody.out == book(f"export {form}").out
    assert "Lind" in one.out
    assert "Pires" not in one.out
    assert "Nobody" in book(f"export {form} tag:none").err


@pytest.mark.parametrize("form", FORMS)
def test_a_pipe_that_closes_ends_it_quietly(book: Netcli, form: str) -> None:
    """`| head` has seen enough."""
    process = subprocess.Popen(
        [sys.executable, "-m", "netcli", "export", form], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "NETCLI_DB": str(book.db)},
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.close()

    _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (0, b"")


def test_what_is_labelled_private_is_not_shared_whatever_else_the_label_says(book: Netcli) -> None:
    """A number at a home office is one at home."""
    book(
        "edit",
        "dr-ana-pires",
        "--phone",
        "+351 21 555 0188 (home office)",
        "--email",
        "x@helix.example (work, private)",
    )

    out = book("export jsonl --for-sharing dr-ana").out

    assert "0101" in out
    assert "0188" not in out
    assert "x@helix.example" not in out
