"""Bytes to text: encodings told, mojibake repaired, control characters blanked, everything else kept."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.read import read
from transforms.read.encoding import UnreadableError, clean, declared_charset, decode

CURLY = "The “Café” deal – worth €5m – is the ministry’s ninth with Brazil, officials say."
RUSSIAN = "Россия и Китай провели более тысячи совместных мероприятий за год, сообщили в министерстве."
CHINESE = "中国和俄罗斯开展了一千多项合作交流活动，双方签署了多项协议，并将继续扩大合作。"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_western_text(codec: str) -> None:
    assert decode(CURLY.encode(codec))[0] == CURLY


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_byte_order_mark(codec: str) -> None:
    assert decode(CURLY.encode(codec))[0] == CURLY


@pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (CHINESE, "gb18030"), (RUSSIAN, "utf-8")])
def test_other_scripts(text: str, codec: str) -> None:
    assert decode(text.encode(codec))[0] == text


def test_guessed_encoding_is_noted() -> None:
    assert decode(CURLY.encode("cp1252"))[1] == ("decoded as cp1252",)
    assert decode(CURLY.encode())[1] == ()


@pytest.mark.parametrize(
    ("label", "codec"), [("windows-1251", "cp1251"), ("GB2312", "gb18030"), ("Shift_JIS", "cp932"), ("utf8", "utf-8")]
)
def test_declared_charset_is_followed(label: str, codec: str) -> None:
    text = "プラハ" if codec == "cp932" else CHINESE if codec == "gb18030" else RUSSIAN
    assert decode(text.encode(codec), label)[0] == text


def test_wrong_declaration_does_not_spoil_utf_8() -> None:
    assert decode(CURLY.encode(), "iso-8859-1")[0] == CURLY
    assert decode(CURLY.encode(), "no-such-charset")[0] == CURLY


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<meta charset="gbk">', "gbk"),
        (b"<META http-equiv='Content-Type' content='text/html; charset=windows-1251'>", "windows-1251"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<p>charset=none</p>", None),
    ],
)
def test_charset_label(head: bytes, label: str | None) -> None:
    assert declared_charset(head) == label


@pytest.mark.parametrize("wrong", ["latin-1", "cp1252"])
def test_mojibake_is_repaired_and_noted(wrong: str) -> None:
    text, notes = clean("The café in São Tomé".encode().decode(wrong))
    assert text == "The café in São Tomé"
    assert notes == ("mojibake repaired",)


def test_mojibake_in_one_line_leaves_the_others() -> None:
    text, _ = clean("A “sound” line — 中国\nthe ministryâ€™s â‚¬5m\nnaïve")
    assert text == "A “sound” line — 中国\nthe ministry’s €5m\nnaïve"


def test_only_the_encoding_is_repaired() -> None:
    kept = "curly “quotes” ﬁne\u00a0nbsp soft\u00adhyphen &amp; 🇷🇺 \u200eLRM\u200f \u2028 ＦＵＬＬ \u200b…"
    assert clean(kept) == (kept, ("invisible characters kept: 1",))


def test_controls_are_replaced_one_by_one() -> None:
    text, notes = clean("a\x00b\x07c\td\x0be\x7ff\n")
    assert text == "a b c\td e f\n"
    assert notes == ("control characters replaced: 4",)


def test_line_ends_and_surrogates() -> None:
    assert clean("a\r\nb\rc\n")[0] == "a\nb\nc\n"
    assert clean("x\ud83dy") == ("x\ufffdy", ("lone surrogates replaced: 1",))


def test_damaged_utf_8_stays_utf_8() -> None:
    text, notes = decode((CURLY * 3).encode() + "é".encode()[:1])
    assert text == CURLY * 3 + "\ufffd"
    assert notes == ("invalid UTF-8 bytes replaced: 1",)


@pytest.mark.parametrize("data", [b"%PDF-1.7 text", b"PK\x03\x04abc", bytes(range(32)) * 20])
def test_binary_content_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(data)
    assert read(data, "x.txt").rejects[0].error.startswith("content is not text")


def test_byte_order_mark_and_line_ends_of_a_file() -> None:
    [found] = read(codecs.BOM_UTF8 + b"Title\r\n\r\nTwo sides signed a deal.\r\n", "a.txt").documents
    assert found.text == "Title\n\nTwo sides signed a deal.\n"


@given(st.text())
def test_without_mojibake_offsets_stay(text: str) -> None:
    cleaned, notes = clean(text)
    if not any("mojibake" in note for note in notes):
        assert len(cleaned) == len(text.replace("\r\n", "\n"))


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_printable_ascii_is_never_changed(text: str) -> None:
    assert clean(text) == (text, ())


@given(st.binary(max_size=300))
def test_decode_gives_clean_text_or_refuses(data: bytes) -> None:
    try:
        text, _ = decode(data)
    except UnreadableError:
        return
    assert not set(text) & {chr(code) for code in [*range(9), *range(11, 32), *range(127, 160)]}
