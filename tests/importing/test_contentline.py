"""Content lines: unfolded on bytes, taken apart, decoded."""

from __future__ import annotations

import quopri

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netcli.importing.formats.contentline import ContentLine, as_utf8, content_lines, split_escaped, unescape

MANY = settings(max_examples=150, deadline=None)
#: A value on one line: no line ends, and nothing that Unicode itself takes for one.
VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=40)
LINE_ENDS = st.sampled_from([b"\r\n", b"\n", b"\r"])


def one(data: bytes) -> ContentLine:
    """Return the only property of some bytes."""
    (line,) = content_lines(data)
    return line


def values(data: bytes) -> list[tuple[str, str]]:
    """Return (name, value) of each property."""
    return [(line.name, line.value) for line in content_lines(data)]


# Lines


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (b"FN:Ana\nNOTE:x\n", [("FN", "Ana"), ("NOTE", "x")]),
        (b"FN:Ana\r\nNOTE:x\r\n", [("FN", "Ana"), ("NOTE", "x")]),
        (b"FN:Ana\rNOTE:x", [("FN", "Ana"), ("NOTE", "x")]),
        (b"FN:Ana\r\n\r\n \nNOTE:x\n\n", [("FN", "Ana"), ("NOTE", "x")]),
        (b"NOTE:one\n  two\n\tthree\n", [("NOTE", "one twothree")]),
        (b"NOTE:ends in =\nFN:Ana\n", [("NOTE", "ends in ="), ("FN", "Ana")]),
        (b"fn : Ana\n", [("FN", " Ana")]),
        (b"NOTE:a:b:c\n", [("NOTE", "a:b:c")]),
        (b"no property\n# comment\n", [("", ""), ("", "")]),
        (b":value\n", [("", "value")]),
        (b"", []),
        (b"\n \r\n", []),
    ],
)
def test_lines_end_and_fold_as_real_files_do(data: bytes, read: list[tuple[str, str]]) -> None:
    """LF, CRLF and CR end a line, one blank or tab goes on with it; what is no property has no name."""
    assert values(data) == read


def test_a_line_that_is_no_property_is_kept_as_it_came() -> None:
    """Nothing of a file disappears: the raw text is there."""
    assert [line.raw for line in content_lines(b"just text\nX-A;b=c:d\n")] == ["just text", "X-A;b=c:d"]


def test_a_line_knows_where_it_began() -> None:
    """Numbers count lines of the file from 1, folds and blank lines among them."""
    assert [line.number for line in content_lines(b"\nA:1\n 2\n\nB:3\n")] == [2, 5]


@MANY
@given(VALUES, LINE_ENDS, st.sampled_from([b" ", b"\t"]), st.data())
def test_a_fold_may_stand_anywhere_even_inside_a_character(
    value: str, end: bytes, blank: bytes, data: st.DataObject
) -> None:
    """Lines are joined as bytes and decoded after: folding changes nothing."""
    line = b"NOTE:" + value.encode()
    cuts = sorted(data.draw(st.sets(st.integers(1, len(line)), max_size=5)))
    pieces = [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]

    assert values((end + blank).join(pieces)) == [("NOTE", value)]


# Quoted-printable


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=A9", "Zoé"),
        (b"FN;QUOTED-PRINTABLE:Zo=c3=a9", "Zoé"),
        (b"FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=E9", "Zoé"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Zo=E9", "Zoé"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=\n=A9 Q", "Zoé Q"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Zo=\r\n=C3=A9 =\r\nQ", "Zoé Q"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:Zo=\n =C3=A9", "Zoé"),
        (b"FN;ENCODING=QUOTED-PRINTABLE:a=ZZb=3D", "a=ZZb="),
        (b"FN;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab", "a\r\nb"),
        (b"FN;encoding=quoted-printable:=41", "A"),
        (b"FN:=41", "=41"),
    ],
)
def test_quoted_printable_is_decoded_where_it_is_declared(data: bytes, value: str) -> None:
    """A soft break may cut a character; an undefined escape stays; without the declaration = is just =."""
    assert one(data).value == value


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"NOTE;BASE64:Wm/DqSBsaWtlcyB0ZWE=", "Zoé likes tea"),
        (b"FN;ENCODING=b;CHARSET=iso-8859-1:Wm/p", "Zoé"),
        (b"FN;ENCODING=b:Zoe", "Zoe"),
        (b"PHOTO;ENCODING=b:Wm/DqQ==", "Wm/DqQ=="),
    ],
)
def test_text_in_base64_is_decoded(data: bytes, value: str) -> None:
    """A picture stays as it is, and so does what is no base64."""
    assert one(data).value == value


def test_a_soft_break_before_an_empty_line_ends_the_value() -> None:
    """The next property is not swallowed."""
    assert values(b"NOTE;QUOTED-PRINTABLE:a=\n\nTEL:1\n") == [("NOTE", "a"), ("TEL", "1")]


@MANY
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60))
def test_a_value_survives_quoted_printable(value: str) -> None:
    """What Python's own writer encodes, soft breaks among it, comes back."""
    assume(value.strip())
    encoded = quopri.encodestring(value.encode(), quotetabs=True)

    assert one(b"NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + encoded).value == value


# Character sets


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ("FN:Zoé".encode(), "Zoé"),
        ("FN:Zoé “Q”".encode("cp1252"), "Zoé “Q”"),
        ("FN;CHARSET=ISO-8859-2:Łódź".encode("iso-8859-2"), "Łódź"),
        ('FN;CHARSET="windows-1251":Анна'.encode("cp1251"), "Анна"),
        ("FN;CHARSET=Shift_JIS:山田".encode("shift_jis"), "山田"),
        ("FN;charset=Murks:Zoé".encode(), "Zoé"),
        ("FN;CHARSET=UTF-8:Zoé".encode("cp1252"), "Zoé"),
        ("FN;CHARSET=hex:Zoé".encode(), "Zoé"),
        (b"FN:a\x81b", "a\x81b"),
        (b"FN:Zo\xc3\xa9 \xed\xa0\xbd\xed\xb8\x80", "Zoé \U0001f600"),
        ("FN:Zoé Лу".encode()[:-1], "Zoé Л\ufffd"),
        (b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9B=D1=83=D0", "Лу\ufffd"),
    ],
)
def test_text_is_decoded_as_declared_or_as_it_can_be(data: bytes, value: str) -> None:
    """The declared set if it fits, else UTF-8, were its last character cut, else cp1252, else Latin-1."""
    assert one(data).value == value


@pytest.mark.parametrize("name", ["undefined", "a\0b", "idna", "x" * 500, "../../etc", ""])
def test_a_charset_that_is_none_falls_back(name: str) -> None:
    """Whatever stands after CHARSET=, the value is read."""
    assert one(f"FN;CHARSET={name}:Zoé".encode()).value == "Zoé"


@pytest.mark.parametrize(
    "data",
    [
        "FN:Zoé 李\r\n".encode(),
        "\ufeffFN:Zoé 李\r\n".encode(),
        "\ufeffFN:Zoé 李\r\n".encode("utf-16-le"),
        "\ufeffFN:Zoé 李\r\n".encode("utf-16-be"),
    ],
)
def test_a_byte_order_mark_is_honoured(data: bytes) -> None:
    """UTF-8 with and without one, UTF-16 of both orders."""
    assert values(as_utf8(data)) == [("FN", "Zoé 李")]


# Parameters


@pytest.mark.parametrize(
    ("data", "types"),
    [
        (b"TEL;TYPE=HOME,Voice:1", ["home", "voice"]),
        (b"TEL;TYPE=home;TYPE=voice;TYPE=HOME:1", ["home", "voice"]),
        (b"TEL;CELL;VOICE:1", ["cell", "voice"]),
        (b'TEL;TYPE="voice,home":1', ["voice", "home"]),
        (b"tel;type=pref:1", ["pref"]),
        (b"TEL:1", []),
        (b"TEL;;TYPE=:1", []),
        (b"TEL;TYPE=WORK , Voice:1", ["work", "voice"]),
        (b"TEL;TYPE=CELL,TYPE=pref:1", ["cell", "pref"]),
        (b"TEL;TYPE#WORK,VOICE:1", ["work", "voice"]),
    ],
)
def test_types_are_read_in_every_spelling(data: bytes, types: list[str]) -> None:
    """Lists, repetitions, bare words of 2.1 and quoted lists, in any case."""
    assert one(data).types == types


def test_a_quoted_parameter_may_hold_what_parts_a_line() -> None:
    """A colon, a semicolon and a comma inside quotes are text."""
    line = one(b'ADR;LABEL="Main St 1; 2:3";TYPE=home:;;x')

    assert line.params == (("LABEL", "Main St 1; 2:3"), ("TYPE", "home"))
    assert line.value == ";;x"


def test_a_quote_that_is_never_closed_does_not_swallow_the_value() -> None:
    """The first colon ends the head after all."""
    assert one(b'TEL;X-A="b:123').value == "123"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("a^nb", "a\nb"), ("a^'b", 'a"b'), ("a^^b", "a^b"), ("a^b", "a^b"), ("^", "^")],
)
def test_carets_escape_in_parameters(written: str, meant: str) -> None:
    """RFC 6868 section 3: ^n, ^' and ^^; any other caret is itself."""
    assert one(f"X-A;B={written}:v".encode()).param("B") == [meant]


def test_an_escaped_caret_before_n_is_a_caret() -> None:
    """`^^n` is a caret and an n (RFC 6868 section 3.2), not a caret and a line end."""
    assert one(b"X-A;B=a^^n:v").param("B") == ["a^n"]


@pytest.mark.parametrize(
    ("data", "group", "name"),
    [(b"item1.EMAIL:x", "ITEM1", "EMAIL"), (b"Item1.x-abLabel:x", "ITEM1", "X-ABLABEL"), (b"EMAIL:x", "", "EMAIL")],
)
def test_a_group_stands_apart_from_the_name(data: bytes, group: str, name: str) -> None:
    """In capitals both, since case does not matter."""
    assert (one(data).group, one(data).name) == (group, name)


# Escapes


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"a\, b\; c\\d", r"a, b; c\d"),
        (r"one\ntwo\Nthree", "one\ntwo\nthree"),
        (r"http\://example.org", "http://example.org"),
        (r"C\:\\new", r"C:\new"),
        (r"\x \q", r"\x \q"),
        ("ends in \\", "ends in \\"),
        (r"\\n", r"\n"),
    ],
)
def test_escapes_are_undone_once(text: str, plain: str) -> None:
    """Unknown escapes stay as they are."""
    assert unescape(text) == plain


@MANY
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), min_size=1), st.sampled_from(",;"))
def test_parts_survive_being_joined(parts: list[str], mark: str) -> None:
    """Escaped by RFC 6350 section 3.4 and joined, a structured value comes apart into what went in."""
    escaped = [part.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") for part in parts]

    assert split_escaped(mark.join(escaped), mark) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", [""]), (";", ["", ""]), ("a;;b;", ["a", "", "b", ""]), (r"a\;b;c", ["a;b", "c"]), ("a\nb;c", ["a\nb", "c"])],
)
def test_empty_parts_are_parts(text: str, parts: list[str]) -> None:
    """Their place says what they would be."""
    assert split_escaped(text, ";") == parts


def test_a_backslash_before_a_line_end_loses_nothing() -> None:
    """Quoted-printable can put a line end after a backslash: both stay."""
    assert split_escaped("a\\\nb;c", ";") == ["a\\\nb", "c"]


@MANY
@given(st.text('AB:;,.= \t\r\n"', max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """Blanks and line ends apart, the raw lines hold what the file holds, in its order."""
    lines = list(content_lines(text.encode()))

    assert "".join("".join(line.raw for line in lines).split()) == "".join(text.split())
    assert [line.number for line in lines] == sorted({line.number for line in lines})


@MANY
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    """No byte string raises, and none yields a property of blanks."""
    assert all(line.raw.strip(" \t") for line in content_lines(as_utf8(data)))
