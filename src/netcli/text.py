"""Text as netcli compares it and as it may be shown: folding, handles, names, and safety at the door."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Letters that NFKD leaves alone although readers take them for their plain neighbours.
_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ĸ": "k", "ſ": "s",
    }
)  # fmt: skip
_NO_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘ʻ")
_NOT_WORD = re.compile(r"[^\w@.+]+|_")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NOT_SLUG = "[^a-z0-9]+"  # rarely needed patterns are text, compiled when first needed: every command imports this
#: Cyrillic (BGN/PCGN 1947, simplified, and its neighbours for other languages) and Greek (ELOT 743) as Latin letters.
_ROMAN = str.maketrans(
    dict(zip("абвгдезиклмнопрстуфыэіјґ", "abvgdeziklmnoprstufyeijg", strict=True))
    | dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True))
    | {
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
        "є": "ye", "ђ": "dj", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "θ": "th", "χ": "ch", "ψ": "ps",
    }
)  # fmt: skip

#: What may not reach a terminal, a CSV cell or a log as it is: C0, DEL, C1, zero-width and direction marks,
#: line and paragraph separators, the byte-order mark, tag characters, and half of a surrogate pair.
_UNSAFE = (
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def nfc(text: str) -> str:
    """Return the text as it is stored: NFC, blanks around it gone, no NUL and no half surrogate pair."""
    if text.isascii() and "\0" not in text:
        return text.strip()
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return unicodedata.normalize("NFC", clean).strip()


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number and what is counted, in the plural unless it is one: `many`, or `one` with an s."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"


def one_line(text: str) -> str:
    """Return the text in NFC with every run of white space folded to one blank: for names and titles."""
    if text.isascii() and "\0" not in text:
        return " ".join(text.split())
    return " ".join(nfc(text).split())


def csv_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection); phone numbers stay as they are."""
    risky = text.lstrip(" '\t\r\n").startswith(("=", "+", "-", "@"))
    return f"'{text}" if risky and not text.lstrip("+").replace(" ", "").isdigit() else text


def from_csv_cell(text: str) -> str:
    """Return what a cell held before `csv_cell` made it harmless."""
    return text[1:] if text.startswith("'") and csv_cell(text[1:]) == text else text


@lru_cache(maxsize=32_768)  # an import asks for the same names at every step
def fold(text: str) -> str:
    """Return the key by which text is compared: no case, accents, apostrophes or punctuation; blanks single.

    NFKD and casefold (Unicode 15, UAX 15 and section 3.13), marks dropped, then a table for letters that
    have no decomposition. `fold(fold(x)) == fold(x)`.
    """
    if text.isascii() and text.replace(" ", "").isalnum():
        return " ".join(text.lower().split())
    text = text.translate(_NO_APOSTROPHES)  # first: NFKD makes a blank of ´
    plain = text.lower() if text.isascii() else _unmarked(text)
    words = _NOT_WORD.sub(" ", plain.translate(_NO_APOSTROPHES)).split()
    return " ".join(stripped for word in words if (stripped := word.strip(".+")))


def _unmarked(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def fold_forms(text: str) -> tuple[str, ...]:
    """Return every key under which a name is found, each once: its fold, with ä ö ü as in German, in Latin letters."""
    plain = fold(text)
    if text.isascii():
        return (plain,)
    german = fold(unicodedata.normalize("NFC", text).casefold().translate(_GERMAN))
    return tuple(dict.fromkeys((plain, german, _romanized(plain))))


def _romanized(folded: str) -> str:
    """Return a folded text with its Cyrillic and Greek letters as Latin ones."""
    return folded if folded.isascii() else fold(folded.replace("ου", "ou").translate(_ROMAN))


def slug(text: str) -> str:
    """Return the text as lower-case ASCII words joined by hyphens; empty if no such letter is left.

    Cyrillic and Greek are written in Latin letters.
    """
    plain = _romanized(fold(text)).encode("ascii", "ignore").decode()
    return re.sub(_NOT_SLUG, "-", plain).strip("-")[:60].strip("-")


def safe(text: str) -> str:
    """Return the text with every character that could command a terminal or hide text shown as an escape.

    Joiners inside emoji (U+200D) stay. One line stays one line: tabs and line ends are shown too.
    """
    return text if text.isprintable() else re.sub(_UNSAFE, _escape, text)  # printable: none of these categories


def visible(text: str) -> str:
    """Return the text without what `safe` shows as escapes, save tabs: for files of other programs."""
    return text if text.isprintable() else re.sub(_UNSAFE, lambda match: match[0] if match[0] == "\t" else "", text)


def safe_lines(text: str) -> list[str]:
    """Return the lines of a longer text, each made safe; only LF, CR and CRLF end a line."""
    return [safe(line.expandtabs(4)) for line in re.split(r"\r\n|\r|\n", text)]


def _escape(match: re.Match[str]) -> str:
    point = ord(match.group())
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


#: An extension after a number, as people, Outlook and RFC 3966 section 5.3 write it.
_EXTENSION = (
    r"(?i)(?<=[0-9])[\s,;.)/-]*(?:;?ext(?:ension|n)?|x|#|poste|int(?:erno|erne)?|durchwahl|dw)[\s.:=]*[0-9]{1,7}\s*$"
)
#: What nearly all numbers are made of: no extension can be in it, and nothing to unfold.
_BARE_NUMBER = re.compile(r"[+0-9 ()./-]*")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_SHORTEST_NATIONAL = 6
_SHORTEST_WORD = 4


def phone_body(text: str) -> str:
    """Return a phone number without its extension: `x123`, `ext. 4`, `poste 12`."""
    return text if _BARE_NUMBER.fullmatch(text) else re.sub(_EXTENSION, "", unicodedata.normalize("NFKC", text))


def phone_extension(text: str) -> str:
    """Return the digits of a phone number's extension; empty if it has none."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain[len(phone_body(plain)) :] if c in "0123456789")


@lru_cache(maxsize=65_536)  # as for names
def phone_key(text: str, country: str | None = None) -> str:
    """Return the digits of a phone number, with a leading `+` if it is international; empty for a word, `1-800-TAXI`.

    A number without `+` or `00` is one of `country` (ISO 3166 alpha-2) if there is such a number: both writings have
    one key then. Else, and for short codes, it is the digits as they stand. The extension does not count, nor does the
    `(0)` that is left out from abroad - save in Italy, where the zero is dialled.
    """
    plain = phone_body(text)
    international = plain.lstrip(" (\u202a\u200e").startswith("+")
    if international and not re.match(r"\W*39(?![0-9])", plain):
        plain = re.sub(r"\(\s*0\s*\)", "", plain)
    digits = _NOT_DIGIT.sub("", plain)
    if not digits or (len(digits) < _SHORTEST_NATIONAL and sum(map(str.isalpha, plain)) >= _SHORTEST_WORD):
        return ""
    if international:
        return "+" + digits
    if digits.startswith("00") and len(digits) > 8:
        return "+" + digits[2:]
    return (_in_country(digits, country) if country and len(digits) >= _SHORTEST_NATIONAL else "") or digits


def is_national(text: str) -> bool:
    """Tell whether a phone number leaves its country out and is long enough to be a whole one."""
    return is_national_key(phone_key(text))


def is_national_key(key: str) -> bool:
    """Tell whether the key of a phone number leaves its country out."""
    return len(key) >= _SHORTEST_NATIONAL and not key.startswith("+")


@lru_cache(maxsize=100_000)  # an import asks twice: who is it, and is it new
def _in_country(digits: str, country: str) -> str:
    """Return a national number as an international one (E.164), empty if the country has no such number."""
    import phonenumbers  # costs more than an interpreter

    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return ""
    is_one = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if is_one else ""


def phone_country(text: str) -> str | None:
    """Return the country (ISO 3166 alpha-2) of an international phone number, or None."""
    import phonenumbers

    try:
        found = phonenumbers.region_code_for_number(phonenumbers.parse(phone_key(text), None))
    except phonenumbers.NumberParseException:
        return None
    return found if found and found.isalpha() else None


def url_key(text: str) -> str:
    """Return a URL as it is compared: no scheme, `www.`, query, fragment or closing slash; host in lower case."""
    plain = text.strip()
    scheme, mark, rest = plain.partition("://")
    if mark and re.fullmatch("(?i)[a-z][a-z0-9+.-]*", scheme):
        plain = rest
    host, slash, path = plain.partition("?")[0].partition("#")[0].partition("/")
    host = host.lower()
    if "linkedin." in host:
        host = re.sub(r"^(www|[a-z]{2})\.(?=linkedin\.)", "", host)
    path = path.rstrip("/")
    if "%" in path:
        from urllib.parse import unquote

        path = unicodedata.normalize("NFC", unquote(path))
    if host == "linkedin.com":
        path = path.casefold()
    return f"{host.removeprefix('www.')}{slash if path else ''}{path}"


#: How the keys of pages of people at LinkedIn begin.
PROFILES = ("linkedin.com/in/", "linkedin.com/pub/")


def profile_key(url: str) -> str | None:
    """Return the key of somebody's page at LinkedIn, which nobody else has; None for any other address."""
    key = url_key(url)
    return key if key.startswith(PROFILES) else None


def email_key(text: str) -> str:
    """Return an e-mail address as it is compared: trimmed and without case."""
    return text.strip().casefold().removeprefix("mailto:")
