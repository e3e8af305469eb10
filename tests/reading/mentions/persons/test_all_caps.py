"""Names in logs that were written in capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.folder import find_mentions
from reassess.reading.mentions.dictionary.entries import Dictionary, PersonName
from reassess.reading.mentions.found import lowered
from reassess.reading.mentions.persons.all_caps import is_shouted, shown

NAMING = {"name", "part_name", "staff", "nickname"}
CORPUS = Dictionary([PersonName("P1", "Daniel", "", "Okafor")])


def named(text: str, dictionary: Dictionary | None = CORPUS) -> list[tuple[str, str, bool]]:
    found = find_mentions(text, dictionary)
    return [(each.kind, text[each.start : each.end], each.doubtful) for each in found if each.kind in NAMING]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INFT JANE CALLOWAY STATES SHE SAW HIM THERE.", [("name", "JANE CALLOWAY", True)]),
        ("FRIEND OF V1 AMINA BEGUM-KHAN WAS THERE TOO.", [("name", "AMINA BEGUM-KHAN", True)]),
        ("WITNESS STATEMENT OF ROSA DA SILVA (CJ ACT 1967)", [("name", "ROSA DA SILVA", True)]),
        ("SHE SAW DANIEL OKAFOR AT THE BUS STOP WITH V1", [("name", "DANIEL OKAFOR", False)]),
        ("DS HARPER SPOKE TO HER BY PHONE", [("staff", "DS HARPER", False)]),
        ("SPOKE TO MRS CALLOWAY ON THE PHONE", [("part_name", "MRS CALLOWAY", False)]),
        ("V1 WAS WITH A MALE KNOWN AS SMOKE OR GHOST", [("nickname", "SMOKE", False)]),
        ("MALE AKA SMOKE, NOT SEEN SINCE", [("nickname", "SMOKE", False)]),
        ("MALE, STREET NAME: GHOST, NOT SEEN SINCE", [("nickname", "GHOST", False)]),
    ],
)  # fmt: skip
def test_names_in_capitals_are_found(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "DANIEL LEFT THE HOTEL AT 0300 HRS AND WENT HOME.",
        "NO THREATS WERE MADE. VICTIM IS NOT SUICIDAL. WILL ATTEND. MARK TAKES THE PHONE.",
        "CPS NFA. MG3 TO FOLLOW. NRM DONE. VIW YES. ABE PLAN MADE.",
        "KNOWN AS A GOOD PUPIL AT THE SCHOOL BY ALL STAFF",
    ],
)
def test_other_words_in_capitals_are_no_names(text: str) -> None:
    assert named(text) == []


def test_a_pasted_text_in_capitals_is_read_like_one_in_small_letters() -> None:
    text = "SHE SAID THAT HER FRIEND AMINA BEGUM WAS WITH DANIEL OKAFOR IN LEEDS."
    assert [words for _, words, _ in named(text, None)] == ["AMINA BEGUM", "DANIEL OKAFOR"]


def test_a_stretch_in_capitals_ends_where_small_letters_begin() -> None:
    text = "Read. INFT SAW JANE CALLOWAY THERE TWICE. Then Grace Adeyemi rang."
    assert shown(text) == "Read. inft saw Jane Calloway there twice. Then Grace Adeyemi rang."


def test_codes_and_ranks_stay_as_they_stand() -> None:
    assert (
        shown("PC 1234AB AND DC SMITH WITH V1, MG11 AND LX08 KTN.")
        == "PC 1234AB and DC Smith with V1, MG11 and LX08 ktn."
    )


@pytest.mark.parametrize("text", ["", "MG3", "CPS NFA", "Seen by DS Harper.", "The CPS, NRM and IOPC know."])
def test_abbreviations_are_no_stretch(text: str) -> None:
    assert shown(text) == text
    assert not is_shouted(text)


@given(st.text(alphabet=st.sampled_from("AÉİŁSMITHJ OHN.,'’-12\n\ue000abß"), max_size=60))
def test_no_character_moves_and_only_letter_case_changes(text: str) -> None:
    seen = shown(text)
    assert len(seen) == len(text)
    assert lowered(seen) == lowered(text)
