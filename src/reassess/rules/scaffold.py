"""The beginning of a rule of a force's own: two files that pass, to be changed into what the force wants to ask."""

import re
from pathlib import Path

from reassess.records.errors import UserError
from reassess.rules.catalogue import GROUPS

_SQL = """\
/*
title: {title}
question: Is there an entry by the officer in the case?
says: No record of an entry by the officer in the case.
why: Say why the answer matters to the people who read it, in a sentence.
source: the force's own policy, section
subject: investigation
needs:
  entry: [author]
  investigation: [officer_in_case]
version: 1{risk}
*/
-- List everything the question is asked of. `found` is TRUE, FALSE, or NULL where the record does not say
-- (then `missing` names the field). `evidence` names the rows that the answer rests on.
SELECT i.investigation_id, '' AS subject,
       count(e.entry_id) = 0 AS found,
       [row_of('investigation', any_value(i.row_key))] AS evidence
FROM every_case i
LEFT JOIN entry e ON e.investigation_id = i.investigation_id AND e.author = i.officer_in_case
GROUP BY i.investigation_id
"""

_EXAMPLES = """\
- name: the officer in the case wrote nothing
  given:
    investigation: [{officer_in_case: OIC1}]
    entry: [{author: SUP1, text: Supervisor review.}]
  expect: [{verdict: found}]
- name: the officer in the case wrote an entry
  given:
    investigation: [{officer_in_case: OIC1}]
    entry: [{author: OIC1, text: Report taken.}]
  expect: []
- name: the extract has no entries
  given: {}
  absent: [entry]
  expect: [{verdict: not_assessable}]
"""


def write_scaffold(slug: str, group: str, folder: Path) -> list[Path]:
    """Write `<folder>/<group>/<slug>.sql` and `.yaml`; returns their paths.

    Raises UserError for a name that is no slug, a group there is not, or a file that is there already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise UserError(f"'{slug}' is no name for a rule. Use small letters and hyphens: no-house-to-house.")
    if group not in GROUPS:
        raise UserError(f"There is no group '{group}'. The groups are {', '.join(GROUPS)}.")
    sql = folder / group / f"{slug}.sql"
    if sql.exists():
        raise UserError(f"{sql}: is there already and is not overwritten.")
    sql.parent.mkdir(parents=True, exist_ok=True)
    risk = "\nband: same_day\nroute: duty inspector" if group == "risk" else ""
    sql.write_text(_SQL.format(title=slug.replace("-", " ").capitalize(), risk=risk), encoding="utf-8")
    sql.with_suffix(".yaml").write_text(_EXAMPLES, encoding="utf-8")
    return [sql, sql.with_suffix(".yaml")]
