"""LDIF, as Thunderbird and directory servers write address books (RFC 2849): entries of people, and lists of them."""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from netcli.errors import BadInputError
from netcli.importing.columns import Column
from netcli.importing.contact_row import Cell, draft_of
from netcli.importing.draft import Draft, GroupDraft, Reading
from netcli.importing.formats.contentline import LONGEST_LINE
from netcli.importing.table import decoded
from netcli.results_import import Rejected, Skipped
from netcli.shape import NamedTuple
from netcli.text import one_line

#: What attributes are for, by their name in lower case without options: RFC 2798 and 4519, and Mozilla's schema
#: (mozillaAbPersonAlpha, and the names of Netscape before it).
_ATTRIBUTES = {
    attribute: target
    for target, attributes in {
        "name": "cn commonname displayname", "given": "givenname gn", "family": "sn surname",
        "nickname": "mozillanickname xmozillanickname", "org": "o organizationname company", "title": "title",
        "team": "ou department departmentnumber orgunit", "email": "mail email rfc822mailbox",
        "email:other": "mozillasecondemail xmozillasecondemail mailalternateaddress",
        "phone:work": "telephonenumber", "phone:home": "homephone",
        "phone:mobile": "mobile cellphone mobiletelephonenumber", "phone:fax": "facsimiletelephonenumber fax",
        "phone:pager": "pager pagerphone",
        "url:work": "mozillaworkurl workurl", "url:home": "mozillahomeurl homeurl", "url": "labeleduri url",
        "street:work": "street streetaddress mozillaworkstreet2", "city:work": "l locality", "region:work": "st region",
        "postal_code:work": "postalcode zip", "country:work": "c countryname", "po_box:work": "postofficebox",
        "address:work": "postaladdress", "address:home": "homepostaladdress",
        "street:home": "mozillahomestreet mozillahomestreet2 mozillahomepostaladdress2 homestreet",
        "city:home": "mozillahomelocalityname", "region:home": "mozillahomestate",
        "postal_code:home": "mozillahomepostalcode", "country:home": "mozillahomecountryname",
        "birth_year": "birthyear", "birth_month": "birthmonth", "birth_day": "birthday",
        "note": "description notes info",
        "custom": "mozillacustom1 mozillacustom2 mozillacustom3 mozillacustom4 custom1 custom2 custom3 custom4",
        "im:aim": "nsaimid mozillaaimscreenname", "manager": "manager", "assistant": "secretary",
        "lang": "preferredlanguage", "raw": "businesscategory employeenumber initials roomnumber",
        "-": "objectclass modifytimestamp dn changetype photo member uniquemember mozillausehtmlmail"
        " xmozillausehtmlmail userpassword userpkcs12 usercertificate usersmimecertificate"
        " jpegphoto thumbnailphoto objectguid objectsid",
    }.items()
    for attribute in attributes.split()
}  # fmt: skip
_LINE = re.compile(r"([A-Za-z][\w.-]*)((?:;[\w.-]+)*):(:|<)?[ ]?(.*)", re.DOTALL)
_HEAD = 100
_LISTS = frozenset({"groupofnames", "groupofuniquenames", "mozillaabgroup"})


class Attribute(NamedTuple):
    """A line of an entry: the name as it is compared and as it is written, and the value."""

    name: str
    written: str
    text: str


Entry = list[Attribute]


def is_ours(data: bytes) -> bool:
    """Tell whether the first entry of a file begins with its distinguished name, after a version line and comments."""
    lines = (line.strip() for line in decoded(data[:4096]).split("\n"))
    first = next((line for line in lines if line and not line.startswith(("#", "version:"))), "")
    return re.match(r"dn::? ?\S", first) is not None


def read(data: bytes) -> Reading:
    """Return the people of a file, and its lists as groups of them; an entry that names nobody is rejected."""
    if not is_ours(data):
        raise BadInputError("it is no LDIF: its first entry has no dn", hint="netcli import")
    drafts: list[Draft] = []
    rejected: list[Rejected] = []
    groups: list[GroupDraft] = []
    too_long = Counter[str]()
    for line, entry in _entries(decoded(data), too_long):
        where = f"line {line}"
        classes = {item.text.lower() for item in entry if item.name == "objectclass"}
        if not any(item.name == "dn" for item in entry):
            continue  # the version line, and what stands above the first entry
        if classes & _LISTS:
            groups.append(_group(where, entry))
        elif (draft := _draft(where, entry)) is not None:
            drafts.append(draft)
        elif not classes & {"organization", "organizationalunit", "domain", "dcobject"}:  # the folders people are in
            rejected.append(Rejected(where, "it names nobody: no name, organisation, address or number"))
    skipped = tuple(Skipped(why, count) for why, count in sorted(too_long.items()))
    return Reading(tuple(drafts), tuple(rejected), skipped, groups=tuple(groups))


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
            entry.append(Attribute(match[1].lower(), match[1], _value(match[3], match[4])))
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


def _value(mark: str | None, text: str) -> str:
    if mark != ":":
        return text.strip()
    try:
        return decoded(base64.b64decode(text.strip(), validate=False)).strip()
    except ValueError:
        return text.strip()


def _draft(where: str, entry: Entry) -> Draft | None:
    cells, before = [], set[str]()
    for at, (name, written, text) in enumerate(entry):
        role, _, label = _ATTRIBUTES.get(name, "custom").partition(":")
        value = _name_in(text) if role in {"manager", "assistant"} else text
        value = value.replace("$", "\n") if role == "address" else value  # RFC 4517 section 3.3.28
        again = role in {"org", "title", "team"} and name in before
        before.add(name)
        if role != "-" and value:
            cells.append(Cell(Column(at, written, role, label or None, at if again else 1), value))
    draft = draft_of(_names_first(cells), where, day_first=True)
    names = [item.text for item in entry if item.name == "dn"]
    return replace(draft, key=_key(names[0])) if draft and names else draft


def _key(distinguished: str) -> str:
    """Return what an entry is known by in its own file."""
    return "row:" + re.sub(r"\s*([,=])\s*", r"\1", distinguished).casefold()


def _names_first(cells: list[Cell]) -> list[Cell]:
    """Return the cells, of several names (cn may repeat) the first as the name and the others as other names."""
    first = next((one_line(cell.text) for cell in cells if cell.column.role == "name"), "")
    kept = [cell for at, cell in enumerate(cells) if cell.column.role != "name" or one_line(cell.text) != first]
    others = [c._replace(column=c.column._replace(role="other_name")) if c.column.role == "name" else c for c in kept]
    return [*others, Cell(Column(0, "cn", "name"), first)]


def _name_in(text: str) -> str:
    """Return the name in a distinguished name: `cn=Bo Lind,mail=bo@example.org` is Bo Lind."""
    match = re.search(r"(?i)(?:^|,)\s*cn\s*=\s*((?:\\.|[^,\\])+)", text)
    return re.sub(r"\\(.)", r"\1", match[1]).strip() if match else text


def _group(where: str, entry: Entry) -> GroupDraft:
    """Return a list as a group, its members by what they are known by in the file."""
    said = {item.name: item.text for item in reversed(entry)}
    members = tuple(_key(item.text) for item in entry if item.name in {"member", "uniquemember"})
    return GroupDraft(where, one_line(said.get("cn") or said.get("dn", "")), None, members, said.get("description"))
