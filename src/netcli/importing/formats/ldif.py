"""LDIF, as Thunderbird and directory servers write address books (RFC 2849): entries of people, and lists of them."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from netcli.domain.photo import MOST_BYTES, read_picture
from netcli.errors import BadInputError
from netcli.importing.columns import Column
from netcli.importing.contact_row import Cell, draft_of, in_order
from netcli.importing.draft import Draft, GroupDraft, PictureDraft, Reading, RelationDraft
from netcli.importing.formats.contentline import LONGEST_LINE
from netcli.importing.formats.ldif_names import ATTRIBUTES, KEPT_OUT_OF_SIGHT, LISTS, NO_PEOPLE, PEOPLE, PHOTOS, SECRET
from netcli.importing.table import decoded
from netcli.results_import import Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.text import fold, one_line

_LINE = re.compile(r"([A-Za-z][\w.-]*)((?:;[\w.-]+)*):(:|<)?[ ]?(.*)", re.DOTALL)
_HEAD = 100
_BEGINNING = 1 << 16
#: What a list may have beside its members and its description, for its note.
_OF_GROUPS = ("email", "phone", "url")
_FURNITURE = "entries of a directory that are no people"
_SECRETS = "passwords and keys"
_TIES = frozenset({"manager", "assistant"})
#: Titles that are how to address somebody, not what he does.
_ADDRESSED = frozenset({"dr", "mr", "mrs", "ms", "miss", "prof", "herr", "frau", "monsieur", "madame", "mme", "m"})


class Attribute(NamedTuple):
    """A line of an entry: the name as it is compared and as it is written, the value, and options (`;lang-fr`)."""

    name: str
    written: str
    text: str
    options: str = ""


Entry = list[Attribute]


def is_ours(data: bytes) -> bool:
    """Tell whether a file begins with lines of attributes, of which one is a distinguished name."""
    lines = [line for line in decoded(data[:_BEGINNING]).split("\n") if line.strip() and not line.startswith("#")]
    named = (line for line in lines if re.match(r"(?i)dn::? ?\S", line))
    first = next(named, "")
    is_first = bool(first) and all(line.startswith("version:") for line in lines[: lines.index(first)])
    return is_first or ("=" in first and _LINE.fullmatch(lines[0]) is not None)


def read(data: bytes) -> Reading:
    """Return the people of a file, and its lists as groups of them; an entry that names nobody is rejected."""
    if not is_ours(data):
        raise BadInputError("it is no LDIF: its first entry has no dn", hint="netcli import")
    return _Reader().read(decoded(data))


class _Reader:
    """Reads the entries of one file: people and lists, and counts what is left out."""

    def __init__(self) -> None:
        self.left_out = Counter[str]()
        self.drafts: list[Draft] = []
        self.rejected: list[Rejected] = []
        self.lists: list[tuple[str, Entry]] = []
        self.ties: dict[int, list[tuple[str, str]]] = {}  #: by draft: its relations that are distinguished names
        self.logins: dict[str, str] = {}  #: keys by login, as POSIX groups name their members

    def read(self, text: str) -> Reading:
        """Return what the entries say."""
        for line, entry in _entries(text, self.left_out):
            self._take(f"line {line}", entry)
        names = {draft.key: draft.facts.name for draft in self.drafts if draft.key}
        for at, ties in self.ties.items():
            found = tuple(_relation(kind, to, names) for kind, to in ties)
            self.drafts[at] = replace(self.drafts[at], relations=(*self.drafts[at].relations, *found))
        skipped = tuple(Skipped(why, count) for why, count in sorted(self.left_out.items()))
        groups = tuple(_group(where, entry, self.logins) for where, entry in self.lists)
        return Reading(tuple(self.drafts), tuple(self.rejected), skipped, groups=groups)

    def _take(self, where: str, entry: Entry) -> None:
        said = {item.name: item.text for item in reversed(entry)}
        classes = {item.text.lower() for item in entry if item.name == "objectclass"}
        if not said.keys() & {"dn", "cn", "mail", "objectclass"}:
            return  # the version line, and what stands around the entries
        if (change := said.get("changetype", "add").lower()) != "add":
            self.left_out[f"changes of entries ({change})"] += 1
        elif classes & LISTS:
            self.lists.append((where, entry))
        elif "computer" in classes:
            self.left_out[_FURNITURE] += 1
        elif (draft := self._draft(where, entry)) is None or not _may_be_somebody(draft, classes):
            self._leave(where, classes, is_named=draft is not None)
        else:
            draft = replace(draft, photo=self._photo(entry))
            self.ties[len(self.drafts)] = _named_by_dn(entry)
            self.logins |= {item.text: draft.key or "" for item in entry if item.name == "uid"}
            self.drafts.append(draft)

    def _leave(self, where: str, classes: set[str], *, is_named: bool) -> None:
        if is_named or _is_furniture(classes):
            self.left_out[_FURNITURE] += 1
        else:
            self.rejected.append(Rejected(where, "it names nobody: no name, organisation, address or number"))

    def _draft(self, where: str, entry: Entry) -> Draft | None:
        if secrets := sum(item.name in SECRET for item in entry):
            self.left_out[_SECRETS] += secrets
        draft = draft_of(_cells(entry), where, day_first=True)
        names = [item.text for item in entry if item.name == "dn"]
        return replace(draft, key=_key(names[0])) if draft and names else draft

    def _photo(self, entry: Entry) -> PictureDraft | None:
        """Return the first photo of an entry; one that is too large or none is left out, and told."""
        found: PictureDraft | None = None
        for item in entry:
            if item.name not in PHOTOS or not item.text:
                continue
            data = _bytes(item.text)
            try:
                picture = read_picture(data, item.written)
            except BadInputError:
                why = (
                    "that are larger than 2 MB"
                    if len(data) > MOST_BYTES
                    else "that are no JPEG, PNG, GIF or WebP, or broken"
                )
                self.left_out[f"photos {why}"] += 1
                continue
            if found is None:
                found = PictureDraft(data, picture.facts.media_type)
            elif found.data != data:
                self.left_out["further photos"] += 1
        return found


def _is_furniture(classes: set[str]) -> bool:
    return not classes & PEOPLE and any(name in NO_PEOPLE or name.startswith(("meta", "olc")) for name in classes)


def _may_be_somebody(draft: Draft, classes: set[str]) -> bool:
    """Tell whether an entry is a person, or something else that can be reached."""
    return not _is_furniture(classes) or any(point.kind in {"email", "phone"} for point in draft.facts.points)


def _relation(kind: str, to: str, names: dict[str, str]) -> RelationDraft:
    """Return whom a distinguished name relates: an entry of the file, else whom the name names."""
    known = names.get(_key(to))
    return RelationDraft(kind, known or in_order(_name_in(to)), _key(to) if known else None)


def _entries(text: str, too_long: Counter[str]) -> Iterator[tuple[int, Entry]]:
    """Yield (line, attributes) of every entry: folded lines joined, base64 decoded, comments left out.

    Lines that are too long are counted in `too_long`, and left out.
    """
    entry: Entry = []
    begun = 1
    for number, line in _logical_lines(text):
        if not line.strip():
            if entry:
                yield begun, entry
            entry = []
        elif len(line) > LONGEST_LINE:
            too_long[f"lines longer than {LONGEST_LINE // 1024 // 1024} MB: {line[:_HEAD].partition(':')[0]}"] += 1
        elif match := _LINE.fullmatch(line):
            begun = begun if entry else number
            name, mark = match[1].lower(), match[3]
            text = match[4].strip() if name in PHOTOS and mark == ":" else _value(mark, match[4])
            entry.append(Attribute(name, match[1], text, match[2].lower().replace(";binary", "")))
    if entry:
        yield begun, entry


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) with what was folded joined; of one that is too long only so much that this shows."""
    begun, whole = 0, ""
    for number, line in enumerate(_lines(text), 1):
        if line.startswith(" ") and begun:
            if len(whole) <= LONGEST_LINE:
                whole += line[1:]
            continue
        if begun and not whole.startswith("#"):
            yield begun, whole
        begun, whole = number, line


def _lines(text: str) -> Iterator[str]:
    """Yield the lines one by one, and an empty one at the end: all at once they take far more memory than the text."""
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield text[at:end]
        at = end + 1
    yield text[at:]
    yield ""


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=False)
    except ValueError:
        return b""


def _value(mark: str | None, text: str) -> str:
    if mark != ":":
        return text.strip()
    try:
        return decoded(base64.b64decode(text.strip(), validate=False)).strip()
    except ValueError:
        return text.strip()


def _cells(entry: Entry) -> list[Cell]:
    """Return the attributes as cells with what they are for."""
    said = {item.name for item in entry}
    cells, before = [], set[str]()
    for at, item in enumerate(_in_one_language(entry)):
        role, _, label = _target(item, said).partition(":")
        value = _name_in(item.text) if role == "tag" else item.text
        value = value.replace("$", "\n") if role == "address" else value  # RFC 4517 section 3.3.28
        if role == "url" and " " in value and item.name == "labeleduri":
            value, _, label = value.partition(" ")  # RFC 2079
        again = role in {"org", "title", "team"} and item.name in before
        before.add(item.name)
        if role != "-" and value:
            cells.append(Cell(Column(at, item.written, role, label or None, at if again else 1), value))
    return _names_first(cells)


def _target(item: Attribute, said: set[str]) -> str:
    """Return what an attribute is for, by its name, its value and the attributes beside it."""
    name, text = item.name, item.text
    if name == "title" and fold(text) in _ADDRESSED:
        return "prefix"
    if name == "birthday" and not said & {"birthyear", "birthmonth"}:
        return "birthday"
    if name == "proxyaddresses" and not text.lower().startswith("smtp:"):
        return "raw"  # those of Exchange and of telephones
    if (name == "c" and "co" in said) or (name in {"manager", "secretary"} and "=" in text):
        return "raw" if name == "c" else "-"  # whom a distinguished name names is looked up
    return ATTRIBUTES.get(name) or ("raw" if name.startswith(KEPT_OUT_OF_SIGHT) else "custom")


def _in_one_language(entry: Entry) -> Entry:
    """Return an entry with one given and one family name; those of other languages are other names (RFC 3866)."""
    first: dict[str, Attribute] = {}
    others: dict[str, dict[str, str]] = {}
    for item in sorted(entry, key=lambda item: bool(item.options)):
        role = ATTRIBUTES.get(item.name, "")
        if role in {"given", "family"} and first.setdefault(role, item) is not item:
            others.setdefault(item.options, {}).setdefault(role, item.text)
    kept = [item for item in entry if ATTRIBUTES.get(item.name) not in first or item in first.values()]
    names = [" ".join(filter(None, map(parts.get, ("given", "family")))) for parts in others.values()]
    return [*kept, *(Attribute("cn", "cn", name, ";") for name in names)]


def _named_by_dn(entry: Entry) -> list[tuple[str, str]]:
    targets = [(ATTRIBUTES.get(item.name, ""), item.text) for item in entry if "=" in item.text]
    return [(role, text) for role, text in targets if role in _TIES]


def _key(distinguished: str) -> str:
    """Return what an entry is known by in its own file."""
    return "row:" + re.sub(r"\s*([,=])\s*", r"\1", distinguished).casefold().replace("\\2c", "\\,")


def _names_first(cells: list[Cell]) -> list[Cell]:
    """Return the cells, of several names (cn may repeat) the first as the name and the others as other names.

    A login is no name where the given and the family name are said.
    """
    first = next((one_line(cell.text) for cell in cells if cell.column.role == "name"), "")
    kept = [cell for at, cell in enumerate(cells) if cell.column.role != "name" or one_line(cell.text) != first]
    others = [c._replace(column=c.column._replace(role="other_name")) if c.column.role == "name" else c for c in kept]
    is_login = bool(first) and " " not in first and {"given", "family"} <= {cell.column.role for cell in cells}
    return [*others, Cell(Column(0, "cn", "other_name" if is_login else "name"), first)]


def _name_in(text: str) -> str:
    """Return the name in a distinguished name: `cn=Bo Lind,mail=bo@example.org` is Bo Lind, `uid=bo,o=x` is bo."""
    match = re.search(r"(?i)(?:^|,)\s*cn\s*=\s*((?:\\.|[^,\\])+)", text) or re.match(
        r"\s*[\w.-]+\s*=\s*((?:\\.|[^,\\])+),", text
    )
    return re.sub(r"\\(.)", r"\1", match[1]).strip() if match else text


def _group(where: str, entry: Entry, logins: dict[str, str]) -> GroupDraft:
    """Return a list as a group, its members by what they are known by in the file."""
    said = {item.name: item.text for item in reversed(entry)}
    members = [_key(item.text) for item in entry if item.name in {"member", "uniquemember"}]
    members += [logins.get(item.text, _key(item.text)) for item in entry if item.name == "memberuid"]
    more = [f"{item.written}: {item.text}" for item in entry if ATTRIBUTES.get(item.name, "").startswith(_OF_GROUPS)]
    note = "\n".join(filter(None, [said.get("description"), *more])) or None
    return GroupDraft(where, one_line(said.get("cn") or said.get("dn", "")), None, tuple(members), note)
