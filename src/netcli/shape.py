"""Typed named tuples whose constructors are compiled when they are first called.

`typing.NamedTuple` compiles every annotation when the class is made, `collections.namedtuple` every constructor. Each
command loads the seventy shapes of results.py and model.py and makes a handful: that alone cost half an empty
interpreter, then a quarter; frozen dataclasses cost three.
"""

from __future__ import annotations

from collections import namedtuple
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Shape(tuple):
        """A named tuple that is not complete before one of its kind is made."""

        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Self:
            """Take all that a named tuple does from a real one, then make one."""
            whole = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values(), module=cls.__module__)
            for name in ("__new__", "__repr__", "__getnewargs__", "_make", "_replace", "_asdict"):
                setattr(cls, name, whole.__dict__[name])
            return cls(*args, **kwargs)

        @classmethod
        def _make(cls, values: Any) -> Self:
            return cls(*values)

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
