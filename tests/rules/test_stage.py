"""What the stage writes beside findings: what its criteria, definitions, elements and rules are called."""

from reassess.review import Review
from reassess.rules.catalogue import load, package_folder
from reassess.rules.verdicts import load_combinations, load_elements


def test_whatever_is_judged_has_a_title_in_the_run(finished_review: Review) -> None:
    with finished_review.latest().connect() as con:
        named = {
            row[:2]: row[2:]
            for row in con.execute("SELECT kind, slug, title, source, version FROM rules.named").fetchall()
        }
        judged = set(con.execute("SELECT 'criteria', criteria FROM rules.scope").fetchall())
        judged |= set(con.execute("SELECT 'definition', definition FROM rules.definition").fetchall())
        judged |= set(con.execute("SELECT 'element', element FROM rules.element").fetchall())
    assert judged == set(named)
    assert all(title and source and version for title, source, version in named.values())


def test_titles_are_those_of_the_files(finished_review: Review) -> None:
    with finished_review.latest().connect() as con:
        said = dict(con.execute("SELECT kind || ' ' || slug, title FROM rules.named").fetchall())
    expected = {f"criteria {item.slug}": item.content.title for item in load_combinations("criteria")}
    expected |= {f"definition {item.slug}": item.content.title for item in load_combinations("definitions")}
    expected |= {f"element {slug}": element.front.title for slug, element in load_elements().items()}
    assert said == expected


def test_every_rule_says_in_the_run_how_many_it_was_asked_of(finished_review: Review) -> None:
    with finished_review.latest().connect() as con:
        asked = {row[0]: row[1:] for row in con.execute("SELECT * FROM rules.asked").fetchall()}
        found = dict(
            con.execute("SELECT rule, count(*) FROM rules.finding WHERE verdict = 'found' GROUP BY rule").fetchall()
        )
    assert set(asked) == {rule.slug for rule in load([package_folder()])}
    assert all(total == sum(parts) for total, *parts in asked.values())
    assert {slug: counts[1] for slug, counts in asked.items() if counts[1]} == found
