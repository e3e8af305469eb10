"""Numbers, plates and addresses in the spellings that records hold, and what only looks like them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reassess.reading.mentions.found import SEPARATOR, Found
from reassess.reading.mentions.identifiers import identifiers, luhn, plate
from reassess.reading.mentions.phones import phones, uk_number
from reassess.reading.mentions.times import ages, dates


def found(text: str, kind: str) -> list[tuple[str, str]]:
    return sorted((text[f.start : f.end], f.value) for f in identifiers(text) if f.kind == kind)


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("uses the number 07700 900101.", "07700 900101", "07700900101"),
        ("+44 7700 900101", "+44 7700 900101", "07700900101"),
        ("+447700900101", "+447700900101", "07700900101"),
        ("0044 7700 900101", "0044 7700 900101", "07700900101"),
        ("+44 (0)7700 900101", "+44 (0)7700 900101", "07700900101"),
        ("(020) 7946 0333", "(020) 7946 0333", "02079460333"),
        ("020-7946-0333", "020-7946-0333", "02079460333"),
        ("1,out,07700900103,2012-05-30,18:02", "07700900103", "07700900103"),
        ("rang 07700 900101 2 times", "07700 900101", "07700900101"),
        ("(07700900101)", "07700900101", "07700900101"),
        ("phone +40 21 555 0199", "+40 21 555 0199", "+40215550199"),
        ("tel 020 7946 0123 ext 45", "020 7946 0123 ext 45", "02079460123"),
        ("07700 900123 x12", "07700 900123 x12", "07700900123"),
        ("0 7700 900123", "0 7700 900123", "07700900123"),
        ("0113 496 0999", "0113 496 0999", "01134960999"),
        ("rang +1 (202) 555-0143", "+1 (202) 555-0143", "+12025550143"),
    ],
)
def test_phones(text: str, words: str, value: str) -> None:
    assert found(text, "phone") == [(words, value)]


@pytest.mark.parametrize(
    "text",
    [
        "2801417/11",
        "on 01.02.2015 10:30",
        "001010012345672",
        "00-00-00 12345670",
        "2016-05-01 21:05",
        "card number 4929 1234 5678 9012",
        "IMEI 35 209900 176148 1",
        "ref 12345678901234567890",
    ],
)
def test_what_is_no_phone(text: str) -> None:
    assert found(text, "phone") == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Fax: 345-899-3560x4587", "3458993560"),
        ("+1 202 555 0143 x77", "+12025550143"),
        ("tel 020 7946 0123 x9", "02079460123"),
    ],
)
def test_an_extension_is_no_part_of_the_number(text: str, value: str) -> None:
    assert [number for _, number in found(text, "phone")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "a processor @2.45 GHz",
        "an xbox 360 seized",
        "snapchat 2014",
        "3 @ 20",
        "@12.30",
        "able to handle scripts for film",
    ],
)
def test_prices_speeds_and_what_people_handle_are_no_handles(text: str) -> None:
    assert found(text, "handle") == []


def test_a_handle_is_told_where_it_is_said_what_it_is() -> None:
    assert [value for _, value in found("her handle is fastfox", "handle")] == ["fastfox"]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("IMEI 490154203237518", False),
        ("handset 490154203237518", False),
        ("card number 490154203237518", True),
        ("SIM card and IMEI 490154203237518", False),
    ],
)
def test_a_number_of_fifteen_digits_on_a_card_is_a_doubtful_handset(text: str, doubtful: bool) -> None:
    assert [f.doubtful for f in identifiers(text) if f.kind == "imei"] == [doubtful]


@given(
    st.integers(0, 999_999), st.sampled_from(["+44 ", "+44", "0044", "0", "+44 (0)"]), st.sampled_from([" ", "", "-"])
)
def test_a_number_has_one_normal_form_however_it_is_written(last: int, prefix: str, gap: str) -> None:
    digits = f"{last:06}"
    written = f"{prefix}7700{gap}{digits[:3]}{gap}{digits[3:]}"
    assert uk_number(written) == "07700" + digits
    assert [f.value for f in phones(f"on {written}, then")] == ["07700" + digits]


def test_a_number_that_lost_its_zero_in_a_spreadsheet_is_doubtful() -> None:
    (phone,) = phones("7700900101 | 44")
    assert (phone.value, phone.doubtful) == ("07700900101", True)


@pytest.mark.parametrize(
    "text", ["447700900123", "07700\n900123", "07700/900123", "O7700 900123", "uses O7700900123 now"]
)
def test_mobiles_written_oddly_are_found_and_doubtful(text: str) -> None:
    (phone,) = phones(text)
    assert (phone.value, phone.doubtful) == ("07700900123", True)


def test_a_number_abroad_without_its_plus_is_doubtful() -> None:
    (phone,) = phones("from 00 353 87 555 0199")
    assert (phone.value, phone.doubtful) == ("+353875550199", True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("vehicle LX08 KTN parked", "LX08KTN"),
        ("LX08KTN", "LX08KTN"),
        ("plate LXO8 KTN", "LX08KTN"),
        ("plate LX08 KT0", "LX08KTO"),
        ("the car, reg P123 ABC", "P123ABC"),
        ("his van lx08 ktn", "LX08KTN"),
        ("his van lx 08 ktn", "LX08KTN"),
        ("a Q plate, Q123 ABC, on the car", "Q123ABC"),
        ("reg: ABC 123D", "ABC123D"),
        ("the car AXI 1234", "AXI1234"),
        ("the car LX 08 KTN", "LX08KTN"),
    ],
)
def test_plates(text: str, value: str) -> None:
    assert [value for _, value in found(text, "vehicle")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "CHOICES",
        "N17 9ZA",
        "report P123 ABC",
        f"S1 RUI, next date{SEPARATOR}the car",
        "MP2210",
        "HR-02",
        "the car. S1 RUI",
        "driver S2 VIW seen",
        "vehicle stopped, V1 ABE done",
        "W1 NFA, car sold",
    ],
)
def test_what_is_no_plate(text: str) -> None:
    assert found(text, "vehicle") == []
    assert plate("CHOICES") is None


def test_mail_addresses_and_handles() -> None:
    text = "Write to Mehmet.YZ@example.org. Accounts @quietmile_7 and @north.star.88. Snapchat: fast.fox_9"
    assert found(text, "email") == [("Mehmet.YZ@example.org", "mehmet.yz@example.org")]
    assert [value for _, value in found(text, "handle")] == ["north.star.88", "quietmile_7", "fast.fox_9"]


def test_handsets_need_their_check_digit() -> None:
    assert found("IMEI: 00-101001-234567-2", "imei") == [("00-101001-234567-2", "001010012345672")]
    assert found("imei 001010 01 234567 2", "imei") == [("001010 01 234567 2", "001010012345672")]
    assert found("imei 001010 01 234567 2", "phone") == []
    assert found("IMEI 001010012345672", "imei") == [("001010012345672", "001010012345672")]
    assert found("IMEI 001010012345673", "imei") == []
    assert luhn("79927398713")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("paid to 00-00-00 12345670", "00-00-00 12345670"),
        ("sort code 00-00-00 account no: 12345670", "00-00-00 account no: 12345670"),
        ("s/c 000000 acc 12345670", "s/c 000000 acc 12345670"),
        ("Sort Code: 000000, Account Number: 12345670", "Sort Code: 000000, Account Number: 12345670"),
        ("account 12345670 sort code 00-00-00", "account 12345670 sort code 00-00-00"),
        ("IBAN GB00 TEST 0000 0012 3456 70", "GB00 TEST 0000 0012 3456 70"),
    ],
)
def test_bank_accounts(text: str, words: str) -> None:
    assert found(text, "bank_account") == [(words, "00-00-00 12345670")]


@pytest.mark.parametrize(
    "text", ["account number 12345670", "sort code 00-00-00", "account 123456701 sort code 00-00-00"]
)
def test_half_a_bank_account_is_none(text: str) -> None:
    assert found(text, "bank_account") == []


@pytest.mark.parametrize(
    ("text", "handle", "doubtful"),
    [
        ("instagram handle is @quiet_mile", "quiet_mile", False),
        ("www.instagram.com/quiet_mile/", "quiet_mile", False),
        ("https://www.facebook.com/Ash.Fox.9", "ash.fox.9", False),
        ("snapchat.com/add/foxy1", "foxy1", False),
        ("tiktok.com/@a.fox", "a.fox", False),
        ("t.me/fox9", "fox9", False),
        ("IG: quietmile7", "quietmile7", True),
        ("discord foxy#1234", "foxy#1234", True),
        ("Snapchat username fastfox", "fastfox", True),
        ("snapchat (foxy99)", "foxy99", True),
        ("TikTok user foxy99", "foxy99", True),
        ("facebook profile Foxy.Lee.9", "foxy.lee.9", True),
        ("Xbox gamertag FoxyLee99", "foxylee99", True),
    ],
)
def test_handles_of_each_service(text: str, handle: str, doubtful: bool) -> None:
    assert {(f.value, f.doubtful) for f in identifiers(text) if f.kind == "handle"} == {(handle, doubtful)}


@pytest.mark.parametrize(
    "text", ["username not known", "user name was given", "snapchat was used", "max.com/fox9", "instagram.com/p/"]
)
def test_what_is_no_handle(text: str) -> None:
    assert found(text, "handle") == []


def test_a_postcode_over_the_end_of_a_line_is_doubtful() -> None:
    assert [(f.value, f.doubtful) for f in identifiers("at N17\n9ZA today") if f.kind == "postcode"] == [
        ("N17 9ZA", True)
    ]
    assert found("at N17\n\n\n9ZA today", "postcode") == []


def test_postcodes() -> None:
    assert found("sw1a 1aa, N17  9ZA; seen w1 3rd May, m1 4th June", "postcode") == [
        ("N17  9ZA", "N17 9ZA"),
        ("sw1a 1aa", "SW1A 1AA"),
    ]
    assert found("at N17 9ZA, EN39ZW and cr0 9zb", "postcode") == [
        ("EN39ZW", "EN3 9ZW"),
        ("N17 9ZA", "N17 9ZA"),
        ("cr0 9zb", "CR0 9ZB"),
    ]


@pytest.mark.parametrize(
    "piece",
    [
        "12345678 ",
        "acc 12345678 ",
        "user name ",
        "x.com/a.",
        "a",
        "0",
        "A",
        "@",
        "a@",
        "+",
        "7",
        " ",
        "(",
        "A ",
        "1-",
        "é",
    ],
)
def test_long_runs_of_one_thing_do_not_slow_the_search(piece: str) -> None:
    assert len(list(identifiers(piece * 400_000))) < 400_000


@given(st.text(max_size=300))
def test_every_mention_lies_in_the_text(text: str) -> None:
    for each in identifiers(text):
        assert isinstance(each, Found)
        assert 0 <= each.start < each.end <= len(text)
        assert each.value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("On 5 October 2013", ["2013-10-05"]),
        ("in October 2013", ["2013-10"]),
        ("30 January to 1 February", ["--01-30", "--02-01"]),
        ("11/07/15 and 11.07.2015", ["2015-07-11", "2015-07-11"]),
        ("2016-05-01 21:05", ["2016-05-01"]),
        ("the 3rd of May 1999", ["1999-05-03"]),
        ("1 February 11/07/2015", ["--02-01", "2015-07-11"]),
        ("31 February 2015", []),
        ("she may 12 times", []),
        ("31-12-87", ["1987-12-31"]),
        ("1999/04/03", ["1999-04-03"]),
        ("11JUL2015 and 11Jul15", ["2015-07-11", "2015-07-11"]),
        ("between 1 and 3 May 2014", ["2014-05-01", "2014-05-03"]),
        ("1-3 May 2014", ["2014-05-01", "2014-05-03"]),
        ("May-2014, May '14, 05/2014", ["2014-05", "2014-05", "2014-05"]),
        ("DOB 03 04 1999", ["1999-04-03"]),
        ("ref 03 04 1999", []),
        ("2801417/2011", []),
        ("Apr 3rd 1999", ["1999-04-03"]),
    ],
)
def test_dates(text: str, values: list[str]) -> None:
    assert sorted(f.value for f in dates(text)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Victim aged 13 named", ["13"]),
        ("Age: 13", ["13"]),
        ("gives her age as 18 or 19", ["18-19"]),
        ("a 15-year-old girl", ["15"]),
        ("15 y/o", ["15"]),
        ("both mid 20s", ["24-26"]),
        ("early to mid 30s", ["30-33"]),
        ("aged 15yrs", ["15"]),
        ("aged 14yrs or 15yrs", ["14-15"]),
        ("she is now 18.", ["18"]),
        ("when she was about 14", ["14"]),
        ("a man in his thirties", ["30-39"]),
        ("mid-forties, in their late twenties", ["44-46", "27-29"]),
        ("music of the early seventies, both parties", []),
        ("men in their 20s and 30's", ["20-29", "30-39"]),
        ("records of the 90s and the late 80s", []),
        ("in his 40s", ["40-49"]),
        ("Victim Jade Kowalczyk, 15.", ["15"]),
        ("on Sunday, 15.", []),
        ("She is in year 10.", ["14-15"]),
        ("15 years of service", []),
        ("aged fifteen", ["15"]),
        ("a fifteen year old", ["15"]),
        ("aged between 14 and 16", ["14-16"]),
        ("14/15 years old", ["14-15"]),
        ("15 1/2 years old", ["15"]),
        ("15 years and 4 months old", ["15"]),
        ("she was 15 at the time", ["15"]),
        ("She is 15.", ["15"]),
        ("turned 16", ["16"]),
        ("before her 15th birthday", ["15"]),
        ("VIW F/15", ["15"]),
        ("female, 15", ["15"]),
        ("Y10 pupil", ["14-15"]),
        ("she was 15 minutes late", []),
        ("page 15 of the report", []),
        ("Victims aged 16 and 15", ["15-16"]),
        ("a boxing club, when he was 10 and 11.", ["10-11"]),
        ("she was 15 and lived there", ["15"]),
        ("she was 2 and a half.", ["2"]),
    ],
)
def test_ages(text: str, values: list[str]) -> None:
    assert [f.value for f in ages(text)] == values


DAYS = st.dates(date(1931, 1, 1), date(2029, 12, 31))


@given(DAYS, st.sampled_from(["/", ".", "-"]), st.booleans())
def test_a_day_in_figures_has_one_value_however_it_is_written(day: date, mark: str, short: bool) -> None:
    year = f"{day.year % 100:02}" if short else str(day.year)
    assert [f.value for f in dates(f"on {day.day}{mark}{day.month:02}{mark}{year}, then")] == [day.isoformat()]


@given(DAYS, st.sampled_from(["%d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y-%m-%d"]))
def test_a_day_in_letters_has_one_value_however_it_is_written(day: date, form: str) -> None:
    assert [f.value for f in dates(f"on {day.strftime(form)}, then")] == [day.isoformat()]


@given(st.text(st.sampled_from("0123456789 /.-MaydJun’'aged yrsold"), max_size=60))
def test_no_date_or_age_lies_outside_its_text_or_has_no_value(text: str) -> None:
    for each in (*dates(text), *ages(text)):
        assert 0 <= each.start < each.end <= len(text)
        assert re.fullmatch(r"\d{4}-\d\d(-\d\d)?|--\d\d-\d\d|\d{1,2}(-\d{1,2})?", each.value)


@given(st.integers(1, 99), st.integers(1, 99))
def test_two_ages_stand_in_order(first: int, second: int) -> None:
    (age,) = ages(f"Victims aged {first} and {second} seen")
    assert age.value == f"{min(first, second)}-{max(first, second)}"
