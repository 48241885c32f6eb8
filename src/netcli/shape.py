"""Typed named tuples whose constructors are compiled once it pays.

`typing.NamedTuple` compiles every annotation when the class is made, `collections.namedtuple` every constructor. Each
command loads the seventy shapes of results.py and model.py, makes a handful of twenty of them and thousands of one or
two: to compile all cost half an empty interpreter, frozen dataclasses three.
"""

from __future__ import annotations

from collections import namedtuple
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    _FEW = 16  #: so many are made in Python before a constructor is compiled

    class _Shape(tuple):
        """A named tuple; its class counts how many were made."""

        __slots__ = ()
        _made = 0

        def __new__(cls, *args: Any, **kwargs: Any) -> Self:
            """Make one here; what does not fit, and the many, by a real named tuple's constructor."""
            fields = cls._fields
            if cls._made < _FEW and kwargs.keys().isdisjoint(fields[: len(args)]):
                cls._made += 1
                values = {**cls._field_defaults, **dict(zip(fields, args, strict=False)), **kwargs}
                if len(args) <= len(fields) and values.keys() == {*fields}:
                    return tuple.__new__(cls, [values[name] for name in fields])
            whole = namedtuple(cls.__name__, fields, defaults=cls._field_defaults.values(), module=cls.__module__)
            for name in ("__new__", "_make", "_replace"):
                setattr(cls, name, whole.__dict__[name])
            return cls(*args, **kwargs)

        @classmethod
        def _make(cls, values: Any) -> Self:
            return cls(*values)

        def _replace(self, **changed: Any) -> Self:
            return type(self)(**{**self._asdict(), **changed})

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _Maker(type):
        """Turn a class body with annotations into a named tuple with the body's methods."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", {}))
            shape = {"__slots__": (), "_fields": fields, "__match_args__": fields}
            defaults = {field: body[field] for field in fields if field in body}
            getters = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
            return type(name, (_Shape,), {**body, **shape, "_field_defaults": defaults, **getters})

    class NamedTuple(metaclass=_Maker):
        """Base of a typed named tuple: annotations are fields, with defaults and methods as usual."""
