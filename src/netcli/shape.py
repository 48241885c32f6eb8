"""Typed named tuples that cost next to nothing to declare.

`typing.NamedTuple` compiles every annotation when the class is made, `collections.namedtuple` every constructor. Each
command loads dozens of shapes and makes a handful of most: to compile all cost half an empty interpreter, frozen
dataclasses three. Here one constructor serves all shapes: by place it takes half as long again as a compiled one, by
name thrice as long, and no class pays for what it never makes.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    _new = tuple.__new__

    class _Shape(tuple):
        """A named tuple."""

        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Self:
            """Make one of values by place, then by name; what is left takes its default."""
            fields = cls._fields
            lacking = len(fields) - len(args)
            if not kwargs and not lacking:  # nearly all
                return _new(cls, args)
            if not kwargs and 0 < lacking <= len(cls._defaults):
                return _new(cls, args + cls._defaults[-lacking:])
            if kwargs:
                known = cls._field_defaults
                try:
                    args += tuple([kwargs.pop(n) if n in kwargs else known[n] for n in fields[len(args) :]])
                except KeyError as lacks:
                    raise TypeError(f"{cls.__name__} lacks {lacks}") from None
            if kwargs or len(args) != len(fields):
                raise TypeError(f"{cls.__name__} takes {', '.join(fields)}")
            return _new(cls, args)

        @classmethod
        def _make(cls, values: Any) -> Self:
            return cls(*values)

        def _replace(self, **changed: Any) -> Self:
            values = [changed.pop(n, value) for n, value in zip(self._fields, self, strict=True)]
            if changed:
                raise TypeError(f"{type(self).__name__} takes {', '.join(self._fields)}")
            return _new(type(self), values)

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
            known = {field: body[field] for field in fields if field in body}
            shape |= {"_field_defaults": known, "_defaults": tuple(known.values())}
            getters = {field: property(itemgetter(at)) for at, field in enumerate(fields)}
            return type(name, (_Shape,), {**body, **shape, **getters})

    class NamedTuple(metaclass=_Maker):
        """Base of a typed named tuple: annotations are fields, with defaults and methods as usual."""
