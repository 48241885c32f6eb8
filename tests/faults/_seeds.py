"""Files of every format, all made up, for the mutators to spoil: those of SEEDS, else the samples of its importer."""

from __future__ import annotations

import json
from pathlib import Path

from netcli.importing.formats import recognise
from tests.commands.test_import_archive import FILES as LINKEDIN
from tests.commands.test_import_mail import BOX, message

SAMPLES = Path(__file__).parent.parent / "importing" / "samples"


def _files(pattern: str) -> list[bytes]:
    found = [path.read_bytes() for path in sorted(SAMPLES.glob(pattern)) if not path.name.endswith(".json.json")]
    assert found, pattern
    return found


_CV = {
    "basics": {
        "name": "Ana Pires", "label": "Engineer", "email": "ana@example.org", "phone": "+351 21 555 0101",
        "url": "https://example.org", "summary": "Builds bridges.", "location": {"city": "Lisboa", "countryCode": "PT"},
        "profiles": [{"network": "LinkedIn", "url": "https://www.linkedin.com/in/ana-pires"}],
    },
    "work": [{"name": "Helix", "position": "CTO", "startDate": "2019-03", "endDate": "", "highlights": ["a", "b"]}],
    "education": [{"institution": "University", "area": "Physics", "studyType": "MSc", "endDate": "2003"}],
    "skills": [{"name": "SQL", "level": "expert", "keywords": ["joins"]}],
    "languages": [{"language": "French", "fluency": "native"}],
    "references": [{"name": "Bo Lind", "reference": "She knows ties."}],
}  # fmt: skip
_LINE = {
    "uid": "u-1", "name": "Ana Pires", "given": "Ana", "family": "Pires", "birthday": "--02-29", "note": "one\ntwo",
    "emails": [{"value": "ana@example.org", "label": "work", "preferred": True}], "tags": ["board"], "groups": ["board"],
    "positions": [{"org": "Helix", "title": "CTO", "kind": "work", "start": "2019-03", "end": None, "current": True}],
    "other_names": [{"name": "Silva", "kind": "maiden"}], "events": [{"label": "wedding", "on": "2010"}],
}  # fmt: skip
_MAIL = [
    BOX.encode(),
    message(7, '"Pires, Ana" <ana@example.org>', "=?UTF-8?Q?B=C3=B6?= <bo@example.org>, board: cy@example.org, dee@x.example;").encode(),
    message(8, "ana@example.org (Ana (A.) Pires)", "sam@example.org\n\t, Bo <bo@example.org>", "Content-Length: 12").encode(),
    b'Return-Path: <ana@example.org>\r\nFrom: Ana <ana@example.org>\r\nTo: sam@example.org\r\nDate: Mon, 5 Jan 2026 10:00:00 GMT\r\n\r\nHi\r\n',
]  # fmt: skip

_CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTART;TZID=Europe/Paris:20260105T120000\r\n"
    b"RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE\r\nEXDATE:20260107T110000Z\r\nORGANIZER;CN=Sam:mailto:sam@example.org\r\n"
    b'ATTENDEE;CN="Pires, Ana";PARTSTAT=ACCEPTED:MAILTO:ana@example.org\r\nATTENDEE:urn:uuid:7\r\nSUMMARY:Lunch\r\n'
    b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nRECURRENCE-ID:20260112T110000Z\r\nDTSTART:20260113T110000Z\r\n"
    b"ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\n"
    b"DTSTART;VALUE=DATE:20260201\r\nRDATE;VALUE=DATE:20260203,20260204\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
#: By name of the format.
SEEDS: dict[str, list[bytes]] = {
    "mail": _MAIL,
    "ics": [_CALENDAR, _CALENDAR.replace(b"VERSION:2.0", b"VERSION:1.0")],
    "vcard": [card + b"END:VCARD\r\n" for file in _files("*.vcf") for card in file.split(b"END:VCARD")[:-1]] + _files("*.vcf"),
    "json-resume": [json.dumps(_CV).encode(), json.dumps(_CV, indent=1, ensure_ascii=False).encode()],
    "netcli": _files("exports/netcli.json"),
    "monica": _files("exports/monica.json"),
    "facebook": _files("exports/facebook*.json"),
    "jsonl": [b"\n".join(json.dumps({**_LINE, "uid": f"u-{n}"}).encode() for n in range(3))],
    "sheet": [b"Key,Name,Knows 1-5\nana-pires,Ana Pires,4\nbo-lind,Bo Lind,x\n,Cy Oda,\n"],
    "ties": [b"From,To,Level,Since,Heard from\nana@example.org,Bo Lind,4,2019,\nAna Pires,Cy Oda,close,2020-03,Bo Lind\n"],
    "linkedin": [*_files("linkedin.csv"), *(text.encode() for name, text in LINKEDIN.items())],
    "ldif": _files("tables/*.ldif"),
    "contacts": _files("tables/*.csv"),
}  # fmt: skip


def seeds_of(name: str) -> list[bytes]:
    """Return files of a format."""
    samples = (path for path in sorted(SAMPLES.rglob("*")) if path.is_file() and path.suffix not in (".json", ".txt"))
    return SEEDS.get(name) or [data for data in map(Path.read_bytes, samples) if _is(name, data)]


def _is(name: str, data: bytes) -> bool:
    form = recognise(data)
    return form is not None and form.name == name


#: What archives hold, packed or not: of LinkedIn, of Facebook, of mail.
FOLDERS: list[dict[str, bytes]] = [
    {name: text.encode() for name, text in LINKEDIN.items()},
    {
        f"connections/friends/{name}.json": data
        for name, data in zip(("your_friends", "rejected", "sent"), _files("exports/facebook-*.json"), strict=True)
    },
    {
        "Takeout/Mail/All mail.mbox": BOX.encode(),
        "letters/1.eml": _MAIL[3],
        "md/cur/1.x:2,S": _MAIL[3],
        "notes.txt": b"no",
    },
]
