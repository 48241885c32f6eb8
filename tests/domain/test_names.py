"""Ten thousand made-up names of many languages: each is found however somebody types it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from netcli.domain.listing import ListQuestion, find_people
from netcli.domain.person import add_person, named
from netcli.domain.query import Query
from netcli.person_name import split_name
from netcli.storage import Store, open_reader, open_writer
from netcli.text import fold
from tests.conftest import spawn

COUNT = 10_000
TODAY = date(2026, 3, 2)

#: Given names, then syllables that family names are put together from, a language a line.
LANGUAGES: dict[str, tuple[str, str]] = {
    "german": ("Jürgen Käthe Björn Sören Günther Anja", "Mül Grö Bäu Schrö Wei Stra ler ßner hoff mann bäcker"),
    "french": ("Zoé Jean-Pierre François Anaïs Loïc Noëlle", "Du Le Bœuf Châ Pré Fé pont blanc vrier teau lière"),
    "polish": ("Łucja Władysław Żaneta Józef Agnieszka", "Wój Ża Świ Łu Gó Kó cik kowski ski czyńska ląg"),
    "turkish": ("Işıl İbrahim Gülşen Çağla Ömer", "Yıl Öz Şa Gü Çe Ka dız türk hin neş lik ığlı"),
    "vietnamese": ("Nguyễn Trần Đặng Phạm Hồ", "Thị Văn Đức Hữu Ngọc Ánh Bích Quỳnh Tuấn"),
    "danish": ("Søren Åse Mæve Jørn Þóra Guðrún", "Ø Kjæ Nør Bjør Há rgaard sted dahl ðsson ersen"),
    "croatian": ("Đorđe Živana Šime Čedomir Ćiril", "Đu Ža Šu Ko Vu rić ković čić šić njak"),
    "irish": ("Siobhán Niamh Seán Méabh Pádraig", "O'Bri O’Con Mac Ó Dú en nor Cárthaigh lan nóg"),
    "italian": ("D’Angelo Niccolò Nino Zita Ezio", "De Dal la D'A Bru Ros no sio mico Vecchi Verdi"),
    "greek": ("Γιώργος Ελένη Ανδρέας Ζωή", "Πα Κο Δη Στα πά λιάς νίδης μάτης πούλου"),
    "russian": ("Ёлка Фёдор Юлия Сергей Андрей", "Ива Пет Ку Соло Чай нов рова зьмин вьёв ковский"),
    "chinese": ("美玲 偉 小明 淑芬", "林 王 陳 歐陽 司馬 李"),
    "japanese": ("はなこ ケン 太郎 さくら", "山 田 佐藤 鈴木 中 村 ガード"),
    "korean": ("민준 서연 지훈 하은", "김 이 박 최 강 윤 남궁"),
    "arabic": ("محمد فاطمة أحمد ليلى", "الح الك سن ريم وي داد"),
}
PARTICLES = ("", "", "", "", "van der ", "de la ", "von ", "da ", "Le ")


def made_up() -> Iterator[str]:
    """Yield the names, the same at every run: every name differs from all others."""
    chance = random.Random(20260302)
    for number in range(COUNT):
        given, family = LANGUAGES[chance.choice(tuple(LANGUAGES))]
        syllables = family.split()
        last = "".join(chance.choice(syllables) for _ in range(chance.choice((2, 3)))) + f"{number:05}"[::-1].translate(
            str.maketrans("0123456789", "aeioubdgkl")
        )
        first = chance.choice(given.split())
        if chance.random() < 0.1:
            last += f"-{chance.choice(syllables)}er"
        if chance.random() < 0.1:
            yield f"{last.upper()} {first}"
        else:
            yield f"{first} {chance.choice(PARTICLES)}{last}"


#: How letters are typed on a keyboard that lacks them; netcli's own table is not asked.
TYPED = {
    "ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "’": "", "'": "",
}  # fmt: skip
GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue"}


def plain(name: str) -> str:
    """Return a name as somebody types it who has no accents; other scripts stay as they are."""
    letters = "".join(TYPED.get(letter, letter) for letter in name.lower())
    return "".join(letter for letter in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(letter))


def forms(name: str, family: str, given: str) -> dict[str, str]:
    """Return how the same name may be typed."""
    word = max(name.replace("-", " ").split(), key=len)
    found = {
        "as it is": name,
        "folded": fold(name),
        "in capitals": name.upper(),
        "in small letters": name.lower(),
        "decomposed": unicodedata.normalize("NFD", name),
        "without accents": plain(name),
        "family first": f"{family} {given}",
        "family first, in capitals, without accents": plain(f"{family} {given}").upper(),
        "part of a word": word[1:-1] if len(word) > 4 else word,
    }
    if any(letter in GERMAN for letter in name.lower()):
        found["with ae, oe, ue"] = plain("".join(GERMAN.get(letter, letter) for letter in name.lower()))
    return found


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with all of them."""
    path = tmp_path_factory.mktemp("names") / "t.db"
    with open_writer(path) as store, store.operation("fill", at="2026-03-02T10:00:00Z"):
        add_person(store, named("Sam Moreau"), seen_on=None, is_me=True)
        for name in NAMES:
            add_person(store, named(name), seen_on=None, to_meet=True)
    return path


@pytest.fixture(scope="module")
def store(file: Path) -> Iterator[Store]:
    """Return the file, open."""
    with open_reader(file) as opened:
        yield opened


NAMES = tuple(made_up())
TYPED_FORMS = [(name, kind, form) for name in NAMES for kind, form in forms(name, *reversed(split_name(name))).items()]


def found_by(store: Store, query: str) -> list[str]:
    """Return the names that `find` answers with."""
    words = query.split()
    return [row.name for row in find_people(store, ListQuestion(Query(words), TODAY, limit=20), words).people]


def test_the_names_are_ten_thousand_of_many_scripts() -> None:
    """No two are alike, and there are letters of eight alphabets among them."""
    scripts = {unicodedata.name(letter).split()[0] for name in NAMES for letter in name if letter.isalpha()}

    assert len({fold(name) for name in NAMES}) == COUNT
    assert {"LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "ARABIC"} <= scripts


def test_every_form_of_every_name_is_in_what_find_looks_in(store: Store) -> None:
    """However one of 10,000 names is typed, its folded words stand in the text that `find` searches, in their order."""
    text = {row["name"]: row["text"] for row in store.rows("SELECT name, text FROM listed JOIN person USING (id)")}

    missing = [(name, kind, form) for name, kind, form in TYPED_FORMS if fold(form) not in text[name]]

    assert len(TYPED_FORMS) > 9 * COUNT
    assert missing == []


@pytest.mark.parametrize("kind", [*forms("Käthe Mü", "Mü", "Käthe")])
def test_find_answers_with_the_person(store: Store, kind: str) -> None:
    """`find` answers every form of one name in 400 with that person, and a whole name with that person first."""
    asked = [(name, form) for name, found, form in TYPED_FORMS if found == kind]

    for name, form in asked[:: max(1, len(asked) // 25)]:
        answer = found_by(store, form)
        assert name in answer, form
        assert kind == "part of a word" or "family" in kind or answer[0] == name, form


@pytest.mark.parametrize("at", range(0, COUNT, COUNT // 30))
def test_the_command_line_finds_them(file: Path, at: int) -> None:
    """Typed at a shell without accents and in capitals, a name is answered with its person."""
    name = NAMES[at]

    done = spawn("find", *plain(name).upper().split(), "--fields", "name", db=file)

    assert (done.returncode, done.stdout.splitlines()[0]) == (0, name)
