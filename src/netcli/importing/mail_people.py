"""Whose the addresses of mail are; correspondents are those the owner wrote to and who wrote to him."""

from __future__ import annotations

from collections import Counter

from netcli.importing.address_people import AddressPeople
from netcli.importing.mail_bag import MailBag
from netcli.storage import Store


class MailPeople(AddressPeople):
    """Everybody in a bag of mail."""

    def __init__(self, store: Store, bag: MailBag, owner: int | None) -> None:
        super().__init__(store, bag, owner)
        self._bag = bag

    def _everybody(self) -> set[int]:
        return {number for one in self._bag.messages() for number in (one.sender, *one.recipients)}

    def _correspondents(self) -> set[int]:
        written_to: set[int] = set()
        wrote: set[int] = set()
        for one in self._bag.messages():
            if self.whose[one.sender] == self._owner:
                written_to.update(one.recipients)
            elif any(self.whose[number] == self._owner for number in one.recipients):
                wrote.add(one.sender)
        return written_to & wrote

    def likely_owner(self) -> str | None:
        """Return the address that takes part in most messages, if it takes part in more than half of them."""
        often = Counter(number for one in self._bag.messages() for number in (one.sender, *one.recipients))
        for number, count in often.most_common(1):
            if count * 2 > len(self._bag):
                return self._bag.addresses[number]
        return None
