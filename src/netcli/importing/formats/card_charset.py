"""The charset of cards that are no UTF-8 and name none, told by what their letters would be.

Western text has single letters beyond ASCII among many of ASCII, so that a word holds both; in the words of all other
scripts there is no ASCII. Of the charsets of those the one wins in which the most letters are common ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from netcli.importing.formats.contentline import Joined
from netcli.shape import NamedTuple

_FEWEST_BYTES, _MOST_BYTES = 4, 50_000
_LEAST, _LEAST_OF_ALPHABETS, _MOST_ODD = 0.5, 0.65, 0.3
#: What a letter is worth that is of the script, but none of the usual ones; what a text is worth that has
#: capitals alone or none, where there are both.
_RARE, _OF_ONE_CASE = 0.45, 0.85
_HEAD = 300
_ENCODED = re.compile(rb"=[89A-Fa-f][0-9A-Fa-f]")
_WORD = re.compile(r"[^\W\d_]+")
_LOWER_THEN_UPPER = re.compile(r"[^\W\d_A-Za-z](?<=[а-яёіїєґα-ωάέήίόύώ])(?=[А-ЯЁІЇЄҐΑ-ΩΆΈΉΊΌΎΏ])")


class _Script(NamedTuple):
    """A charset, what its usual letters are worth, and all that it is used for; of an alphabet no word has but one."""

    charset: str
    usual: dict[str, float]
    letters: re.Pattern[str]
    is_alphabet: bool


def _script(charset: str, usual: str, letters: str, *, is_alphabet: bool = True) -> _Script:
    """Return a script; the usual letters of an alphabet are given in the order of how usual they are."""
    less = (1 - _RARE) / len(usual) if is_alphabet else 0
    worth = {letter: 1 - less * rank for rank, letter in enumerate(usual)}
    return _Script(charset, worth, re.compile(f"[{letters}]"), is_alphabet)


_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжюіїє"
_HANZI = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶余潘杜戴夏钟汪田任姜方石姚谭"
    "小明华国建军伟芳娜敏静丽强磊洋艳勇杰娟涛超霞平刚桂英文志玉红梅海云春生中公司大学市省区路号手机电话北京上广州深圳部经理有限"
)
_HANZI_OF_TAIWAN = (
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭程曹許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉余潘杜戴夏鍾汪田任姜方石姚譚"
    "小明華國建軍偉芳娜敏靜麗強磊洋勇傑娟超平剛英文志玉紅梅海雲春生中公司大學市省區路號手機電話北京上廣台灣臺灣部經理有限美淑惠"
)
_KANJI = (
    "田中山木川村本林井野原上下大小高石藤佐伊加斎渡辺鈴橋清池前後松竹杉島森岡長谷部安金西東北南京都県市区町番号丸株式会社有限業務"
    "子美太郎一二三次男雄夫和正明恵由香健介真裕久幸博貴智也代理課長室事務所電話携帯自宅友達"
)
_KANA = (
    "あいうえおかきくけこさしすせそたちつてとなにのはまみもやゆよらりるれろわん"
    "アイウエオカキクコサシスタトナニマミムメヤラリルロン"
)
_HANGUL = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지수영현미경은선희승준호재동상원대기태연혜인숙"
    "순자옥시로길부회사주식팀과대리무실전화집서울부산"
)
#: In the order in which they win if they are equal.
_SCRIPTS = (
    _script("cp1251", _CYRILLIC, "а-яёіїєґў"),
    _script("koi8-r", _CYRILLIC, "а-яё"),
    _script("cp1253", "αοιετσνηυρπκμλςόάίέήώύδγ", "α-ωάέήίόύώϊϋΐΰ"),
    _script("cp1255", "יוהלארםבתמשנחעדןקפגזטצ", "א-ת"),
    _script("cp1256", "الينمورتبعدسهكقفحجشصةخىط", "ء-ي"),
    _script("cp874", "านรกอลมวยงตสดทคปบพหชขจัิีุเ", "ก-๎"),
    _script("gb18030", _HANZI, "一-鿿", is_alphabet=False),
    _script("cp949", _HANGUL, "가-힣", is_alphabet=False),
    _script("cp932", _KANJI + _KANA, "一-鿿ぁ-んァ-ヶｦ-ﾟ", is_alphabet=False),
    _script("big5", _HANZI_OF_TAIWAN, "一-鿿", is_alphabet=False),
)  # fmt: skip


def undeclared(lines: Iterable[Joined]) -> Iterator[bytes]:
    """Yield the values of a file's lines that are no UTF-8 and name no charset."""
    for line in lines:
        if line.text is not None and may_be_undeclared(line.text):
            head, _, value = line.text.partition(b":")
            if b"QUOTED-PRINTABLE" in head.upper():
                import quopri

                value = quopri.decodestring(value)
            if b"CHARSET" not in head.upper() and not _is_utf_8(value):
                yield value


def may_be_undeclared(text: bytes) -> bool:
    """Tell whether a line is no UTF-8, or may be none once it is decoded."""
    if not text.isascii():
        return not _is_utf_8(text)
    return b"QUOTED-PRINTABLE" in text[:_HEAD].partition(b":")[0].upper() and _ENCODED.search(text) is not None


def _is_utf_8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def guessed_charset(values: Iterable[bytes]) -> str | None:
    """Return the charset of texts that are no UTF-8, None for a Western one."""
    data, size = [], 0
    for value in values:
        data.append(value[:_MOST_BYTES])
        size += len(value)
        if size > _MOST_BYTES:
            break
    high = sum(byte >= 0x80 for value in data for byte in value)
    worth: list[float] = [_worth(script, b"\n".join(data)) for script in _SCRIPTS] if high >= _FEWEST_BYTES else [0.0]
    return _SCRIPTS[worth.index(max(worth))].charset if max(worth) >= _LEAST else None


def _worth(script: _Script, data: bytes) -> float:
    """Return how much like words of a script a text is in its charset: 1 at most, 0 or less if it is none."""
    text = data.decode(script.charset, "replace")
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum((script.is_alphabet and len(word) == 1) or any(map(str.isascii, word)) for word in words)
    if odd > _MOST_ODD * len(words):
        return 0
    letters = [letter for letter in text if not letter.isascii()]
    lower = [letter.lower() for letter in letters]
    found = sum(script.usual.get(one) or (_RARE if script.letters.match(one) else 0) for one in lower)
    worth = (found - 2 * len(_LOWER_THEN_UPPER.findall(text))) / len(letters)
    upper = [letter.upper() for letter in letters]
    worth *= _OF_ONE_CASE if lower != upper and letters in (lower, upper) else 1
    return 0 if script.is_alphabet and worth < _LEAST_OF_ALPHABETS else worth
