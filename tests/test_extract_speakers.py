"""To whom the article attributes a count."""

from __future__ import annotations

import pytest

from findings import count

LEAD = "Kenyan Trade Minister Amina Wekesa met Finnish officials in Nairobi on Monday."


@pytest.mark.parametrize(
    ("text", "speaker", "role"),
    [
        (
            "Kenyan Trade Minister Amina Wekesa said Kenya and Finland had signed 14 agreements.",
            "Amina Wekesa",
            "Kenyan Trade Minister",
        ),
        (
            "Kenya and Finland have signed 14 agreements, said Amina Wekesa, the trade minister.",
            "Amina Wekesa",
            "trade minister",
        ),
        ("According to Amina Wekesa, Kenya and Finland have signed 14 agreements.", "Amina Wekesa", None),
        ("“Kenya and Finland have signed 14 agreements,” Amina Wekesa told reporters.", "Amina Wekesa", None),
        (f"{LEAD} She said Kenya and Finland had signed 14 agreements.", "Amina Wekesa", "Kenyan Trade Minister"),
        (f"{LEAD} Wekesa said Kenya and Finland had signed 14 agreements.", "Amina Wekesa", "Kenyan Trade Minister"),
        (
            f"{LEAD} “We trust each other,” she said. “Kenya and Finland have signed 14 agreements.”",
            "Amina Wekesa",
            "Kenyan Trade Minister",
        ),
        (
            f"{LEAD} Kenya and Finland have signed 14 agreements, the minister added.",
            "Amina Wekesa",
            "Kenyan Trade Minister",
        ),
        ("The Ministry of Trade of Kenya said it had signed 14 agreements with Finland.", "Ministry of Trade", None),
        (
            "According to the Ministry of Commerce, China and Peru signed 14 agreements.",
            "Ministry of Commerce",
            None,
        ),
        ("Kenya and Finland have signed 14 agreements.", None, None),
        (f"{LEAD} Kenya and Finland have signed 14 agreements.", None, None),
        ("Officials said Kenya and Finland had signed 14 agreements.", None, "Officials"),
    ],
)
def test_who_says_so(text: str, speaker: str | None, role: str | None) -> None:
    row = count(text, "14")
    if speaker is None:
        assert row.speaker is None
    else:
        assert row.speaker is not None
        assert row.speaker.startswith(speaker)
    if role is not None:
        assert row.speaker_role is not None
        assert row.speaker_role.casefold() == role.casefold()


def test_a_quotation_does_not_reach_into_the_next_paragraph() -> None:
    text = f"{LEAD} “We trust each other,” she said.\n\nKenya and Finland have signed 14 agreements."
    assert count(text, "14").speaker is None


def test_each_speaker_has_his_own_count() -> None:
    text = (
        "Kenyan Trade Minister Amina Wekesa said Kenya and Finland had signed 14 agreements. "
        "Finnish Ambassador Juha Lind said Finland and Kenya had opened 3 laboratories."
    )
    assert (count(text, "14").speaker, count(text, "3 lab"[:1]).speaker) == ("Amina Wekesa", "Juha Lind")
