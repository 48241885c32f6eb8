"""Which file of Facebook's copy of one's data is which, by its path, as it has been laid out over the years.

Until 2019 `messages/inbox/…` and `friends/friends.json` stood at the root, then below `friends_and_followers/`; since
2023 everything is below `your_facebook_activity/` and `connections/friends/your_friends.json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from netcli.errors import BadInputError

_MESSAGES = re.compile(r"(?:^|/)messages/(?:[^/]+/)?[^/]+/message_\d+\.json$")
_FRIENDS = re.compile(r"(?:^|/)(?:friends|your_friends)\.json$")
_PROFILE = re.compile(r"(?:^|/)profile_information\.json$")
_NEEDED = (_MESSAGES, _FRIENDS, _PROFILE)
#: The same files where the copy was asked for as pages to look at, not as JSON.
_AS_PAGES = re.compile(r"(?:^|/)(?:messages/(?:[^/]+/)?[^/]+/message_\d+|your_friends|friends)\.html$")
_PARTS = re.compile(
    r"(?:^|/)(?:your_facebook_activity/|your_activity_across_facebook/)?"
    r"(posts|photos_and_videos|comments_and_reactions|likes_and_reactions|events|groups|marketplace|pages|stories|videos"
    r"|ads_information|apps_and_websites_off_of_facebook|connections|friends_and_followers|friends|logged_information"
    r"|messages|personal_information|preferences|profile_information|security_and_login_information|search|location"
    r"|other_activity|payment_history|saved_items_and_collections|reels|files)(?:/|_\d+\.json$)"
)


def is_needed(path: str) -> bool:
    """Tell whether a file holds people: friends, messages, or who the owner is."""
    path = path.replace("\\", "/")
    return any(kind.search(path) for kind in _NEEDED)


def is_archive(paths: Sequence[str]) -> bool:
    """Tell whether these are the files of a copy of Facebook.

    Raises BadInputError if they are pages to look at, which hold no data to read.
    """
    plain = [path.replace("\\", "/") for path in paths]
    if any(_MESSAGES.search(path) or _FRIENDS.search(path) for path in plain):
        return True
    if any(_AS_PAGES.search(path) for path in plain):
        raise BadInputError(
            "this copy of Facebook is made of pages (HTML), which hold no data",
            hint="ask for it again, with format JSON: Settings > Download your information",
        )
    return False


def part_of(path: str) -> str:
    """Return in which part of the copy a file is that is not needed: posts, photos_and_videos."""
    found = _PARTS.search(path.replace("\\", "/"))
    return found[1] if found else "other files"
