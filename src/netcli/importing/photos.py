"""The photo that a source gives: kept, and given to whoever has none or had that source's last one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from netcli.domain.photo import NewPicture, keep_picture
from netcli.importing.draft import PictureDraft
from netcli.results_order import Picture
from netcli.storage import Store


def digest_of(picture: PictureDraft) -> str:
    """Return the digest by which a picture is kept."""
    return hashlib.sha256(picture.data).hexdigest()


def give_photo(store: Store, person: int, picture: PictureDraft, base: Mapping[str, object]) -> None:
    """Give somebody a photo unless the source only repeats itself or he has another by now.

    `base` is what the source said last time. The media type is that of the draft.
    """
    digest, before = digest_of(picture), base.get("photo")
    held = store.value("SELECT photo FROM person WHERE id = ?", (person,))
    if digest in (before, held) or held not in (None, before):
        return
    facts = Picture(digest, picture.media_type or "application/octet-stream", len(picture.data))
    keep_picture(store, NewPicture(facts, picture.data))
    store.update("person", person, photo=digest)
