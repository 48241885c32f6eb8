"""What is printed as JSON: plain values under stable names."""

from __future__ import annotations

import inspect
import json
from enum import Enum
from importlib import import_module
from keyword import iskeyword
from pathlib import Path as FilePath
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netcli import results
from netcli.model import PointFact, PointKind
from netcli.model_tie import Level
from netcli.results import OperationList, Ref, plain
from netcli.results_import import ImportReport
from netcli.results_path import Direct, Hop, Path, PathAnswer
from netcli.results_tie import TieEvidence

PAGES = [import_module(f"netcli.{page.stem}") for page in FilePath(results.__file__).parent.glob("results*.py")]
SHAPES = [
    shape
    for page in PAGES
    for _, shape in inspect.getmembers(page, lambda found: hasattr(found, "_fields"))
    if shape.__module__ == page.__name__
]
SCALAR = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)


class Shelf(NamedTuple):
    """A shape with everything a result may hold."""

    from_: object
    items: tuple[object, ...] = ()


def test_a_result_becomes_dicts_lists_and_scalars() -> None:
    """Nested shapes, tuples, dicts and enums; keys in the order of the fields, `from_` as `from`."""
    shelf = Shelf(Ref(1, "ana", "Ana"), (PointKind.EMAIL, Level.CLOSE, {"a": (1, None)}, Shelf(0.5)))

    made = plain(shelf)

    assert made == {
        "from": {"id": 1, "handle": "ana", "name": "Ana"},
        "items": ["email", 5, {"a": [1, None]}, {"from": 0.5, "items": []}],
    }
    assert list(made["from"]) == ["id", "handle", "name"]
    assert json.loads(json.dumps(made)) == made


@settings(max_examples=100, deadline=None)
@given(st.recursive(SCALAR, lambda inner: st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_every_result_survives_json(value: object) -> None:
    """What is plain is JSON already, and making it plain again changes nothing."""
    made = plain(Shelf(value, (value,)))

    assert json.loads(json.dumps(made)) == made
    assert plain(made) == made


def test_facts_are_stored_by_their_words() -> None:
    """An enum is written as its text, never as its Python name."""
    assert plain(PointFact(PointKind.IM, "ana"))["kind"] == "im"
    assert not isinstance(plain(PointFact(PointKind.IM, "ana"))["kind"], Enum)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_shape_explains_itself(shape: type) -> None:
    """It has a docstring of its own; a trailing underscore stands only where Python wants the word."""
    assert not (shape.__doc__ or f"{shape.__name__}(").startswith(f"{shape.__name__}(")
    assert all(iskeyword(name[:-1]) for name in shape._fields if name.endswith("_"))


def test_the_answer_to_intro_path_keeps_its_names() -> None:
    """The keys that scripts rely on; more may be added, none may go."""
    ref, why = Ref(1, "ana", "Ana"), TieEvidence("stated", "4/5", None, "2026-01-01")
    hop = Hop(ref, ref, 0.5, None, None, inferred=False, evidence=(why,))
    path = Path(1, 0.25, "strong", ref, (hop,), None)

    made = plain(PathAnswer(ref, ref, "2026-03-02", 4, Direct(0.5, inferred=False, evidence=()), (path,), (), 0, None))

    assert {"from", "to", "as_of", "max_hops", "direct", "paths", "excluded", "hidden", "any_succeeds"} <= set(made)
    assert {"tie", "inferred", "evidence"} <= set(made["direct"])
    assert {"rank", "score", "band", "introducer", "hops", "weakest"} <= set(made["paths"][0])
    assert {"from", "to", "tie", "willing", "fatigue", "inferred", "evidence"} <= set(made["paths"][0]["hops"][0])
    assert {"kind", "text", "source", "date"} <= set(made["paths"][0]["hops"][0]["evidence"][0])


def test_the_report_of_an_import_keeps_its_names() -> None:
    """`import_` is a Python word only: scripts read `import`."""
    report = ImportReport(7, "book", "vcard", (), 1, 1, 0, 0, 0, (), (), (), ())

    made = plain(report)

    assert made["import"] == 7
    assert {"source", "format", "files", "read", "created", "updated", "unchanged", "gone"} <= set(made)
    assert {"skipped", "rejected", "review", "changes", "operation", "dry_run"} <= set(made)


def test_an_empty_list_is_an_object_with_an_empty_list() -> None:
    """Nothing found is still one JSON value."""
    assert plain(OperationList(())) == {"operations": []}
