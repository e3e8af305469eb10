"""Names, places, phrases and voices: what a passage says, where, of whom, and in whose words."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassess.reading.mentions import finder as finder_module
from reassess.reading.mentions.dictionary import Dictionary, PersonName, PlaceName
from reassess.reading.mentions.finder import Finder
from reassess.reading.mentions.folding import folded
from reassess.reading.mentions.found import SEPARATOR, Found, Joined, Unit, lowered
from reassess.reading.mentions.lexicon import Lexicon
from reassess.reading.mentions.phrases import phrase_lists

DICTIONARY = Dictionary(
    people=[
        PersonName("N1", "Tiana", "", "Campbell"),
        PersonName("N2", "Rui", "", "Tavares-Pinto"),
        PersonName("N3", "Seán", "Patrick", "O'Brien", ("Rizz", "Tee")),
        PersonName("N4", "Lindqvist", "", "Tobias"),
        PersonName("N5", "Andreea", "", "Munteanu"),
        PersonName("N6", "Gareth", "", "Pugsley"),
        PersonName("N7", "Connor", "", "Blakely"),
    ],
    places=[
        PlaceName("L1", "name", "Star Grill"),
        PlaceName("L1", "address", "412 High Road"),
        PlaceName("L2", "street", "Beck Street"),
    ],
    staff=["MP2210"],
    handles=["quietmile_7"],
)
FINDER = Finder.of(DICTIONARY)


def found(text: str, *kinds: str, unit: Unit | None = None) -> list[Found]:
    return [f for f in FINDER.find([unit or Unit(text)])[0] if f.kind in kinds]


def values(text: str, kind: str) -> list[str]:
    return [f.value for f in found(text, kind)]


EXAMPLES = [(each, example) for each in phrase_lists() for example in each.examples]


@pytest.mark.parametrize(("phrases", "example"), EXAMPLES, ids=[f"{e[0].kind}: {e[1]['text'][:50]}" for e in EXAMPLES])
def test_examples_of_the_phrase_lists(phrases, example) -> None:  # type: ignore[no-untyped-def]
    text = example["text"]
    mentions = found(text, phrases.kind, unit=Unit(text, party=example.get("party", "")))
    if example["words"] is None:
        assert mentions == []
        return
    mention = next(m for m in mentions if text[m.start : m.end] == example["words"])
    assert mention.negated is example.get("negated", False)
    for name in ("doubtful", "detail", "speaker"):
        assert getattr(mention, name) == example.get(name, getattr(mention, name))


@pytest.mark.parametrize("phrases", phrase_lists(), ids=[each.kind for each in phrase_lists()])
def test_each_list_has_a_source_a_version_and_a_negative_example(phrases) -> None:  # type: ignore[no-untyped-def]
    assert phrases.source
    assert phrases.version >= 1
    assert any(example["words"] is None for example in phrases.examples)
    assert any(example["words"] for example in phrases.examples)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Tiana Campbell reported", "tiana campbell"),
        ("VIW: TIANA CAMPBELL", "tiana campbell"),
        ("Campbell, Tiana", "tiana campbell"),
        ("CAMPBELL Tiana", "tiana campbell"),
        ("RUI TAVARES PINTO", "rui tavares pinto"),
        ("Sean O’Brien left", "sean obrien"),
        ("Seán P O'Brien left", "sean obrien"),
    ],
)
def test_recorded_names_in_every_spelling(text: str, value: str) -> None:
    assert values(text, "name") == [value]


def test_a_record_with_its_names_turned_round_is_found_by_the_same_key() -> None:
    (name,) = found("Named Tobias Lindqvist", "name")
    keys = {value for person, how, value in DICTIONARY.name_keys() if person == "N4" and how == "full"}
    assert name.value in keys
    assert keys == {"tobias lindqvist", "lindqvist tobias"}


def test_small_letters_are_words_not_names() -> None:
    assert values("the star grill was on beck street", "place") == []


@pytest.mark.parametrize(
    ("text", "name", "detail"),
    [
        ("her friend Leila Haddou has the messages", "leila haddou", "friend"),
        ("Keeley Marsden, who is a friend from my street, was there", "keeley marsden", "friend"),
        ("Karen Bannister, mother, reports", "karen bannister", "family"),
        ("Social worker Bridget Halloran attends", "bridget halloran", "professional"),
        ("Victim Hannah Lister seen", "hannah lister", "victim"),
        ("Ruth Pennycook, teacher, reports", "ruth pennycook", "professional"),
        ("Key worker reports that Connor Blakely left", "connor blakely", ""),
        ("V1 says that Miln Abdullah was there", "miln abdullah", "named"),
        ("Witness Nicholas Wood named in account", "nicholas wood", "witness"),
    ],
)
def test_names_that_no_record_holds_and_what_is_said_of_them(text: str, name: str, detail: str) -> None:
    assert [(f.value, f.detail) for f in found(text, "name")] == [(name, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "Supervisor Review completed",
        "Crown Court on Monday",
        "Tarn Street Police Station",
        "Duty Inspector informed",
        "Seen in Victoria Park",
        "High Road",
    ],
)
def test_words_of_the_trade_are_no_names(text: str) -> None:
    assert values(text, "name") == []


def test_the_model_is_asked_only_about_what_nothing_else_explains(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def people(sentences):  # type: ignore[no-untyped-def]
        asked.extend(sentences)
        return [[(0, len(sentence))] for sentence in sentences]

    monkeypatch.setattr(finder_module.model, "people", people)
    names = found("Tiana Campbell left. Zzora Qwertin stayed.", "name")
    assert [name.value for name in names] == ["tiana campbell", "zzora qwertin"]
    assert names[1].doubtful
    assert [sentence.strip() for sentence in asked] == ["Zzora Qwertin stayed."]


def test_nicknames_recorded_and_said() -> None:
    text = "two males known as Rizz and Tee, street name Smoke"
    assert {(f.value, f.detail) for f in found(text, "nickname")} == {
        ("rizz", "record"),
        ("tee", "record"),
        ("rizz", "said"),
        ("tee", "said"),
        ("smoke", "said"),
    }


def test_places_by_name_address_and_street() -> None:
    text = "Star Grill, 412 High Road, and a car park in Beck Street. Also 9 Orrin Street."
    assert [(f.value, f.detail) for f in found(text, "place")] == [
        ("star grill", "name"),
        ("412 high road", "address"),
        ("beck street", "street"),
    ]
    assert values(text, "address") == ["412 high road", "9 orrin street"]


def test_shorthand_and_staff() -> None:
    assert values("V1 and S2 named by MP2210, NFA. IC3 male", "shorthand") == [
        "victim 1",
        "suspect 2",
        "no further action",
        "appearance code",
    ]
    assert [(f.value, f.detail) for f in found("MP2210 with PC 1234 and DS Harper", "staff")] == [
        ("MP2210", "record"),
        ("1234", "rank and number"),
        ("harper", "rank and name"),
    ]


def test_a_title_and_a_surname_is_a_part_of_a_name() -> None:
    assert values("Mr Calloway answered no comment", "part_name") == ["calloway"]


@pytest.mark.parametrize(
    ("text", "kind", "negated"),
    [
        ("No threats to kill were made.", "threat_to_life", True),
        ("No reply. She reports threats to kill.", "threat_to_life", False),
        ("No further action was taken on the threat to kill.", "threat_to_life", False),
        ("She has not been seen since the threat to kill.", "threat_to_life", False),
        ("Threats to kill: none.", "threat_to_life", True),
        ("not only threats to kill but", "threat_to_life", False),
        ("No injuries, no threats to kill, no weapons", "threat_to_life", True),
        ("She did not attend because she felt suicidal", "self_harm", False),
        ("The nurse found no evidence of self-harm.", "self_harm", True),
        ("Nil self harm.", "self_harm", True),
        ("She isn't suicidal", "self_harm", True),
        ("No contact with victim, who is suicidal", "self_harm", False),
        ("Without any plans to leave the country", "leave_country", True),
        ("no intention of leaving the UK", "leave_country", True),
        ("He denied any plans to leave the country.", "leave_country", True),
        ("No reply, suicidal.", "self_harm", False),
        ("No answer and suicidal", "self_harm", False),
        ("Risk assessment: self-harm: no.", "self_harm", True),
        ("Self harm? No", "self_harm", True),
        ("Self harm? Yes", "self_harm", False),
        ("Self-harm (Y/N): N", "self_harm", True),
        ("Self-harm: N/A", "self_harm", True),
        ("Self harm - none known", "self_harm", True),
        ("Nil: self harm", "self_harm", True),
        ("Not thought to be suicidal", "self_harm", True),
        ("There is nothing to suggest self-harm", "self_harm", True),
        ("She was not suicidal but had taken an overdose", "self_harm", True),
        ("No one threatened to kill her", "threat_to_life", True),
        ("Nobody helped when he threatened to kill her", "threat_to_life", False),
        ("It is not clear whether he threatened to kill her", "threat_to_life", False),
    ],
)
def test_negation(text: str, kind: str, negated: bool) -> None:
    assert [f.negated for f in found(text, kind)][:1] == [negated]


def test_a_denial_runs_down_a_list_of_risks() -> None:
    text = "No previous history of self harm, overdose or suicidal thoughts. Overdose in May."
    assert [f.negated for f in found(text, "self_harm")] == [True, True, True, False]


@pytest.mark.parametrize("text", ["Suicidal: denies", "She denied being suicidal", "Suicidal thoughts were denied."])
def test_what_somebody_denies_is_denied_and_doubtful(text: str) -> None:
    assert [(f.negated, f.doubtful) for f in found(text, "self_harm")] == [(True, True)]


@pytest.mark.parametrize("piece", ["to or of or ", "self harm, ", "plans of ", "a-b or ", "any other ", "not "])
def test_no_text_makes_the_search_for_a_denial_slow(piece: str) -> None:
    """A denial is looked for word by word: as one pattern, some of these took longer than the age of the universe."""
    assert found("no " + piece * 200 + "suicidal", "self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "Asked whether she felt suicidal.",
        "Is she suicidal?",
        "Self-harm risk assessment to be done",
        "at risk of self-harm",
    ],
)
def test_questions_and_forms_are_in_doubt_but_not_left_out(text: str) -> None:
    assert [(f.negated, f.doubtful) for f in found(text, "self_harm")] == [(False, True)]


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


def test_offsets_count_code_points_even_where_small_letters_are_longer() -> None:
    text = "İstanbul 😀 ﬁle: Tiana Campbell rang 07700 900101"
    (name,), (phone,) = found(text, "name"), found(text, "phone")
    assert text[name.start : name.end] == "Tiana Campbell"
    assert text[phone.start : phone.end] == "07700 900101"
    assert len(lowered(text)) == len(text)


def test_right_to_left_text_around_a_mention() -> None:
    text = "שם: Tiana Campbell رقم 07700 900101"
    assert [text[f.start : f.end] for f in found(text, "name", "phone")] == ["Tiana Campbell", "07700 900101"]


WORDS = st.sampled_from(
    [
        "Tiana Campbell",
        "no",
        "threat to kill",
        "07700 900101",
        '"',
        "’",
        "İ",
        "\n\n",
        ".",
        "victim",
        "said",
        "Rizz",
        "@",
        "N17 9ZA",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join), st.lists(WORDS, max_size=8).map(" ".join))
def test_passages_found_together_are_found_as_alone(first: str, second: str) -> None:
    together = FINDER.find([Unit(first), Unit(second, "witness", "", True)])
    assert together == [FINDER.find([Unit(first)])[0], FINDER.find([Unit(second, "witness", "", True)])[0]]
    assert all(0 <= f.start < f.end <= len(first) for f in together[0])


def test_joined_passages_know_where_they_begin() -> None:
    joined = Joined([Unit("ab"), Unit(""), Unit("cd")])
    assert [joined.unit_at(start) for start in joined.starts] == [0, 1, 2]
    assert joined.text.count(SEPARATOR) == 2


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tiana\nCampbell was seen", True),
        ("Tiana Campbell was seen", False),
        ("Tavares-\nPinto, Rui", None),
    ],
)
def test_a_name_over_a_line_end_is_found_and_doubtful(text: str, expected: bool | None) -> None:
    names = [f.doubtful for f in found(text, "name") if f.value == "tiana campbell"]
    assert names == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    "text",
    [
        "Tiana. Campbell left",
        "Tiana; Campbell",
        "Tiana, Campbell",
        "tiana campbell",
        "Tiana Campbellton",
        "xTiana Campbell",
    ],
)
def test_words_that_only_stand_near_each_other_are_no_name(text: str) -> None:
    assert "tiana campbell" not in values(text, "name")


def test_a_handle_is_known_in_small_letters_and_not_inside_a_mail_address() -> None:
    assert [(f.value, f.detail) for f in found("wrote as quietmile_7 then", "handle")] == [("quietmile_7", "record")]
    assert [f.detail for f in found("quietmile_7@example.org", "handle")] == []


WRITTEN = st.text(st.sampled_from("abAB éÉŁłß'’- .,1\n"), min_size=1, max_size=14)


@given(st.lists(st.tuples(WRITTEN, WRITTEN, WRITTEN), max_size=5), WRITTEN)
@settings(max_examples=60, deadline=None)
def test_every_spelling_is_found_where_it_stands(people: list[tuple[str, str, str]], place: str) -> None:
    dictionary = Dictionary(
        people=[PersonName(str(n), *names) for n, names in enumerate(people)], places=[PlaceName("L", "name", place)]
    )
    lexicon = Lexicon.of(dictionary)
    for entry in dictionary.entries():
        text = f"Seen: {entry.written} | end"
        joined = Joined([Unit(text)])
        wanted = _first_word(entry.written)
        if wanted and not wanted.islower() and len(entry.written) > 3:
            assert any(f.value == entry.value for f in lexicon.find(joined)) or not _is_whole(entry.written), entry


def _first_word(written: str) -> str:
    return next((letter for letter in written if letter.isalnum()), "")


def _is_whole(written: str) -> bool:
    """Whether the words of a spelling hang together: names of the record with blank lines inside do not."""
    return all(gap in (" ", "-", "'", "’", ", ") for gap in re.findall(r"(?<=\w)\W+(?=\w)", written))


def test_a_mapped_lexicon_finds_what_the_one_in_memory_finds(tmp_path: Path) -> None:
    lexicon = Lexicon.of(DICTIONARY)
    lexicon.write(tmp_path)
    mapped = Lexicon.at(tmp_path)
    joined = Joined([Unit("Tiana Campbell and Rui Tavares Pinto at Star Grill with quietmile_7, MP2210, Tee.")])
    assert sorted(mapped.find(joined)) == sorted(lexicon.find(joined))
    assert len(sorted(mapped.find(joined))) == 6
    assert mapped.fingerprint == lexicon.fingerprint
    assert mapped.knows_forename("TIANA")
    assert not mapped.knows_forename("Campbell")


def test_an_empty_dictionary_finds_nothing() -> None:
    lexicon = Lexicon.of(Dictionary())
    assert list(lexicon.find(Joined([Unit("Tiana Campbell")]))) == []
    assert not lexicon.knows_forename("Tiana")


def test_the_order_of_the_records_does_not_change_the_lexicon() -> None:
    turned = Dictionary(
        people=list(DICTIONARY.people)[::-1],
        places=list(DICTIONARY.places)[::-1],
        staff=["MP2210"],
        handles=["quietmile_7"],
    )
    assert Lexicon.of(turned).fingerprint == Lexicon.of(DICTIONARY).fingerprint
