/*
title: Controlled, coerced, manipulated or deceived
question: Does the text state that the child was controlled, coerced, manipulated or deceived?
source: Department for Education and Home Office, February 2017; IICSA, February 2022 (domain 4.1 D2, D8; 4.4)
version: 1
reading: >-
  Quoted words only; a flag says nothing here, and an instruction alone ('told to come') is not on the list of phrases. A silent record is unknown.
*/
SELECT i.investigation_id, CASE WHEN bool_or(NOT t.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT t.doubtful) THEN NULL WHEN count(t.kind) > 0 THEN 'the words are in doubt' ELSE 'the record does not say' END AS note,
       coalesce(list_sort(list(t.evidence) FILTER (t.kind IS NOT NULL))[:10], [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN account_phrase t ON t.investigation_id = i.investigation_id AND t.kind = 'coercion'
GROUP BY i.investigation_id
