"""Phone numbers with their country and without: one person, one key, whatever is learnt later."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Netcli

NATIONAL, INTERNATIONAL = "06 12 34 56 78", "+33 6 12 34 56 78"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL:{}\nEND:VCARD\n"


@pytest.fixture
def french(netcli: Netcli, monkeypatch: pytest.MonkeyPatch) -> Netcli:
    """Return a runner in a French locale."""
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    return netcli


def name(netcli: Netcli, number: str) -> object:
    """Return who has a number."""
    return netcli("show", number, "--json").json["person"]["name"]


def keys(netcli: Netcli) -> list[str]:
    """Return the keys of all numbers on file."""
    from netcli.storage import open_reader

    with open_reader(netcli.db) as store:
        return store.column("SELECT key FROM contact_point WHERE kind = 'phone' ORDER BY id")


@pytest.mark.parametrize(("kept", "asked"), [(NATIONAL, INTERNATIONAL), (INTERNATIONAL, NATIONAL)])
def test_a_person_is_found_by_either_writing(french: Netcli, kept: str, asked: str) -> None:
    """With the extension too; what is shown is what was given."""
    french("add", "Ana", "--phone", kept)

    assert [name(french, number) for number in (kept, asked, f"{asked} ext. 4", f"{asked} x123")] == ["Ana"] * 4
    assert keys(french) == ["+33612345678"]
    assert french("phone ana --format {value}").out == f"{kept}\n"


def test_the_country_is_told_once_with_what_changes_it(french: Netcli) -> None:
    """When the first national number is read with the locale's country; never for one that is configured."""
    first = french("add Ana --phone '01 23 45 67 89'").err
    second = french("add Bo --phone '01 23 45 67 90'").err

    assert first == (
        "phone numbers without a country are read as of FR, from your locale fr_FR; netcli config set country CODE\n"
    )
    assert second == ""
    assert french("add Cy --phone 3631").err == ""


def test_a_configured_country_is_not_told(french: Netcli) -> None:
    """The user said so himself."""
    french("config set country be")

    assert french("add Ana --phone '0470 12 34 56'").err == ""
    assert keys(french) == ["+32470123456"]


def test_my_own_number_says_where_home_is(french: Netcli) -> None:
    """Before the locale, after the configuration; `config get` tells which."""
    french("edit me --phone '+32 470 12 34 56'")

    said = french("add Ana --phone '0470 12 34 57'").err

    assert "as of BE, from your own number +32 470 12 34 56" in said
    assert keys(french) == ["+32470123456", "+32470123457"]
    assert french("config get country").out == "BE\n"
    assert french("config get --json").json[4]["origin"] == "my phone"


def test_a_country_that_is_set_reads_the_numbers_on_file_anew(netcli: Netcli) -> None:
    """In one operation, and it says how many; a dry run says the same and writes nothing."""
    netcli("add", "Ana", "--phone", NATIONAL, "--phone", "+49 30 123456", "--phone", "3631")
    before = keys(netcli)

    dry = netcli("config set country fr --dry-run --json").json["did"]
    unchanged = keys(netcli)
    did = netcli("config set country fr --json").json["did"]

    assert before == unchanged == ["0612345678", "+4930123456", "3631"]
    assert keys(netcli) == ["+33612345678", "+4930123456", "3631"]
    assert dry == did
    assert did.endswith("; read 1 phone numbers as of FR")
    assert netcli("operations --json").json[0]["did"] == "read 1 phone numbers as of FR"
    netcli("config unset country")
    assert keys(netcli) == before


def test_an_import_knows_a_number_by_its_other_writing(
    netcli: Netcli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that was kept before its country was known; the dry run says what the import does."""
    netcli("add", "Ana Pires", "--phone", NATIONAL)
    monkeypatch.setenv("LC_ALL", "fr_FR")
    card = tmp_path / "a.vcf"
    card.write_text(CARD.format("Ana Pires", INTERNATIONAL))

    dry = netcli(f"import {card} --dry-run --json").json
    ran = netcli(f"import {card} --json").json

    assert [(told["created"], told["updated"], told["review"]) for told in (dry, ran)] == [(0, 0, [])] * 2
    assert keys(netcli) == ["+33612345678"]


def test_an_export_is_restored_with_the_keys_of_home(french: Netcli, tmp_path: Path) -> None:
    """My own number comes back with it, and says where home is."""
    french("edit me --phone '+32 470 12 34 56'")
    french("add Ana --phone '0470 12 34 57'")
    before = keys(french)
    french(f"export json -o {tmp_path}/all.json")
    french.db = tmp_path / "new.db"

    french(f"import {tmp_path}/all.json")

    assert keys(french) == before


def test_one_person_has_a_number_once(french: Netcli) -> None:
    """Written otherwise it is still the same."""
    french("add", "Ana", "--phone", NATIONAL, "--phone", INTERNATIONAL)

    assert len(keys(french)) == 1


@pytest.mark.parametrize("locale", ["C", "POSIX", "eo"])
def test_without_a_country_numbers_are_digits(netcli: Netcli, monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    """As they always were; the last nine digits still find a number with its country."""
    monkeypatch.setenv("LC_ALL", locale)
    said = netcli("add", "Ana", "--phone", NATIONAL).err

    assert said == ""
    assert keys(netcli) == ["0612345678"]
    assert name(netcli, INTERNATIONAL) == "Ana"
