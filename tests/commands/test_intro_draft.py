"""intro draft: the letter that an introduction wants next, in the language of whoever gets it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Netcli


@pytest.fixture
def three(netcli: Netcli) -> Netcli:
    """Return a runner on a file with Ana and Dana, who worked together at Kestrel, and Bo, of whom little is known."""
    netcli("edit me --email sam@example.org")
    netcli("add 'Ana Pires <ana@example.org>' --level 4 --org Orbit --title Editor")
    netcli("add 'Bo Lind' --level 2")
    netcli("add 'Dana Okafor' --to-meet")
    netcli("position add ana --org Kestrel --from 2015 --to 2019-05")
    netcli("position add dana --org Kestrel --from 2016-02 --to 2021")
    netcli("note dana-okafor 'snores'")
    netcli("opportunity add 'Head of Data' --org Helix --note 'they pay badly'")
    return netcli


def draft(netcli: Netcli, options: str) -> str:
    """Return a letter as one line."""
    return " ".join(netcli(f"intro draft {options}").out.split())


def test_what_i_ask_is_a_note_to_pass_on(three: Netcli) -> None:
    """To the introducer, with what is known of all three and what it is for; no level, no remark, no private note."""
    three("intro ask dana --via ana --for 1 --note 'secret'")

    ran = three("intro draft 1")
    letter = " ".join(ran.out.split())

    assert letter.startswith("Dear Ana, You and Dana worked together at Kestrel (2016 to 2019). Would you introduce me")
    assert "introduce me to Dana Okafor about the position of Head of Data at Helix? If you would" in letter
    assert "--- Sam Moreau would like to meet you about the position of Head of Data at Helix." in letter
    assert "sam@example.org ---" in letter
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.err == "To Ana Pires <ana@example.org>\n"
    assert not {"snores", "secret", "badly", "4/5"} & set(letter.replace("'", " ").split())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_not_known_leaves_no_hole(netcli: Netcli, lang: str) -> None:
    """No None, no empty brackets, no blank before a stop, no empty paragraph, in any letter of either language."""
    for name in ("Ana Pires", "Bo Lind", "Dana Okafor"):
        netcli(f"add '{name}'")
    netcli("intro ask dana --via ana")
    netcli("intro make bo dana --ask-first")
    letters = [netcli(f"intro draft {number} --lang {lang}").out for number in (1, 2)]
    netcli("intro answer 2 made")
    netcli("intro answer 1 made")
    letters += [netcli(f"intro draft {number} --lang {lang}").out for number in (1, 2)]

    assert len(set(letters)) == 4
    for letter in letters:
        assert not any(hole in letter for hole in ("None", "()", "{", "}", " .", " ,", "\n\n\n", "  ")), letter
        assert letter.endswith("\nSam Moreau\n")


def test_both_are_asked_then_brought_together(three: Netcli) -> None:
    """One note to each, the one to whom has not said yes; the introduction once both have; nothing once they met."""
    three("edit bo-lind --set lang=fr")
    ran = three("intro make ana bo --ask-first")
    assert "Sam Moreau means to introduce Ana Pires to Bo Lind" in three("operations --json").json[0]["did"]
    assert "netcli intro draft 1" in ran.err

    first = three("intro draft 1")
    assert first.out.startswith("Dear Ana,\n\nMay I introduce you to Bo Lind?")
    assert first.err.splitlines() == [
        "To Ana Pires <ana@example.org>",
        "When Ana Pires agrees: netcli intro answer 1 opted-in --by requester",
        "The one to Bo Lind: netcli intro draft 1 --to bo-lind",
    ]
    assert draft(three, "1 --to bo").startswith(
        "Bonjour Bo, Puis-je vous mettre en relation avec Ana Pires (Editor chez Orbit) ?"
    )
    three("intro answer 1 opted-in --by requester")
    assert draft(three, "1").startswith("Bonjour Bo,")
    assert "Ana Pires is not who is to be written to: Bo Lind is" in three("intro draft 1 --to ana", code=2).err

    three("intro answer 1 opted-in")
    both = three("intro draft 1 --json").json
    assert (both["about"], both["person"]["handle"], both["also"]["handle"]) == ("introduce", "ana-pires", "bo-lind")
    assert three("intro draft 1 --lang en").out.startswith("Dear Ana, dear Bo,\n")
    three("intro answer 1 made")
    assert three("intro draft 1 --json").json["about"] == "introduce"
    three("intro answer 1 met")
    assert "nothing is to be written: introduction 1 is met" in three("intro draft 1", code=65).err


def test_whoever_introduced_me_is_thanked(three: Netcli) -> None:
    """Once it is made, and once we met; somebody I was introduced to thanks in the same words."""
    three("intro ask dana --via ana")
    three("intro answer 1 made")
    assert draft(three, "1") == (
        "Dear Ana, Thank you for introducing me to Dana Okafor. If I can do something for you, let me know. "
        "Best wishes, Sam Moreau"
    )
    three("intro answer 1 met")
    assert "We have met since." in draft(three, "dana")
    three("intro make bo me --by ana")
    assert "introducing me to Bo Lind" in draft(three, "2")


@pytest.mark.parametrize(
    ("steps", "code", "said"),
    [
        (("intro ask dana --via ana", "intro answer 1 declined"), 65, "introduction 1 is declined"),
        (("intro ask dana --via ana", "intro answer 1 withdrawn"), 65, "introduction 1 is withdrawn"),
        (("intro make bo dana --by ana",), 65, "you have no part in introduction 1"),
        (("intro make bo me --by ana --ask-first",), 65, "netcli intro answer 1 opted-in"),
        (("intro ask dana --via ana", "intro answer 1 agreed"), 65, "introduction 1 is agreed"),
        (("intro ask dana --via ana", "remove ana"), 3, "no introduction 1"),
        ((), 3, "no introduction 1  ->  netcli intro list"),
    ],
)
def test_where_nothing_is_to_be_written_that_is_told(
    three: Netcli, steps: tuple[str, ...], code: int, said: str
) -> None:
    """In one line with what to type."""
    for step in steps:
        three(step)

    assert said in three("intro draft 1", code=code).err


@pytest.mark.parametrize("answer", [None, "made"])
def test_to_whom_is_never_passed_over(three: Netcli, answer: str | None) -> None:
    """Whoever is named and not to be written to is refused, whatever part I have."""
    three("intro ask dana --via ana")
    if answer:
        three(f"intro answer 1 {answer}")

    assert "Ana Pires is" in three("intro draft 1 --to bo", code=2).err
    assert draft(three, "1 --to ana").startswith("Dear Ana,")


def test_the_language_is_that_of_the_person_then_of_the_configuration_then_of_the_locale(
    three: Netcli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An option comes before all of them."""
    three("intro ask dana --via ana")
    assert draft(three, "1").startswith("Dear Ana")
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert draft(three, "1").startswith("Bonjour Ana, Vous avez travaillé avec Dana chez Kestrel (de 2016 à 2019).")
    three("config set lang en")
    assert draft(three, "1").startswith("Dear Ana")
    three("edit ana-pires --set lang=fr-BE")
    assert draft(three, "1").startswith("Bonjour Ana")
    assert draft(three, "1 --lang en").startswith("Dear Ana")
    three("edit ana-pires --set lang=de")
    three("config set lang fr")
    assert draft(three, "1").startswith("Dear Ana")


def test_the_words_of_each_letter_are_the_users(three: Netcli, tmp_path: Path) -> None:
    """A file in the configuration folder takes the place of ours; a field that there is not is told."""
    three("intro ask dana --via ana")
    ours = three("intro draft 1 --words")
    path = tmp_path / "config/netcli/intro-ask.en.txt"
    assert ours.err == f"Yours to change: keep them in {path}\n"
    path.parent.mkdir(parents=True)
    path.write_text("Hi {given}, {other_name}{for}?\n{my_work}\nBye\n")

    assert three("intro draft 1 --for 'a talk'").out == "Hi Ana, Dana Okafor about a talk?\nBye\n"
    assert three("intro draft 1 --json").json["words"] == str(path)
    path.write_text("{nobody}")
    assert "no field {nobody}" in three("intro draft 1", code=78).err
