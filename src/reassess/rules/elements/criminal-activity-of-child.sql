/*
title: Criminal activity of the child
question: Does the record state that a child victim carried, held, sold or stole for others?
source: Home Office, definition of child criminal exploitation, 2018 (domain 4.1 D12, 4.3)
version: 2
reading: >-
  Quoted words, or an investigation within a year in which the child is a suspect of a matter that is not sexual. A flag
  alone leaves the answer unknown, and so does a silent record.
*/
WITH accused AS (
    SELECT DISTINCT v.investigation_id, o.row_key
    FROM victim v
    JOIN every_case i USING (investigation_id)
    JOIN suspected_in o ON o.entity_id = v.entity_id AND o.investigation_id <> v.investigation_id
    JOIN every_case j ON j.investigation_id = o.investigation_id
    JOIN resolved_birth b ON b.person_id = v.person_id
    JOIN (SELECT investigation_id FROM offence_kind GROUP BY investigation_id HAVING bool_and(coalesce(not_sexual, FALSE))) k
         ON k.investigation_id = o.investigation_id
    WHERE j.recorded_on BETWEEN i.recorded_on - INTERVAL 365 DAY AND i.recorded_on + INTERVAL 365 DAY
      AND child_on(b.earliest, b.latest, j.recorded_on)),
ground AS (
    SELECT investigation_id, doubtful, evidence FROM account_phrase WHERE kind = 'county_lines' AND value IN ('activity', 'supply')
    UNION ALL
    SELECT investigation_id, FALSE, row_of('involvement', row_key) FROM accused)
SELECT i.investigation_id, CASE WHEN bool_or(NOT g.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT g.doubtful) THEN NULL WHEN count(g.doubtful) > 0 THEN 'the words are in doubt'
            WHEN bool_or(list_has_any(i.flag_list, ['cce', 'county_lines'])) THEN 'flagged, nothing stated'
            ELSE 'the record does not say' END AS note,
       coalesce(list_sort(list(g.evidence) FILTER (g.doubtful IS NOT NULL))[:10], [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN ground g USING (investigation_id)
GROUP BY i.investigation_id
