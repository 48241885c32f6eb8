"""The documents of a curriculum vitae: dates in words, lines of 80 columns, Markdown that says what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.cells import cell_len

from netcli.exporting.cv import as_markdown, as_text
from netcli.results import Skill
from netcli.results_career import Cv, CvPlace, CvPosition
from netcli.text import safe

#: Free text with all that Markdown takes for a sign, at its beginning most of all.
TEXT = st.lists(
    st.sampled_from(
        [*"*_`#+-=>|~&<[]()!\\.:;/\"'{}$^%@ 1234abcé山\t\n", "1. ", "- ", "**", "&amp;", "http://a.b", "  "]
    ),
    max_size=12,
).map("".join)
DAY = st.none() | st.sampled_from(["2019", "2019-03", "2019-03-14"])
POSITION = st.builds(CvPosition, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT, DAY, DAY, st.booleans())
PLACES = st.lists(
    st.builds(CvPlace, st.none() | TEXT, st.lists(POSITION, min_size=1, max_size=2).map(tuple)), max_size=2
).map(tuple)
SKILLS = st.lists(st.builds(Skill, TEXT, st.just("skill"), st.none() | TEXT), max_size=2).map(tuple)
CV = st.builds(
    Cv, TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT, st.none() | TEXT,
    st.lists(TEXT, max_size=1).map(tuple), st.none() | TEXT, PLACES, PLACES, PLACES, PLACES, SKILLS, SKILLS,
)  # fmt: skip
NOBODY = Cv("Ana", None, None, None, None, None, (), None, (), (), (), (), (), ())
CLOSED = CvPosition(None, None, None, None, None, current=False)


def shown(*positions: CvPosition, org: str | None = "Helix") -> str:
    """Return the lines on one place, without the heading above them."""
    return as_text(NOBODY._replace(experience=(CvPlace(org, positions),))).partition("EXPERIENCE\n\n")[2]


@pytest.mark.parametrize(
    ("start", "end", "current", "words"),
    [
        ("2019-03", None, True, "Mar 2019 – now"),
        ("2019", "2021-12-31", False, "2019 – Dec 2021"),
        ("2019-03-01", "2019-03-31", False, "Mar 2019"),
        ("2019", None, False, "from 2019"),
        (None, "2021", False, "until 2021"),
        (None, None, True, "now"),
        (None, None, False, ""),
        ("2025", "2027-06", True, "2025 – Jun 2027"),
    ],
)
def test_dates_are_months_and_years(start: str | None, end: str | None, current: bool, words: str) -> None:
    """What is not known is not shown; a day is more than a reader wants."""
    line = shown(CLOSED._replace(title="CTO", start=start, end=end, current=current)).splitlines()[1]

    assert line.split(maxsplit=1) == (["CTO", words] if words else ["CTO"])
    assert len(line) == (80 if words else 7)


def test_dates_stand_where_there_is_something_to_date() -> None:
    """At the organisation if that is all that is known, at the title if there is no organisation."""
    there = CLOSED._replace(start="2019", end="2020")

    assert shown(there) == f"  Helix{'2019 – 2020':>73}\n"
    assert shown(there._replace(title="CTO"), org=None) == f"  CTO{'2019 – 2020':>75}\n"
    assert shown(there, there._replace(site="Porto")).splitlines()[1:] == [
        f"{'2019 – 2020':>80}",
        f"    Porto{'2019 – 2020':>71}",
    ]


def test_long_lines_are_wrapped_beside_their_dates() -> None:
    """Wide characters count double; a word too long for a line is cut."""
    title = "主任研究員 " * 12 + "x" * 90

    lines = shown(CLOSED._replace(title=title, start="2019")).splitlines()

    assert lines[1].endswith("  from 2019")
    assert all(cell_len(line) <= 80 for line in lines)
    assert "".join(" ".join(lines[1:]).replace("from 2019", "").split()) == title.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(CV)
def test_text_is_never_wider_than_a_page(cv: Cv) -> None:
    """Whatever the facts hold, and no line ends in blanks."""
    lines = as_text(cv).splitlines()

    assert all(cell_len(line) <= 80 and line == line.rstrip() for line in lines)


def written(cv: Cv) -> list[str]:
    """Return all that a curriculum vitae says, as words between blanks, dates and headings apart."""
    places = [place for places in cv[8:12] for place in places]
    texts = [cv.name, cv.headline, cv.email, cv.phone, cv.city, cv.country, *cv.urls, cv.summary]
    for place in places:
        texts += [place.org, *(part for position in place.positions for part in position[:3])]
    texts += [part for skill in (*cv.skills, *cv.languages) for part in (skill.name, skill.level)]
    return sorted(safe(" ".join(text.split())) for text in texts if text and text.split())


def plain(tokens: list[Token]) -> str:
    """Return the text of a parsed document, links as their address."""
    found = []
    for token in tokens:
        if token.type == "inline":
            found.append("".join("\n" if t.type == "softbreak" else t.content for t in token.children or []))
        assert token.type not in {"html_block", "code_block", "fence", "hr", "blockquote_open", "ordered_list_open"}
        for child in token.children or []:
            assert child.type in {"text", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}
    return " ".join("\n".join(found).split())


@settings(max_examples=300, deadline=None)
@given(CV)
def test_markdown_says_what_was_meant(cv: Cv) -> None:
    """Read by another program, it holds every fact as text, and no sign of Markdown that was not ours."""
    tokens = MarkdownIt("commonmark").parse(as_markdown(cv))
    text = plain(tokens)

    for words in written(cv):
        assert words in text
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    sections = sum(bool(part) for part in cv[8:])
    under = sum(
        1 if place.org and place.org.split() else len(place.positions) for places in cv[8:12] for place in places
    )
    assert sorted(headings) == ["h1"] + ["h2"] * sections + ["h3"] * under


def test_addresses_are_links_if_they_are_addresses() -> None:
    """Web and mail; anything else, a script above all, is text."""
    cv = NOBODY._replace(
        email="ana@example.org", urls=("https://example.org/a_b*c", "javascript:alert(1)", "https://a b", "www.a_b.org")
    )

    text = as_markdown(cv)

    links = [c.attrGet("href") for t in MarkdownIt("commonmark").parse(text) for c in t.children or [] if c.attrs]
    assert links == ["mailto:ana@example.org", "https://example.org/a_b*c"]
