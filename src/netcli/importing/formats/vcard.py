"""vCard 2.1, 3.0 and 4.0: cards into drafts of people and groups. What has no place is kept as it came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from netcli.importing.draft import Draft, GroupDraft, Reading
from netcli.importing.formats.card_android import with_plain_lines
from netcli.importing.formats.card_dates import birthday, events
from netcli.importing.formats.card_lists import but_in_lists, is_list, listed, members
from netcli.importing.formats.card_names import SAYS_NOTHING, Names, read_names
from netcli.importing.formats.card_pictures import picture
from netcli.importing.formats.card_points import NO_LABELS, Labels, points
from netcli.importing.formats.card_relations import agents, relations
from netcli.importing.formats.card_words import with_known_names
from netcli.importing.formats.cards import Card, Cards
from netcli.importing.formats.contentline import ContentLine, as_3_0, split_escaped, unescape
from netcli.importing.formats.plain_card import LONGEST_NAME, plain_draft
from netcli.model import PersonFacts, PositionFact
from netcli.person_name import read_name
from netcli.results_import import Rejected, Skipped
from netcli.text import nfc, one_line

_MOST_REJECTED = 1_000
#: Properties that say something of the card, not of the person: nothing is lost by not keeping them.
_OF_THE_CARD = ("VERSION", "REV", "PRODID", "PROFILE")
_KDE_TEAM = "X-KADDRESSBOOK-X-DEPARTMENT"
_NOBODY = "it names nobody: no name, organisation, address or number"
_KIND = ("KIND", "X-ADDRESSBOOKSERVER-KIND")
_MEMBERS = ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")
#: Groups that somebody is in, beside CATEGORIES: of Android's telephones, Symbian's, Palm's and Lotus Notes.
_GROUPS = ("X-GROUP-MEMBERSHIP", "X-ABGROUP", "X-CATEGORIES", "X-PALM-CATEGORY", "X-LOTUS-CATEGORIES")
#: What a card is of, if not of a person: a tag says so, and the line is kept.
_KINDS = {
    "org": "organisation", "organization": "organisation", "company": "organisation", "location": "location",
    "application": "application", "device": "device",
}  # fmt: skip


def read(data: bytes, *, careful: bool = False) -> Reading:
    """Return the people and groups of a file of cards; a card that names nobody is rejected with its number.

    With `careful` no short cut is taken for plain cards: the result is the same.
    """
    drafts: list[Draft] = []
    groups: list[GroupDraft] = []
    rejected: list[Rejected] = []
    left_out, further = Counter[str](), Counter[str]()
    lists: list[Draft] = []
    cards = Cards(data, careful=careful, short=plain_draft)
    for card in cards:
        if isinstance(card, Draft):
            drafts.append(card)
            continue
        found = _read_card(card, lists)
        if isinstance(found, Draft):
            drafts.append(found)
        elif isinstance(found, GroupDraft):
            groups.append(found)
        elif len(rejected) < _MOST_REJECTED:
            rejected.append(found)
        else:
            further[found.reason] += 1
        if card.odd:
            left_out.update(f"parameters of lines: {name}" for name in card.lost_parameters())
        if card.left_out:
            left_out.update(card.left_out)
    left_out.update(cards.left_out)
    drafts += but_in_lists(drafts, lists) if lists else ()
    rejected += [Rejected("further cards", f"{count:,} more: {reason}") for reason, count in further.items()]
    skipped = tuple(Skipped(what, count) for what, count in sorted(left_out.items()))
    return Reading(tuple(drafts), tuple(rejected), skipped, groups=tuple(groups))


def _read_card(card: Card, lists: list[Draft]) -> Draft | GroupDraft | Rejected:
    """Return the person or the group of a card; lines that nobody takes are kept. `lists` takes who is in a list."""
    where = f"card {card.number} (line {card.line})"
    if not card.named and not card.agents:
        return Rejected(where, _NOBODY)
    if card.has_rare and (_is_group(card) or is_list(card)):
        people = listed(card, where) if is_list(card) else []
        lists += people
        return _group(card, where, *members(people))
    uid = _uid(card)
    facts, labels = _facts(card)
    if len(facts.name) > LONGEST_NAME:
        return Rejected(where, f"its name has {len(facts.name):,} characters")
    if not facts.name:
        return Rejected(where, _NOBODY)
    if not card.named and not card.agents and not card.has_rare:
        return Draft(facts, where, uid)
    photo = picture(card)
    found = (*relations(card, labels), *agents(card, lambda agent: (_uid(agent), _facts(agent)[0])))
    labels.give_back(card)
    raw = tuple(as_3_0(line) for line in card.rest())
    return Draft(facts, where, uid, raw, photo=photo, relations=found)


def _is_group(card: Card) -> bool:
    return "group" in [line.value.strip().lower() for name in _KIND for line in card.named.get(name, ())]


def _facts(card: Card) -> tuple[PersonFacts, Labels]:
    """Return the facts of a card, without a name if it names nobody, and the labels of its groups."""
    card.take(*_OF_THE_CARD)
    if "X-ANDROID-CUSTOM" in card.named or "X-SAMSUNGADR" in card.named:
        with_plain_lines(card)
    if card.has_rare:
        with_known_names(card)
    labels = Labels(card) if card.has_rare else NO_LABELS
    kinds = _kinds(card) if card.has_rare else ()
    names = read_names(card)
    reached, jobs = points(card, labels), _positions(card)
    born, odd = birthday(card)
    instead = [  # what a card without a name is called by, and so the FN of one that was written of it
        *(n.name for n in names.others), *(p.org for p in jobs),
        *(p.value for p in reached if p.kind in ("email", "phone")),
    ]  # fmt: skip
    name = _first_that_says((names.display, names.composed, *instead)) or names.display or names.composed
    family, given, additional, prefix, suffix = names.parts if _says(names.composed) else Names().parts
    if not given and not family and names.display and name not in instead and not kinds:
        given, family, _, *around = (part or "" for part in read_name(name))
        prefix, suffix = (own or told for own, told in zip((prefix, suffix), around, strict=True))
    tags = tuple(dict.fromkeys((*_tags(card), *kinds)))
    return PersonFacts(
        name, given or None, family or None, additional or None, prefix or None, suffix or None, None, None, born,
        _language(card), _note(card, odd), None, None, names.others, reached, jobs, tags,
        events(card, labels) if card.has_rare else (),
    ), labels  # fmt: skip


def _says(name: str) -> bool:
    return SAYS_NOTHING.fullmatch(name) is None


def _first_that_says(names: Iterable[str | None]) -> str:
    """Return the first of names that is one, empty if none is: `-` and `?` stand for a name."""
    return next((name for name in names if name and _says(name)), "")


def _kinds(card: Card) -> tuple[str, ...]:
    """Return what a card is of, if not of a person; the lines that say so are kept, to be written again."""
    lines = card.take(*_KIND, "X-ABSHOWAS")
    card.give_back(line for line in lines if line.value.strip().lower() != "individual")
    return tuple(_KINDS[word] for line in lines if (word := line.value.strip().lower()) in _KINDS)


def _positions(card: Card) -> tuple[PositionFact, ...]:
    """Return the jobs: ORG and TITLE pair up by group, else in order; ROLE stands in where there is no TITLE."""
    lines = _one_of_each(card, "ORG")
    titles = _one_of_each(card, "TITLE") or _one_of_each(card, "ROLE")
    found = []
    groups = {line.group for line in lines if line.group}
    for line in lines:
        parts = [one_line(part) for part in split_escaped(line.value, ";")]
        if len(lines) == len(titles) == 1:
            title: ContentLine | None = titles[0]
        else:
            own = (t for t in titles if t.group and t.group == line.group)
            title = next(own, next((t for t in titles if t.group not in groups), None))
        titles = [t for t in titles if t is not title]
        words = one_line(unescape(title.value)) if title else None
        team = (len(parts) > 1 and ", ".join([part for part in parts[1:] if part])) or None
        if parts[0] or words or team:
            found.append(PositionFact(parts[0] or None, words, team=team))
    found += [PositionFact(None, one_line(unescape(title.value))) for title in titles]
    if card.has_rare and len(found) == 1 and not found[0].team:
        teams = [one_line(unescape(line.value)) for line in card.take(_KDE_TEAM)]
        found = [found[0]._replace(team=", ".join(teams) or None)]
    return tuple(found if len(found) < 2 else dict.fromkeys(found))


def _one_of_each(card: Card, name: str) -> list[ContentLine]:
    """Return the lines of a property, of one in several languages (ALTID, RFC 6350 section 5.4) the first alone."""
    lines = card.take(name)
    if len(lines) < 2:
        return lines
    first: dict[str, ContentLine] = {}
    for line in lines:
        first.setdefault(next(iter(line.param("ALTID")), str(id(line))), line)
    kept = {id(line) for line in first.values()}
    card.give_back(line for line in lines if id(line) not in kept)
    return list(first.values())


def _tags(card: Card) -> Iterator[str]:
    for line in card.take("CATEGORIES", *_GROUPS):
        yield from ("-".join(nfc(word).lower().split()) for word in split_escaped(line.value, ",") if word.strip())


def _note(card: Card, odd: str | None) -> str | None:
    notes = [nfc(unescape(line.value)) for line in card.take("NOTE")]
    text = "\n".join([note for note in (*notes, odd) if note])
    return (re.sub(r"\r\n?", "\n", text) if "\r" in text else text) or None


def _language(card: Card) -> str | None:
    if "LANG" not in card.named:
        return None
    lines = card.take("LANG")
    first = min(lines, key=lambda line: next(iter(line.param("PREF")), "999").zfill(3))
    card.give_back(line for line in lines if line is not first)
    return one_line(unescape(first.value))


def _uid(card: Card) -> str | None:
    lines = card.take("UID")
    card.give_back(lines[1:])
    return re.sub(r"(?i)^urn:uuid:", "", one_line(unescape(lines[0].value))) or None if lines else None


def _group(card: Card, where: str, *listed: str) -> GroupDraft | Rejected:
    """Return a group; what it says beside its name and members goes into its note."""
    uid = _uid(card)
    named = [re.sub(r"(?i)^urn:uuid:", "", one_line(unescape(line.value))) for line in card.take(*_MEMBERS)]
    names = read_names(card)
    name = names.display or names.composed
    if not name:
        return Rejected(where, "a group without a name")
    card.take(*_OF_THE_CARD, *_KIND)
    picture(card)
    note = _note(card, None)
    said = "\n".join(part for part in (note, *(as_3_0(line) for line in card.rest())) if part)
    return GroupDraft(where, name, uid, tuple(dict.fromkeys((*named, *listed))), said or None)
