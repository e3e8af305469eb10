/*
title: At least one suspect
question: Is a suspect recorded, identified or not?
source: Home Office and Department of Health, guidance on complex abuse, 2002 (domain 4.1 D10, 4.4)
version: 1
needs:
  involvement: [role]
*/
SELECT i.investigation_id, count(s.person_id) > 0 AS verdict,
       CASE WHEN count(s.person_id) = 0 THEN 'no suspect recorded' END AS note,
       coalesce(list_sort(list(row_of('involvement', s.row_key)) FILTER (s.row_key IS NOT NULL)), [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN suspect s USING (investigation_id)
GROUP BY i.investigation_id
