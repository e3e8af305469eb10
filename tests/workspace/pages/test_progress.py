"""The page of progress: numbers with what they mean and what they are of, and nothing else."""

import re

import pytest

from reassess.workspace.cases.models import Case, Publication
from reassess.workspace.publishing.publication import publish

from .. import made_run


def rows(content: str, caption: str) -> list[list[str]]:
    """The cells of the table with a caption."""
    table = content[content.index(f">{caption}</caption>") :].split("</table>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[2:]]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_scope_goes_element_by_element_with_unknown_apart(signed_in):
    content = signed_in("oversight").get("/progress/").content.decode()
    assert rows(content, "Scope by element") == [["Two or more distinct suspects", "8", "3", "3", "11", ""]]
    assert "It does not take a case out of scope" in content


def test_what_is_left_counts_each_case_once(signed_in, tmp_path):
    """A case that two elements shut out is lost at the first of them only."""
    made = made_run.make()
    for number, verdict in ((4, "out"), (8, "out"), (1, "out"), (3, "unknown")):
        made.add("rules.scope", investigation_id=f"INV/{number:04d}", criteria="national-2025", element="z-last",
                 verdict=verdict, note="")  # fmt: skip
    publish(made_run.write(tmp_path / "0004", made))
    content = signed_in("oversight").get("/progress/").content.decode()
    assert [row[:5] for row in rows(content, "Scope by element")] == [
        ["Two or more distinct suspects", "8", "3", "3", "11"], ["Z last", "0", "1", "3", "10"]
    ]  # fmt: skip


def test_findings_stand_beside_what_they_were_asked_of(signed_in):
    found = rows(signed_in("supervisor").get("/progress/").content.decode(), "Findings by check")
    assert ["Missed then", "A suspect was not interviewed", "28", "3", "4", "14%"] in found
    assert len(found) == len(made_run.RULES)


def test_a_run_that_does_not_say_what_was_asked_shows_none(signed_in, tmp_path):
    folder = made_run.write(tmp_path / "0005", made_run.make())
    (folder / "rules" / "asked.parquet").unlink()
    publish(folder)
    assert "Findings by check" not in signed_in("oversight").get("/progress/").content.decode()


def test_the_standings_add_up_to_the_cases_of_the_newest_run(signed_in):
    Case.objects.filter(reference="INV/0001").update(standing="decided")
    Case.objects.filter(reference="INV/0002").update(in_newest_run=False)
    content = signed_in("oversight").get("/progress/").content.decode()
    stands = rows(content, f"Cases in the newest run: {made_run.CASES - 1}")
    assert sum(int(number) for _, number in stands) == made_run.CASES - 1
    assert ["Decided", "1"] in stands


@pytest.mark.parametrize("path", ["/progress/", "/assurance/", "/forecast/"])
def test_no_page_of_numbers_names_a_case_or_a_person(signed_in, path):
    content = signed_in("oversight").get(path).content.decode()
    assert not re.search(r"INV/\d|Calloway|Okoye|Sadiq", content)


def test_before_the_first_publication_there_is_nothing_to_say(signed_in):
    Publication.objects.update(finished_at=None)
    response = signed_in("oversight").get("/progress/")
    assert response.status_code == 200
    assert b"No run has been published yet" in response.content
