"""Photos: a picture is kept once, by the digest of its bytes, apart from the person who carries that digest."""

from __future__ import annotations

from collections.abc import Collection

from netcli.errors import BadInputError, NotFoundError
from netcli.results import Ref
from netcli.results_order import Picture
from netcli.shape import NamedTuple
from netcli.storage import Store

MOST_BYTES = 2_000_000
_WEBP = (b"RIFF", b"WEBP")
#: How the bytes of a picture begin (WHATWG MIME Sniffing, section 6.1, read 2026-03); WebP is told apart below.
_BEGINNINGS = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
#: Media type -> (what to call it, how its file names end).
_KINDS = {
    "image/jpeg": ("JPEG", "jpg"),
    "image/png": ("PNG", "png"),
    "image/gif": ("GIF", "gif"),
    "image/webp": ("WebP", "webp"),
}
_NAMES = "JPEG, PNG, GIF or WebP"


class NewPicture(NamedTuple):
    """A picture that is not kept yet: what there is to say of it, and its bytes."""

    facts: Picture
    data: bytes


def picture_told(picture: Picture) -> str:
    """Return a picture in words: `JPEG, 24 kB`."""
    return f"{_KINDS.get(picture.media_type, (picture.media_type,))[0]}, {size_told(picture.size)}"


def size_told(size: int) -> str:
    """Return a number of bytes in decimal units (IEC 80000-13): `812 bytes`, `24 kB`, `1.9 MB`."""
    if size < 1_000:
        return f"{size} bytes"
    kilobytes = round(size / 1_000)
    return f"{kilobytes} kB" if kilobytes < 1_000 else f"{size / 1_000_000:.1f} MB"


def file_ending(picture: Picture) -> str:
    """Return how the name of a file with this picture ends."""
    return _KINDS.get(picture.media_type, ("", "bin"))[1]


def read_picture(data: bytes, name: str) -> NewPicture:
    """Return the picture in the bytes of a file; raises BadInputError unless they are one that can be kept."""
    import hashlib

    refuse_size(len(data), name)
    media_type = _media_type(data)
    if media_type is None:
        raise BadInputError(f"{name} is not a picture: {_NAMES} are known by their first bytes", hint=_CONVERT)
    return NewPicture(Picture(hashlib.sha256(data).hexdigest(), media_type, len(data)), data)


_CONVERT = "turn it into one: magick PICTURE photo.jpg"


def refuse_size(size: int, name: str) -> None:
    """Raise BadInputError if a file of this many bytes is too large for a photo."""
    if size > MOST_BYTES:
        raise BadInputError(
            f"{name} has {size:,} bytes; a photo has {MOST_BYTES:,} at most (2 MB)",
            hint="make it smaller: magick PICTURE -resize 800x800 photo.jpg",
        )


def _media_type(data: bytes) -> str | None:
    if (data[:4], data[8:12]) == _WEBP:
        return "image/webp"
    return next((kind for beginning, kind in _BEGINNINGS.items() if data.startswith(beginning)), None)


def keep_picture(store: Store, picture: NewPicture) -> None:
    """Keep a picture, unless it is kept already."""
    digest, media_type, _ = picture.facts
    if not store.value("SELECT 1 FROM attachment WHERE digest = ?", (digest,)):
        store.insert("attachment", digest=digest, media_type=media_type, data=picture.data)


def picture_of(store: Store, digest: str | None) -> Picture | None:
    """Return the picture of a digest without loading it: SQLite knows the length of a BLOB from its header."""
    row = store.row("SELECT digest, media_type, length(data) AS size FROM attachment WHERE digest = ?", (digest,))
    return Picture(*row) if row else None


def load_photo(store: Store, person: Ref) -> tuple[Picture, bytes]:
    """Return a person's photo with its bytes; raises NotFoundError if there is none."""
    row = store.row(
        "SELECT digest, media_type, data FROM person JOIN attachment ON digest = photo WHERE person.id = ?",
        (person.id,),
    )
    if row is None:
        raise NotFoundError(f"no photo of {person.name}", hint=f"netcli edit {person.handle} --photo FILE")
    return Picture(row["digest"], row["media_type"], len(row["data"])), row["data"]


_FORMER = "SELECT json_extract(before, '$.photo') FROM journal WHERE table_name = 'person' AND before IS NOT NULL"


def forget_pictures(store: Store, digests: Collection[str]) -> int:
    """Delete those of the pictures that nobody has any more and that no undo would bring back; return how many."""
    if not digests:
        return 0
    wanted = {*store.column("SELECT photo FROM person"), *store.column(_FORMER)}
    return sum(store.run("DELETE FROM attachment WHERE digest = ?", (digest,)) for digest in set(digests) - wanted)
