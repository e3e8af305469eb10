/*
title: Closed for want of resources, for scope, or on an instruction
question: Was the case closed for want of resources, for workload or scope, or on an instruction?
says: No record that the evidence was the ground to close; the record gives {ground}.
why: Operations were closed, and their terms kept tight, because of the scale of the task; the evidence was then never weighed.
source: Operation Augusta (Manchester), review of 2020 (domain 5.3 K2)
subject: investigation
needs:
  decision: [test, rationale]
  investigation: [closure_reason]
version: 1
*/
WITH ground AS (
    SELECT investigation_id, 'a direction' AS ground, field_of('decision', row_key, 'test') AS evidence, FALSE AS doubtful
    FROM decision WHERE test = 'directed'
    UNION ALL
    SELECT investigation_id, CASE value WHEN 'instruction' THEN 'an instruction' ELSE coalesce(value, 'a direction') END, evidence, doubtful FROM stated_phrase
    WHERE kind = 'direction' AND (source_table = 'investigation' AND source_field = 'closure_reason'
                                  OR source_table = 'decision' AND source_field = 'rationale'))
SELECT i.investigation_id, '' AS subject, count(g.ground) > 0 AS found, coalesce(bool_and(g.doubtful), FALSE) AS doubtful,
       string_agg(DISTINCT replace(g.ground, '_', ' '), ' and ' ORDER BY replace(g.ground, '_', ' ')) AS ground,
       list(g.evidence ORDER BY g.evidence) FILTER (g.ground IS NOT NULL) AS evidence
FROM closed_case i LEFT JOIN ground g USING (investigation_id)
GROUP BY i.investigation_id
