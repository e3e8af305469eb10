/*
title: A trial collapsed or a case was discontinued and nothing was decided since
question: Did a case against a suspect collapse without a later decision?
says: The case against {name} ended on {ended_on} ({how}) and no later decision is recorded.
why: A trial that failed on disclosure or delay says nothing about the evidence; whether it can be brought again is still open.
source: Investigative practice; no published standard is quoted (domain 5.3 J6)
subject: person (suspect)
needs:
  decision: [kind, decided_on]
version: 1
reading: >-
  A later decision is any decision for the suspect on a later day but a right to review. Where a day that matters is not
  recorded, the suspect is not assessable.
*/
WITH ended AS (
    SELECT investigation_id, person_id, max(decided_on) AS ended_on, bool_or(decided_on IS NULL) AS undated,
           arg_max(replace(kind, '_', ' '), (coalesce(decided_on, DATE '1900-01-01'), kind)) AS how,
           list_sort(list(row_of('decision', row_key))) AS evidence
    FROM suspect_decision WHERE kind IN ('trial_collapsed', 'discontinued') GROUP BY ALL),
after AS (
    SELECT e.investigation_id, e.person_id, count(*) AS others, bool_or(d.decided_on > e.ended_on) AS later,
           bool_or(d.decided_on IS NULL) AS undated
    FROM ended e JOIN suspect_decision d USING (investigation_id, person_id)
    WHERE d.kind NOT IN ('trial_collapsed', 'discontinued', 'victim_right_to_review') GROUP BY ALL)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, e.ended_on, e.how,
       CASE WHEN e.person_id IS NULL OR a.later THEN FALSE
            WHEN a.others > 0 AND (e.undated OR a.undated) THEN NULL
            ELSE TRUE END AS found,
       'the day of a decision' AS missing,
       coalesce(e.evidence, [row_of('involvement', s.row_key)]) AS evidence
FROM suspect s
LEFT JOIN ended e ON e.investigation_id = s.investigation_id AND e.person_id = s.person_id
LEFT JOIN after a ON a.investigation_id = s.investigation_id AND a.person_id = s.person_id
