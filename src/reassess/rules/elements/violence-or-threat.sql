/*
title: Violence or the threat of it
question: Does the text state violence or a threat towards the child?
source: Home Office, definition of child criminal exploitation, 2018 (domain 4.1 D12)
version: 1
reading: >-
  Quoted words only; a silent record is unknown.
*/
SELECT i.investigation_id, CASE WHEN bool_or(NOT t.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT t.doubtful) THEN NULL WHEN count(t.kind) > 0 THEN 'the words are in doubt' ELSE 'the record does not say' END AS note,
       coalesce(list_sort(list(t.evidence) FILTER (t.kind IS NOT NULL))[:10], [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN account_phrase t ON t.investigation_id = i.investigation_id AND (t.kind = 'threat_to_life' OR t.kind = 'coercion' AND t.value = 'threat')
GROUP BY i.investigation_id
