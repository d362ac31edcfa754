"""Characters that cannot be seen: blanked or kept one for one, and always noted."""

from __future__ import annotations

import pytest

from transforms.read.encoding import clean


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("12\u200b agreements", "invisible characters kept: 1"),
        ("\u202e21\u202c agreements\u2066", "text direction marks kept: 3"),
        ("agree\u0301ments", "characters not composed kept: 1"),
    ],
)
def test_unseen_characters_keep_their_places(text: str, note: str) -> None:
    assert clean(text) == (text, (note,))


def test_plain_text_has_no_notes() -> None:
    text = "The “Café” deal – worth €5m\u00a0– is the ministry’s ninth 🇷🇺."
    assert clean(text) == (text, ())
