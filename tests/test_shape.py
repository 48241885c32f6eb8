"""Named tuples that are completed on first use behave as Python's own."""

from __future__ import annotations

import copy
import pickle

import pytest

from netcli.shape import NamedTuple


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 2

    @property
    def total(self) -> int:
        """The sum."""
        return self.x + self.y


class Fresh(NamedTuple):
    """Nobody has made any of these."""

    x: int
    y: int = 2


class Made(NamedTuple):
    """Nobody has called this one yet when it is made from values."""

    a: int


@pytest.mark.parametrize("made", [0, 100])
def test_a_shape_is_a_named_tuple(made: int) -> None:
    """It is made by place and by name, compared as a tuple, copied with changes, shown, matched and pickled."""
    assert {Point(1) for _ in range(made)} <= {(1, 2)}
    point = Point(1)

    assert point == (1, 2) == Point(x=1, y=2) == Point._make([1, 2])
    assert (point.x, point.y, point.total, point[-1], Point._fields) == (1, 2, 3, 2, ("x", "y"))
    assert repr(point._replace(y=5)) == "Point(x=1, y=5)"
    assert point._asdict() == {"x": 1, "y": 2}
    assert copy.deepcopy(point) == pickle.loads(pickle.dumps(point)) == point
    assert type(pickle.loads(pickle.dumps(point))) is Point
    match point:
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_what_a_shape_lacks_is_an_error() -> None:
    """A missing, an unknown and a surplus value are refused, the first time as always; nothing can be set."""
    for wrong in ((), (1, 2, 3)):
        with pytest.raises(TypeError):
            Point(*wrong)
    for wrong in ({"z": 3}, {"x": 1, "z": 3}, {"y": 1}):
        with pytest.raises(TypeError):
            Fresh(**wrong)
    with pytest.raises(TypeError):
        Fresh(1, x=1)
    with pytest.raises(TypeError):
        Point(1, z=3)
    with pytest.raises(AttributeError):
        Point(1).x = 2
    with pytest.raises(AttributeError):
        Point(1).z = 2


def test_a_shape_may_first_be_made_from_values() -> None:
    """`_make` works before the constructor was called."""
    assert Made._make([1]) == (1,)
    assert repr(Made(1)) == "Made(a=1)"
