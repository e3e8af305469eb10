/*
title: The child was taken, driven or sent
question: Does the text state that the child was taken, driven or sent somewhere?
source: Modern Slavery Act 2015, section 2 (domain 4.1 D14, 4.3)
version: 1
reading: >-
  Quoted words only. Journeys to police, a hospital, a school, a placement or home are left out; a silent record is unknown.
*/
SELECT i.investigation_id, CASE WHEN bool_or(NOT t.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT t.doubtful) THEN NULL WHEN count(t.kind) > 0 THEN 'the words are in doubt' ELSE 'the record does not say' END AS note,
       coalesce(list_sort(list(t.evidence) FILTER (t.kind IS NOT NULL))[:10], [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN account_phrase t ON t.investigation_id = i.investigation_id AND t.kind = 'movement' AND NOT t.to_safety
GROUP BY i.investigation_id
