"""Exports of Monica and Facebook: samples, real files by figures, and laws over broken ones."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netcli.errors import BadInputError, NewerFileError
from netcli.importing.draft import Reading
from netcli.importing.formats import FORMATS, recognise
from netcli.importing.formats.facebook import repaired
from netcli.results import plain
from tests.conftest import CORPORA
from tests.importing.test_vcard import pruned

SAMPLES = sorted(
    p for p in (Path(__file__).parent / "samples" / "exports").glob("*.json") if not p.name.endswith(".json.json")
)
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reading(data: bytes, form: str) -> Reading:
    """Return what a file says that is recognised as of a format."""
    found = recognise(data, "export.json")
    assert found is not None
    assert found.name == form
    return found.read(data, None, "export.json")


def said(found: Reading) -> dict[str, Any]:
    """Return a reading as the JSON beside its sample shows it."""
    return {
        "drafts": [
            pruned({
                "where": d.where, "key": d.key, "evidence": d.evidence, "since": d.since, "facts": plain(d.facts),
                "relations": [f"{r.kind}: {r.uid}" for r in d.relations],
            })
            for d in found.drafts
        ],
        "rows": [[row.kind, *row.people, *row.values] for row in found.rows],
        "contacts": [
            [one.sender.name, *(who.name for who in one.receivers), one.on, one.count] for one in found.beside.contacts
        ],
        "owners": [who.name for who in found.beside.owners],
        "rejected": [f"{r.where}: {r.reason}" for r in found.rejected],
        "skipped": [f"{s.reason}: {s.count}" for s in found.skipped],
    }  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_the_page_beside_it_says(sample: Path, request: pytest.FixtureRequest) -> None:
    """Each NAME.json has its NAME.json.json."""
    found = json.loads(json.dumps(said(reading(sample.read_bytes(), sample.stem.partition("-")[0]))))
    page = sample.with_name(f"{sample.name}.json")
    if request.config.getoption("--rewrite-golden"):
        page.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    assert found == json.loads(page.read_text(encoding="utf-8"))


def figures(found: Reading) -> dict[str, Any]:
    """Return how much there is of what, and a digest of the names and days: nothing by which anybody could be known."""
    told = said(found)
    words = json.dumps(
        [
            [[d["facts"]["name"], d["facts"].get("birthday"), d.get("since")] for d in told["drafts"]],
            sorted([row[0], *(part for part in row if isinstance(part, str) and part[:2] == "20")] for row in told["rows"]),
            told["contacts"],
        ],
        ensure_ascii=False,
    )  # fmt: skip
    return {
        "people": len(found.drafts), "rows": dict(Counter(row.kind for row in found.rows)),
        "points": sum(len(d.facts.points) for d in found.drafts),
        "positions": sum(len(d.facts.positions) for d in found.drafts),
        "relations": sum(len(d.relations) for d in found.drafts),
        "tags": sum(len(d.facts.tags) for d in found.drafts), "rejected": len(found.rejected),
        "skipped": {s.reason.rpartition(" ")[2]: s.count for s in found.skipped},
        "digest": sha256(words.encode()).hexdigest()[:16],
    }  # fmt: skip


#: Read by eye from the files: counts, and digests of what the names and days are.
REAL = {
    "monica/naiba-bonds__monica_export.json": {
        "people": 3, "rows": {"remark": 2, "interaction": 3, "reminder": 2, "standing": 1}, "points": 2, "positions": 1,
        "relations": 2, "tags": 3, "rejected": 0,
        "skipped": {"pets": 1, "gifts": 1, "debts": 1, "photos": 1, "documents": 1, "genders": 2}, "digest": "f1920135caf0cb9c",
    },
    "facebook/pedrofuentes-kawsay__message_1.json": {
        "people": 2, "rows": {}, "points": 0, "positions": 0, "relations": 0, "tags": 0, "rejected": 0, "skipped": {},
        "digest": "a03b5b35d1499881",
    },
    "facebook/pedrofuentes-kawsay__your_posts_1.json": {
        "people": 0, "rows": {}, "points": 0, "positions": 0, "relations": 0, "tags": 0, "rejected": 0,
        "skipped": {"export.json": 1}, "digest": "f865256c77f3fc9f",
    },
}  # fmt: skip


@pytest.mark.skipif(not CORPORA.exists(), reason="the real files of other programs, ../shared/corpora, are not here")
@pytest.mark.parametrize("name", REAL)
def test_real_files_are_read_as_an_eye_reads_them(name: str) -> None:
    """Figures alone stand here; the files are nobody's to copy."""
    assert figures(reading((CORPORA / name).read_bytes(), name.partition("/")[0])) == REAL[name]


@pytest.mark.parametrize(
    "name", ["contacts_uploaded_from_your_phone.json", "removed_friends.json", "pages_you_follow.json"]
)
def test_labels_of_others_are_no_friends(name: str) -> None:
    """Its name tells what a list of labels and values holds."""
    data = (Path(__file__).parent / "samples" / "exports" / "facebook-labels.json").read_bytes()
    found = next(form for form in FORMATS if form.name == "facebook").read(data, None, f"x/{name}")

    assert (found.drafts, [told.reason for told in found.skipped]) == ((), [f"netcli has no place for it: {name}"])


# Laws


@given(st.text())
def test_text_written_byte_by_byte_is_repaired(text: str) -> None:
    """Whatever it was; and what was never so written stays unless it could have been."""
    data = text.encode("utf-8", "replace")

    assert repaired(data.decode("latin-1")) == data.decode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@given(data=st.data())
@MANY
def test_a_file_cut_off_anywhere_is_refused_with_its_place(sample: Path, data: st.DataObject) -> None:
    """In one line, that says where: never a traceback, never half of it."""
    whole = sample.read_bytes().rstrip()
    at = data.draw(st.integers(len(whole) // 2, len(whole) - 1))
    form = recognise(whole, "")
    assert form is not None

    with pytest.raises(BadInputError, match=r"cut off or damaged: .*line \d+ column \d+"):
        form.read(whole[:at], None, "")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8) | st.just("\ud83d"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "values", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value in some JSON."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@given(data=st.data())
@MANY
def test_a_value_of_another_type_spoils_at_most_its_own_part(sample: Path, data: st.DataObject) -> None:
    """Anything may stand anywhere: what is read is text that can be written, and nothing is raised but what is told."""
    told = json.loads(sample.read_bytes())
    path = data.draw(st.sampled_from(places(told)[1:]))
    holder = told
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = data.draw(JUNK)
    form = recognise(sample.read_bytes(), "")
    assert form is not None

    try:
        found = form.read(json.dumps(told).encode(), None, "")
    except (BadInputError, NewerFileError):
        return
    for draft in found.drafts:
        assert draft.facts.name
        draft.facts.name.encode()
    for row in found.rows:
        for part in row.values:
            str(part).encode()


@pytest.mark.parametrize("form", ["monica", "facebook"])
def test_json_deeper_than_any_program_writes_is_refused(form: str) -> None:
    """It is one line, and no traceback."""
    start = {"monica": b'{"account": {"x": 1}, "app_version": ', "facebook": b'{"friends_v2": [], "timestamp": '}[form]
    data = start + b"[" * 100_000

    with pytest.raises(BadInputError, match="cut off or damaged"):
        reading(data, form)
