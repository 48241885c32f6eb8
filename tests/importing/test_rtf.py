"""Cards that a word processor saved as a document of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netcli.importing.formats import recognise
from netcli.importing.formats.rtf import text_of
from netcli.importing.formats.vcard import read

CARD = rb"""{\rtf1\ansi\ansicpg1252\cocoartf2821
{\fonttbl\f0\fswiss\fcharset0 Helvetica;}
{\colortbl;\red255\green255\blue255;}
{\*\expandedcolortbl;;}
\pard\tx720\pardirnatural\partightenfactor0

\f0\fs24 \cf0 BEGIN:VCARD\
VERSION:3.0\
N:Br\'fbl\'e9;Zo\'eb;;;\
FN:Zo\'eb Br\'fbl\'e9 \uc0\u321 \
EMAIL:{\field{\*\fldinst{HYPERLINK "mailto:zoe@example.org"}}{\fldrslt zoe@example.org}}\
NOTE:one\\, two \{three\}\
END:VCARD\
}"""


def test_a_card_in_rtf_is_read() -> None:
    """TextEdit: backslashes before line ends, letters in the code page, links; fonts and colours are no text."""
    form = recognise(CARD)
    assert form is not None
    assert form.name == "vcard"

    reading = read(CARD)

    (found,) = reading.drafts
    assert (found.facts.name, found.facts.family, found.facts.given) == ("Zoë Brûlé Ł", "Brûlé", "Zoë")
    assert [point.value for point in found.facts.points] == ["zoe@example.org"]
    assert found.facts.note == "one, two {three}"
    assert (found.raw, reading.skipped, reading.rejected) == ((), (), ())


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (rb"{\rtf1\ansicpg932 \'93\'63\'92\'86\par x}", "田中\nx"),
        (rb"{\rtf1\ansicpg99999 \'e9\tab\ldblquote}", "é\t“"),
        (rb"{\rtf1 \u233?a\uc2\u-10179 ??\u-8704 ??b}", "éa😀b"),
        (rb"{\rtf1 {\stylesheet{\s0 Normal;}}{\info{\author Bo}}a\~b\_c{{d}}}}e", "a\u00a0b\u2011cde"),
    ],
)
def test_text_of_a_document(document: bytes, text: str) -> None:
    """Code pages of two bytes, Unicode with what stands in for it, groups that are no text, braces too many."""
    assert text_of(document).decode() == text


@given(st.binary(max_size=60).map(lambda data: b"{\\rtf" + data))
def test_any_document_is_read(document: bytes) -> None:
    """Whatever it holds, there is text in UTF-8."""
    text_of(document).decode()
