"""A curriculum vitae as a document to read, print or send: plain text of 80 columns, or Markdown.

Markdown is that of CommonMark (https://spec.commonmark.org/0.31.2/): whatever a fact holds comes out as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from netcli.results import Skill
from netcli.results_career import Cv, CvPlace, CvPosition, Recommendation
from netcli.text import safe

_WIDTH = 80
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SECTIONS = (
    ("Experience", "experience"), ("Education", "education"), ("Volunteering", "volunteering"), ("Boards", "boards"),
)  # fmt: skip
_BETWEEN = " · "


def as_text(cv: Cv) -> str:
    """Return a curriculum vitae as plain text, at most 80 columns wide."""
    lines = [*_wrapped(_one_line(cv.name), _WIDTH), *_wrapped(_one_line(cv.headline), _WIDTH)]
    contact = [*_wrapped(_BETWEEN.join(_contact(cv)), _WIDTH)]
    contact += [line for url in cv.urls for line in _wrapped(_one_line(url), _WIDTH)]
    for block in (contact, _paragraphs(cv.summary)):
        lines += ["", *block] if block else []
    for title, name in _SECTIONS:
        if places := getattr(cv, name):
            lines += ["", title.upper(), *(line for place in places for line in ("", *_place(place)))]
    for title, skills in (("Skills", cv.skills), ("Languages", cv.languages)):
        if skills:
            lines += ["", title.upper(), "", *_indented(_wrapped(_listed(skills), _WIDTH - 2))]
    if cv.recommendations:
        lines += ["", "RECOMMENDATIONS"]
    for said in cv.recommendations:
        lines += ["", *_indented(_wrapped(f"{_by(said)}: {_one_line(said.text)}", _WIDTH - 2))]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def as_markdown(cv: Cv) -> str:
    """Return a curriculum vitae as Markdown."""
    blocks = [f"# {_md(cv.name)}"]
    blocks += [f"**{_md(cv.headline)}**"] if _one_line(cv.headline) else []
    contact = [*(_linked(part) for part in _contact(cv)), *(_linked(_one_line(url)) for url in cv.urls)]
    blocks += [_at_start(_BETWEEN.join(contact))] if contact else []
    blocks += ["\n".join(_at_start(_md(line)) for line in part) for part in _parts(cv.summary)]
    for title, name in _SECTIONS:
        if places := getattr(cv, name):
            blocks += [f"## {title}", *(block for place in places for block in _md_place(place) if block)]
    for title, skills in (("Skills", cv.skills), ("Languages", cv.languages)):
        if skills:
            blocks += [f"## {title}", _at_start(_md(_listed(skills)))]
    if cv.recommendations:
        blocks += ["## Recommendations"]
        blocks += [_at_start(_md(f"{_by(said)}: {_one_line(said.text)}")) for said in cv.recommendations]
    return "\n\n".join(blocks) + "\n"


def _one_line(text: str | None) -> str:
    return safe(" ".join((text or "").split()))


def _contact(cv: Cv) -> list[str]:
    city = ", ".join(filter(None, (_one_line(cv.city), _one_line(cv.country))))
    return [part for part in (_one_line(cv.email), _one_line(cv.phone), city) if part]


def _listed(skills: Sequence[Skill]) -> str:
    named = ((_one_line(skill.name), _one_line(skill.level)) for skill in skills)
    return ", ".join(f"{name} ({level})" if level else name for name, level in named)


def _by(said: Recommendation) -> str:
    return ", ".join(filter(None, map(_one_line, (said.author.name, said.role))))


def _what(position: CvPosition) -> str:
    return ", ".join(filter(None, map(_one_line, (position.title, position.team, position.site))))


def _dates(position: CvPosition) -> str:
    """Return from when to when, months by name; what is not known is left out, days are left to the record."""
    start, end = (_month(day) if day else "" for day in (position.start, position.end))
    if position.current and not end:
        return f"{start} – now" if start else "now"
    if start and end:
        return start if start == end else f"{start} – {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def _month(day: str) -> str:
    year, *rest = day.split("-")
    return f"{_MONTHS[int(rest[0]) - 1]} {year}" if rest else year


# Plain text: an organisation on a line of its own, under it a line a position, dates at the right edge.


def _place(place: CvPlace) -> Iterator[str]:
    org = _one_line(place.org)
    alone = len(place.positions) == 1 and not _what(place.positions[0])
    if org:
        yield from _with_dates(org, _dates(place.positions[0]) if alone else "", 2)
    for position in place.positions:
        if not (org and alone):
            yield from _with_dates(_what(position), _dates(position), 4 if org else 2)


def _with_dates(text: str, dates: str, indent: int) -> Iterator[str]:
    room = _WIDTH - indent - (len(dates) + 2 if dates else 0)
    for number, line in enumerate(_wrapped(text, room) or [""]):
        gap = " " * (_WIDTH - indent - _cells(line) - len(dates)) if number == 0 and dates else ""
        yield f"{' ' * indent}{line}{gap}{dates if number == 0 else ''}"


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _parts(text: str | None) -> Iterator[list[str]]:
    """Yield the paragraphs of a longer text, each as its lines."""
    part: list[str] = []
    for line in [*(safe(" ".join(line.split())) for line in re.split(r"\r\n|\r|\n", text or "")), ""]:
        if line:
            part.append(line)
        elif part:
            yield part
            part = []


def _paragraphs(text: str | None) -> list[str]:
    lines: list[str] = []
    for part in _parts(text):
        lines += ["", *(wrapped for line in part for wrapped in _wrapped(line, _WIDTH))]
    return lines[1:]


def _cells(text: str) -> int:
    """Return how many columns a text takes: East Asian wide characters two, marks none (UAX 11)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _wrapped(text: str, room: int) -> list[str]:
    """Return a text in lines of so many columns, broken at blanks, within a word only where it is too long."""
    lines = [""]
    for word in text.split():
        pieces = list(_pieces(word, room))
        joined = f"{lines[-1]} {pieces[0]}".lstrip()
        if _cells(joined) <= room:
            lines[-1] = joined
        else:
            lines.append(pieces[0])
        lines += pieces[1:]
    return [line for line in lines if line]


def _pieces(word: str, room: int) -> Iterator[str]:
    piece = ""
    for character in word:
        if _cells(piece + character) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


# Markdown: a fact is escaped, so that nothing in it is taken for a sign.

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")
_STARTS = re.compile(r"^(?:([-+=])|(\d{1,9})([.)]))")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WEB = re.compile(r"https?://[!-;=?-~]+")


def _md(text: str | None) -> str:
    return _SIGNS.sub(r"\\\1", _one_line(text))


def _at_start(text: str) -> str:
    """Return escaped text that may stand where a block begins: no list, no rule, no heading comes of it."""
    return _STARTS.sub(lambda match: rf"\{match[1]}" if match[1] else rf"{match[2]}\{match[3]}", text)


def _linked(text: str) -> str:
    """Return a mail or web address as a link (section 6.5), anything else as text."""
    return f"<{text}>" if _EMAIL.fullmatch(text) or _WEB.fullmatch(text) else _md(text)


def _md_place(place: CvPlace) -> Iterator[str]:
    """Yield a heading, the organisation or else what was done, and a list of the positions."""
    if org := _md(place.org):
        yield f"### {org}"
        items = [_md_item(position, position.title) for position in place.positions]
        yield "\n".join(f"- {item}" for item in items if item)
        return
    for position in place.positions:
        yield f"### {_md(position.title) or '?'}"
        yield _md_item(position, None)


def _md_item(position: CvPosition, title: str | None) -> str:
    parts = [f"**{_md(title)}**" if _md(title) else "", _md(position.team), _md(position.site)]
    words, dates = ", ".join(filter(None, parts)), _dates(position)
    return _at_start(f"{words} ({dates})" if words and dates else words or dates)
