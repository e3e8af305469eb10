/*
title: Drugs taken into another area
question: Does the text state another town or area that drugs are taken to?
source: Home Office, Serious Violence Strategy, 2018 (domain 4.1 D13)
version: 1
reading: >-
  Quoted words only; the flag county_lines alone leaves the answer unknown.
*/
SELECT i.investigation_id, CASE WHEN bool_or(NOT t.doubtful) THEN TRUE END AS verdict,
       CASE WHEN bool_or(NOT t.doubtful) THEN NULL WHEN count(t.kind) > 0 THEN 'the words are in doubt' ELSE 'the record does not say' END AS note,
       coalesce(list_sort(list(t.evidence) FILTER (t.kind IS NOT NULL))[:10], [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN account_phrase t ON t.investigation_id = i.investigation_id AND t.kind = 'county_lines' AND t.value = 'importing_area'
GROUP BY i.investigation_id
