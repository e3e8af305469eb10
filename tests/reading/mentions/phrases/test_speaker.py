"""Who speaks where a phrase stands, and which part of a mail it stands in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.found import Unit
from tests.reading.known import found


@pytest.mark.parametrize(
    ("text", "voice", "party", "speaker"),
    [
        ("She is streetwise.", "police", "", "police"),
        ("Social worker describes the victim as streetwise.", "police", "", "reported:partner"),
        ("Mother of the victim says that she is streetwise.", "police", "", "reported:family"),
        ('The suspect said: "She is streetwise."', "police", "", "quoted:suspect"),
        ("Officer: MP2002\nHe said: “She is streetwise.”", "police", "suspect", "quoted:suspect"),
        ("He said: ‘She is streetwise.’", "police", "suspect", "quoted:suspect"),
        ('"No comment." Later the officer wrote that she is streetwise. "End."', "police", "", "reported:police"),
        ("The victim's phone wasn't found. She is streetwise.", "police", "", "police"),
        ("She is streetwise.", "prosecutor", "", "prosecutor"),
        ("V1 is said to be streetwise.", "police", "", "police"),
        ("Victim has been described as streetwise.", "police", "", "police"),
        ("Neighbourhood officer: V1 is described as streetwise.", "police", "", "police"),
        ("Placement update: V1 is often said to be streetwise.", "police", "", "reported:partner"),
        ("S/W update: V1 is streetwise.", "police", "", "reported:partner"),
        ("Victim: streetwise.", "police", "", "police"),
        ("V1 says that she is said to be streetwise.", "police", "", "reported:victim"),
    ],
)
def test_who_speaks(text: str, voice: str, party: str, speaker: str) -> None:
    (mention,) = found(text, "language", unit=Unit(text, voice, party))
    assert mention.speaker == (speaker if speaker != "reported:police" else "police")


MAIL = (
    "From: Ann Lee <ann@example.org>\nTo: MP2210\nSubject: Visit\n\nHer carer uses carer@example.org for this.\n"
    "Kind regards\nAnn Lee ann.lee@example.org\n"
)


def test_headers_and_signatures_of_mail_are_told_apart() -> None:
    speakers = {f.value: f.speaker for f in found(MAIL, "email", unit=Unit(MAIL, "partner", mail=True))}
    assert speakers == {"ann@example.org": "header", "carer@example.org": "", "ann.lee@example.org": "signature"}


def test_a_report_with_a_from_line_is_no_mail() -> None:
    text = "OFFICER REPORT\nFrom: MP2266 on 07700 900101"
    assert [f.speaker for f in found(text, "phone")] == [""]


ROLES = "police|prosecutor|partner|victim|suspect|witness|family|unknown"
VOICED = re.compile(rf"(?:(?:quoted:|reported:)?(?:{ROLES})|header|signature)")
PIECES = st.lists(
    st.sampled_from(["The victim", "says", "is said", ":", '"', "“", "”", "‘", "’", ".", "\n", "S/W", "From: a", "--"]),
    max_size=14,
).map(" ".join)


@given(PIECES, st.booleans())
def test_every_place_has_one_of_the_voices(text: str, mail: bool) -> None:
    unit = Unit(f"{text} She is streetwise. {text}", "police", "victim", mail)
    for mention in found(unit.text, "language", unit=unit):
        assert VOICED.fullmatch(mention.speaker), mention


@pytest.mark.parametrize("closing", ["”", ""])
def test_a_quotation_that_never_closes_is_none(closing: str) -> None:
    text = f"The suspect said: “She is streetwise.{closing} Interview concluded."
    (mention,) = found(text, "language")
    assert mention.speaker == ("quoted:suspect" if closing else "reported:suspect")
