"""Ways to reach somebody, as cards write them: e-mail, telephone, pages, messaging, postal addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from netcli.importing.formats.cards import Card
from netcli.importing.formats.contentline import (
    ContentLine,
    Head,
    joined_label,
    made_line,
    split_escaped,
    structured,
    unescape,
)
from netcli.model import ADDRESS_PARTS, PointFact, PointKind
from netcli.text import fold, one_line

#: Apple's and Google's built-in labels are written like `_$!<HomePage>!$_`.
_BUILT_IN = re.compile(r"_\$!<(.*)>!\$_")
_SCHEME = re.compile(r"(?i)([a-z][a-z0-9+.-]{1,30}):(?=\S)")

#: Messaging of before IMPP (RFC 4770), by the service they name: netcli writes it before the address, as IMPP does.
_SERVICES = {
    "AIM": "aim", "ICQ": "icq", "JABBER": "xmpp", "XMPP": "xmpp", "MSN": "msnim", "SKYPE": "skype",
    "SKYPE-USERNAME": "skype", "YAHOO": "ymsgr", "YAHOO-ID": "ymsgr", "GTALK": "gtalk", "GOOGLE-TALK": "gtalk",
    "GOOGLETALK": "gtalk", "QQ": "qq", "GADUGADU": "gg", "GROUPWISE": "groupwise", "IRC": "irc", "SIP": "sip",
    "TELEGRAM": "telegram", "SIGNAL": "signal", "WHATSAPP": "whatsapp", "MATRIX": "matrix", "WECHAT": "wechat",
    "TWITTER": "twitter", "MASTODON": "mastodon", "DISCORD": "discord", "THREEMA": "threema", "FACEBOOK": "facebook",
    "VIBER": "viber", "KAKAOTALK": "kakaotalk", "LINE": "line", "ZOOM": "zoom", "ZALO": "zalo", "WEIBO": "weibo",
    "WINDOWS LIVE": "msnim",
    "WINDOWSLIVE": "msnim", "IMADDRESS": "", "IM": "",
}  # fmt: skip
_VENDORS = r"(?:EVOLUTION-|MS-|KADDRESSBOOK-X-|KADDRESSBOOK-|MOZILLA-|LOTUS-|NOKIA-|CENTRUM-CZ-)?"
_MESSAGING = re.compile(
    rf"X-{_VENDORS}({'|'.join(sorted(_SERVICES, key=len, reverse=True))})"
    rf"|X-MESSAGING/({'|'.join(_SERVICES)})-ALL"  # what KDE wrote before version 5.9
)
#: Properties of pages whose names are their labels, and of numbers.
_PAGES = {
    "X-EVOLUTION-BLOG-URL": "blog", "X-EVOLUTION-VIDEO-URL": "video", "X-KADDRESSBOOK-BLOGFEED": "blog",
    **{
        f"X-{name}{end}": name.lower() for end in ("", "-URL") for name in (
            "LINKEDIN", "XING", "INSTAGRAM", "YOUTUBE", "TIKTOK", "GITHUB", "PINTEREST", "SNAPCHAT", "VK", "WEBSITE",
        )
    },
}  # fmt: skip
_NUMBERS = {"X-ASSISTANT-TEL": "assistant"}  # Symbian's
_CALLED = {**_PAGES, **_NUMBERS}


def points(card: Card, labels: Labels) -> tuple[PointFact, ...]:
    """Return the contact points of a card, each once."""
    found: list[PointFact] = []
    for name in _of_interest(card):
        make = _MADE_BY.get(name) or (_address if name == "ADR" else _messaging)
        for line in card.take(name):
            found += make(line, labels)
            if name == "ADR":
                card.give_back(_beyond(line))
    if "LABEL" in card.named:
        found += _labelled(card, found)
    are_all_new = len({point.value for point in found}) == len(found)  # hashing them whole would take longer
    return tuple(found if are_all_new else dict.fromkeys(found))


class Labels:
    """What the labels of a card's groups say (X-ABLabel), by group, and which of them were asked for."""

    def __init__(self, card: Card | None = None) -> None:
        self._lines = card.take("X-ABLABEL") if card else []
        self._first = {line.group: line for line in reversed(self._lines)}
        self._texts = {group: built_in(one_line(unescape(line.value))) for group, line in self._first.items()}
        self._asked: set[str] = set()

    def of(self, group: str) -> str:
        """Return the label of a group, empty if it has none."""
        if group in self._texts:
            self._asked.add(group)
        return self._texts.get(group, "")

    def give_back(self, card: Card) -> None:
        """Put back the labels that nobody asked for, and those of lines that are kept."""
        if self._lines:
            kept = {line.group for lines in card.named.values() for line in lines}
            used = self._asked - kept
            card.give_back(
                line for line in self._lines if line.group not in used or line is not self._first[line.group]
            )


NO_LABELS = Labels()


def built_in(text: str) -> str:
    """Return a label without the marks of one that comes from the program; those are in lower case."""
    match = _BUILT_IN.fullmatch(text)
    return match[1].lower() if match else text


def _of_interest(card: Card) -> list[str]:
    """Return the properties of a card that are contact points, in the order in which they appear."""
    return [name for name in card.named if name in _MADE_BY or name == "ADR" or (card.has_rare and _is_messaging(name))]


def _is_messaging(name: str) -> bool:
    return name == "IMPP" or (name.startswith("X-") and _MESSAGING.fullmatch(name) is not None)


def _simple(kind: PointKind, clean: Callable[[str], str]) -> Callable[[ContentLine, Labels], list[PointFact]]:
    def made(line: ContentLine, labels: Labels) -> list[PointFact]:
        text = clean(unescape(line.value) if "\\" in line.value else line.value)
        label = _label(line.head, labels)
        return [PointFact(kind, value, label, line.head.preferred) for value in apart(kind, text)]

    return made


def _email(value: str) -> str:
    text = one_line(value)
    inside = re.search(r"<([^<>\s@]+@[^<>\s@]+)>", text) if "<" in text else None
    return inside[1] if inside else text[7:].partition("?")[0].strip() if text[:7].lower() == "mailto:" else text


def _phone(value: str) -> str:
    text = one_line(value)
    return text[4:].strip() if text[:4].lower() == "tel:" else text


def _page(value: str) -> str:
    text = one_line(value)
    return text[8:] if text[:8].lower() == "x-apple:" else text


#: What a property is a way of, and what cleans its value.
CLEAN: dict[str, tuple[PointKind, Callable[[str], str]]] = {
    "EMAIL": (PointKind.EMAIL, _email), "TEL": (PointKind.PHONE, _phone), "URL": (PointKind.URL, one_line),
}  # fmt: skip
_MADE_BY = {
    **{name: _simple(kind, clean) for name, (kind, clean) in CLEAN.items()},
    # X-MS-TEL are Outlook's numbers that 2.1 has no type for: an assistant's, a radio's
    **{name: _simple(PointKind.PHONE, _phone) for name in ("X-MS-TEL", *_NUMBERS)},
    **{name: _simple(PointKind.URL, _page) for name in ("X-SOCIALPROFILE", "SOCIALPROFILE", *_PAGES)},
}


_ADDRESSES = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_NUMBER = re.compile(r"(?:\D*\d){7,}\D*")


def apart(kind: PointKind | None, text: str) -> list[str]:
    """Return the addresses or numbers that stand in one line: `a@example.org; b@example.org`, `555 0100 / 555 0101`."""
    if kind is PointKind.EMAIL and ("," in text or ";" in text or " " in text):
        parts, one = re.split(r"[\s,;]+", text.strip(" ,;")), _ADDRESSES
    elif kind is PointKind.PHONE and (" / " in text or ";" in text or "|" in text):
        parts, one = re.split(r"\s+/\s+|\s*[;|]\s+", text), _NUMBER
    else:
        return [text] if text else []
    return parts if all(map(one.fullmatch, parts)) else [text]


def addressee(value: str) -> str:
    """Return the name before an address in angle brackets, `"Ana" <ana@example.org>`; empty if there is none."""
    before, bracket, rest = one_line(unescape(value)).partition("<")
    return before.strip(' "') if bracket and "@" in rest else ""


def _label(head: Head, labels: Labels, *more: str) -> str | None:
    if not head.group and not more and head.name not in _CALLED:
        return head.label
    own = head.label.split(", ") if head.label else []
    return joined_label(labels.of(head.group), *own, *more, _CALLED.get(head.name, ""))


def _messaging(line: ContentLine, labels: Labels) -> Iterator[PointFact]:
    """Yield the address as a URI of its service: `X-SKYPE:ana` and `IMPP;X-SERVICE-TYPE=Skype:x-apple:ana` alike."""
    value = one_line(unescape(line.value))
    named = _MESSAGING.fullmatch(line.name)
    service = _SERVICES[named[1] or named[2]] if named else ""
    told = line.param("X-SERVICE-TYPE")[:1]
    if not service and told:
        service = _SERVICES.get(told[0].upper(), fold(told[0]).replace(" ", "-"))
    scheme = _SCHEME.match(value)
    if named and scheme and scheme[1].lower() in ("http", "https"):
        yield PointFact(PointKind.URL, value, _label(line.head, labels, service), line.head.preferred)
        return
    if service and scheme and scheme[1].lower() == "x-apple":
        value, scheme = value[scheme.end() :], None
    if service and not scheme:
        value = f"{service}:{value}"
    yield PointFact(
        PointKind.IM, value, _label(line.head, labels, *(word for word in told if word.lower() not in value.lower())),
        line.head.preferred,
    )  # fmt: skip


def _address(line: ContentLine, labels: Labels) -> Iterator[PointFact]:
    parts = [part and one_line(part) for part in structured(line.value, len(ADDRESS_PARTS))]
    if len(parts) == 1:  # all in one piece, which is no box
        parts = ["", "", *parts]
    named = tuple((name, part) for name, part in zip(ADDRESS_PARTS, parts, strict=False) if part)
    if named:
        text = ", ".join([part for _, part in named])
        yield PointFact(PointKind.ADDRESS, text, _label(line.head, labels), line.head.preferred, named)


def _beyond(line: ContentLine) -> list[ContentLine]:
    """Return what a postal address says beyond its seven parts: the line itself, or its label as one of its own."""
    if line.value.count(";") > _PARTS and any(map(str.strip, split_escaped(line.value, ";")[len(ADDRESS_PARTS) :])):
        return [line]
    label = next((value for key, value in line.head.params if key == "LABEL"), "")
    if not label or _words(label) <= _words(line.value):
        return []
    head = f"LABEL;TYPE={','.join(line.types)}" if line.types else "LABEL"
    return [made_line(head, label)]


_PARTS = len(ADDRESS_PARTS) - 1


def _labelled(card: Card, found: list[PointFact]) -> list[PointFact]:
    """Return the addresses that a card has as LABEL alone (2.1, 3.0); one that says more than its ADR is kept."""
    addresses = {point.label: _words(point.value) for point in found if point.kind is PointKind.ADDRESS}
    alone = []
    for line in card.take("LABEL"):
        text, label = one_line(unescape(line.value)), line.head.label
        if label not in addresses:
            alone.append(PointFact(PointKind.ADDRESS, text, label, line.head.preferred, (("street", text),)))
        elif not _words(text) <= addresses[label]:
            card.give_back([line])
    return alone


def _words(text: str) -> Counter[str]:
    """Return the words of an address, each as often as it stands there."""
    return Counter(re.findall(r"\w+", text.casefold()))
