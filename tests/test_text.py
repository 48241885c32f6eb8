"""Text: what compares as equal, what may be shown, how names and addresses are taken apart."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli.text import (
    counted,
    csv_cell,
    email_key,
    fold,
    fold_forms,
    from_csv_cell,
    is_national,
    nfc,
    one_line,
    phone_country,
    phone_key,
    safe,
    safe_lines,
    slug,
    url_key,
)

MANY = settings(max_examples=200, deadline=None)
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=5)

#: What commands a terminal or hides text, named here once more and not taken from the program.
HIDDEN = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\ufeff\ufff9\ufffa\ufffb"
    + "".join(map(chr, (*range(0x2060, 0x2070), *range(0xE0000, 0xE0080))))
)


def is_unsafe(character: str) -> bool:
    """Tell from the Unicode database whether a character may not reach a terminal."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or character in HIDDEN
    )


# fold: by what text is compared


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ÉLODIE Zoë", "elodie zoe"),
        ("Łódź", "lodz"),
        ("Søren Ørsted", "soren orsted"),
        ("Đorđe", "dorde"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("ẞ", "ss"),
        ("Æsop Œuvre", "aesop oeuvre"),
        ("Þór", "thor"),
        ("Iğdır İzmir", "igdir izmir"),
        ("ﬁnn Ａｎｎ", "finn ann"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("D`Arcy", "darcy"),
        ("Jean-Pierre  du_Pont", "jean pierre du pont"),
        ("  ana@example.org ", "ana@example.org"),
        ("李 明", "李 明"),
        ("!?-", ""),
    ],
)
def test_text_is_compared_without_case_accents_and_punctuation(text: str, key: str) -> None:
    """Letters without a decomposition (ł ø đ ß æ œ þ ı) count as their plain neighbours."""
    assert fold(text) == key


def test_an_acute_accent_typed_as_an_apostrophe_is_one() -> None:
    """`O´Brien`, as many keyboards give it, is O'Brien."""
    assert fold("O´Brien") == fold("O'Brien")


@MANY
@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """A key is its own key, in every spelling under which a name is found."""
    assert fold(fold(text)) == fold(text)
    assert all(fold(form) == form for form in fold_forms(text))


@MANY
@given(st.text())
def test_composed_and_decomposed_text_are_the_same(text: str) -> None:
    """NFC and NFD of a text have one key."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@MANY
@given(st.text("abcéèüößłøñçйжλσ -'"))
def test_case_does_not_matter(text: str) -> None:
    """Upper and lower case have one key, ß and SS among them."""
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Müller", ("muller", "mueller")),
        ("MÜLLER", ("muller", "mueller")),
        ("Mu\u0308ller", ("muller", "mueller")),
        ("Jörg Bäß", ("jorg bass", "joerg baess")),
        ("Mueller", ("mueller",)),
        ("Анна Щукина", ("анна щукина", "anna shchukina")),
        ("ΠΑΠΑΔΟΠΟΥΛΟΥ", ("παπαδοπουλου", "papadopoulou")),
        ("李 明", ("李 明",)),
    ],
)
def test_a_name_is_found_in_all_its_spellings(name: str, forms: tuple[str, ...]) -> None:
    """Müller as `muller` and as `mueller`, Cyrillic and Greek names in Latin letters too; all others have one key."""
    assert fold_forms(name) == forms


@MANY
@given(st.text())
def test_a_name_is_found_under_its_own_key(text: str) -> None:
    """The plain key comes first, and no key is given twice."""
    forms = fold_forms(text)

    assert forms[0] == fold(text)
    assert len(set(forms)) == len(forms)


# slug: what a handle is made of


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Ana Pires", "ana-pires"),
        ("Łukasz O'Brien-Müller", "lukasz-obrien-muller"),
        ("Dr. Ana_Pires (she)", "dr-ana-pires-she"),
        ("李 明", ""),
        ("李 Ming", "ming"),
        ("Андрей Щукин", "andrei-shchukin"),
        ("Юлія Ґєрман-Їжак", "yuliya-gyerman-izhak"),
        ("Ђорђе Љубић", "djordje-ljubic"),
        ("Γιώργος Παπαδόπουλος", "giorgos-papadopoulos"),
        ("a" * 70, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_slug_is_short_and_plain(text: str, made: str) -> None:
    """At most 60 letters, digits and single hyphens; Cyrillic and Greek are put into Latin letters, others left out."""
    assert slug(text) == made


@MANY
@given(st.text(max_size=200))
def test_every_slug_can_be_typed(text: str) -> None:
    """Whatever the name is, no character of a slug needs quoting."""
    made = slug(text)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert len(made) <= 60
    assert slug(made) == made


# safe: what may be shown


def test_nothing_unsafe_is_shown_and_nothing_else_is_changed() -> None:
    """Over all of Unicode: controls, bidi and hidden characters become ASCII escapes, the rest stays."""
    shown = {character: safe(character) for character in map(chr, range(sys.maxunicode + 1))}

    wrong = [hex(ord(c)) for c, text in shown.items() if is_unsafe(c) != (text != c)]
    assert wrong == []
    assert all(text.isascii() and text.isprintable() for c, text in shown.items() if text != c)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07"),
        ("a\tb\r\nc\x7f\x9b", r"a\x09b\x0d\x0ac\x7f\x9b"),
        ("evil\u202egpj.exe", r"evil\u202egpj.exe"),
        ("a\U000e0041b\ud800", r"a\U000e0041b\ud800"),
        ("👩\u200d💻 ❤\ufe0f Zoé 李", "👩\u200d💻 ❤\ufe0f Zoé 李"),
        (r"\x1b", r"\x1b"),
    ],
)
def test_a_hostile_name_is_shown_as_text(text: str, shown: str) -> None:
    """Escapes say which character stood there; an emoji of several parts stays one."""
    assert safe(text) == shown


@MANY
@given(st.text(st.characters()))
def test_safe_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    """What has been made safe has no unsafe character, no line end, and is not changed again."""
    shown = safe(text)

    assert not any(is_unsafe(character) for character in shown)
    assert len(shown.splitlines()) <= 1
    assert safe(shown) == shown


def test_long_text_keeps_its_lines_and_nothing_else() -> None:
    """LF, CR and CRLF end a line; a tab becomes blanks; other separators are shown."""
    assert safe_lines("a\r\nb\rc\n\n\td\x0be\u2028f") == ["a", "b", "c", "", r"    d\x0be\u2028f"]


# what is stored


@MANY
@given(st.text(st.characters()))
def test_stored_text_is_normal(text: str) -> None:
    """NFC, no blanks around it, no NUL, no half surrogate pair; storing it again changes nothing."""
    stored, line = nfc(text), one_line(text)

    assert unicodedata.is_normalized("NFC", stored)
    assert "\0" not in stored
    stored.encode()
    assert (nfc(stored), one_line(line)) == (stored, line)
    assert line == " ".join(line.split())


def test_a_name_is_one_line() -> None:
    """Runs of white space, no-break ones too, are one blank."""
    assert one_line(" Ana\u00a0\n Pires\t") == "Ana Pires"


# keys of contact points


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0033 6 12.34.56.78", "+33612345678"),
        ("(+33) 6-12/34 56 78", "+33612345678"),
        ("\u202a+33612345678\u202c", "+33612345678"),
        ("＋３３ ６１２３４５６７８", "+33612345678"),
        ("06 12 34 56 78", "0612345678"),
        ("00 12", "0012"),
        ("BusinessPhone", ""),
        ("1-800-ELEPHANT", ""),
        ("+49 MOBIL", ""),
        ("+49 172 123 mobil", "+49172123"),
    ],
)
def test_a_number_is_compared_by_its_digits(text: str, key: str) -> None:
    """Separators do not count; `00` before a long number is `+`; a word has no key."""
    assert phone_key(text) == key


@pytest.mark.parametrize(
    ("country", "national", "international"),
    [
        ("FR", "06 12 34 56 78", "+33 6 12 34 56 78"),
        ("FR", "06.12.34.56.78 poste 12", "0033 6 12 34 56 78"),
        ("FR", "33 6 12 34 56 78", "+33 (0)6 12 34 56 78"),
        ("DE", "030 123456", "+49 30 123456"),
        ("DE", "(030) 12 34 56, Durchwahl 7", "+49 (0)30 123456"),
        ("US", "(415) 555-0100", "+1 415 555 0100"),
        ("US", "1-415-555-0100 x123", "+1 (415) 555-0100 ext. 4"),
        ("US", "011 33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("GB", "020 7946 0001", "+44 (0)20 7946 0001"),
        ("GB", "0207 946 0001 ext 22", "+442079460001;ext=22"),
        ("IT", "06 1234 5678", "+39 06 1234 5678"),
        ("IT", "06 1234 5678 int. 3", "+39 (0)6 1234 5678"),
        ("IT", "331 234 5678", "+39 331 234 5678"),
    ],
)
def test_both_writings_of_a_number_have_one_key(country: str, national: str, international: str) -> None:
    """With the country and without; an extension does not count; Italy keeps its zero."""
    assert phone_key(national, country) == phone_key(international, country) == phone_key(international)
    assert is_national(national)
    assert not is_national(international)


@pytest.mark.parametrize("country", ["FR", "DE", "US", "GB", "IT", "AQ", "ZZ", "", None])
@pytest.mark.parametrize("digits", ["3631", "112", "12345", "0000000", "99999999999999999999", "1" * 300])
def test_what_is_no_number_of_the_country_stays_digits(country: str | None, digits: str) -> None:
    """Short codes and garbage are compared as they stand, wherever one is."""
    assert phone_key(digits, country) == digits


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("+33 6 12 34 56 78", "FR"),
        ("+1 415 555 0100", "US"),
        ("+44 20 7946 0001", "GB"),
        ("+99 12", None),
        ("word", None),
    ],
)
def test_an_international_number_has_a_country(text: str, country: str | None) -> None:
    """By its prefix; none for a number of nowhere."""
    assert phone_country(text) == country


@pytest.mark.parametrize(("text", "key"), [("x123", "123"), ("ext. 4", "4"), ("12 x", "12")])
def test_an_extension_alone_is_a_number(text: str, key: str) -> None:
    """There has to be something to extend."""
    assert phone_key(text) == key


@MANY
@given(st.text("0123456789", min_size=1, max_size=12), st.data())
def test_separators_in_a_number_do_not_matter(digits: str, data: st.DataObject) -> None:
    """Blanks, dots, hyphens and brackets after the first digit change no key."""
    marks = data.draw(st.lists(st.sampled_from(["", " ", "-", ".", ") "]), min_size=len(digits), max_size=len(digits)))
    written = "".join(digit + mark for digit, mark in zip(digits, marks, strict=True))

    assert phone_key(written) == phone_key(digits)
    assert phone_key(phone_key(digits)) == phone_key(digits)


@pytest.mark.parametrize(
    "url",
    [
        "linkedin.com/in/ana",
        "https://www.linkedin.com/in/ana/",
        "HTTP://LinkedIn.com/in/Ana?trk=x#top",
        "fr.linkedin.com/in/ana",
        " www.linkedin.com/in/ana/// ",
    ],
)
def test_a_profile_is_one_however_it_is_written(url: str) -> None:
    """Scheme, www, country, case, query and closing slash do not count on LinkedIn."""
    assert url_key(url) == "linkedin.com/in/ana"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/A", "https://example.org/a"),
        ("https://ana.example.org", "https://example.org"),
        ("https://fr.example.org", "https://example.org"),
        ("https://linkedin.com/in/ana", "https://linkedin.com/in/ana-2"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    """Elsewhere the case of a path counts, and a host is not shortened but by www."""
    assert url_key(one) != url_key(other)
    assert url_key(f"https://www.{url_key(one)}/") == url_key(one)


def test_a_percent_encoded_profile_is_the_same_profile() -> None:
    """LinkedIn writes andré as `andr%C3%A9` in one file and plainly in another."""
    assert url_key("https://www.linkedin.com/in/andr%C3%A9/") == url_key("linkedin.com/in/andré")


@pytest.mark.parametrize("text", ["ana@example.org", " Ana@Example.ORG ", "mailto:ana@example.org"])
def test_an_address_is_compared_without_case(text: str) -> None:
    """Blanks around it and `mailto:` do not count."""
    assert email_key(text) == "ana@example.org"


def test_mailto_is_taken_off_in_any_case() -> None:
    """`MAILTO:` is `mailto:`."""
    assert email_key("MAILTO:ana@example.org") == "ana@example.org"


@given(st.text(alphabet="=+-@' ax1\t", max_size=8) | st.text())
def test_a_cell_made_harmless_can_be_read_back(text: str) -> None:
    """No spreadsheet takes it for a formula, and what it held before is not lost."""
    cell = csv_cell(text)

    assert from_csv_cell(cell) == text
    assert not cell.startswith(("=", "-", "@"))


@pytest.mark.parametrize(
    ("count", "words", "told"),
    [
        (0, ("tie",), "0 ties"),
        (1, ("tie",), "1 tie"),
        (1, ("person", "people"), "1 person"),
        (1234, ("person", "people"), "1,234 people"),
    ],
)
def test_one_is_told_in_the_singular(count: int, words: tuple[str, ...], told: str) -> None:
    """Everything else in the plural, thousands apart."""
    assert counted(count, *words) == told
