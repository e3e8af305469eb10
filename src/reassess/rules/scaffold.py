"""Scaffold of a force's own rule: an SQL file and examples that pass, to be edited."""

import re
from pathlib import Path

from reassess.records.errors import UserError
from reassess.rules.catalogue import GROUPS

_SQL = """\
/*
title: {title}
question: Is there an entry by the officer in the case?
says: No record of an entry by the officer in the case.
why: Say in a sentence why the answer matters to the reader.
source: the force's own policy, section
subject: investigation
needs:
  entry: [author]
  investigation: [officer_in_case]
version: 1{risk}
*/
-- List everything the question applies to. `found` is TRUE, FALSE, or NULL if the record does not say
-- (then `missing` names the field). `evidence` lists the rows that the answer rests on.
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
    """Write `<folder>/<group>/<slug>.sql` and `.yaml`, and return their paths.

    Raises UserError if the name is not valid, the group does not exist, or the file already exists.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", slug):
        raise UserError(f"'{slug}' is not a valid name. Use lower-case letters and hyphens: no-house-to-house.")
    if group not in GROUPS:
        raise UserError(f"--group: there is no group '{group}'. Use one of {', '.join(GROUPS)}.")
    sql = folder / group / f"{slug}.sql"
    if sql.exists():
        raise UserError(f"{sql}: this file already exists. Choose another name, or delete it first.")
    sql.parent.mkdir(parents=True, exist_ok=True)
    risk = "\nband: same_day\nroute: duty inspector" if group == "risk" else ""
    sql.write_text(_SQL.format(title=slug.replace("-", " ").capitalize(), risk=risk), encoding="utf-8")
    sql.with_suffix(".yaml").write_text(_EXAMPLES, encoding="utf-8")
    return [sql, sql.with_suffix(".yaml")]
