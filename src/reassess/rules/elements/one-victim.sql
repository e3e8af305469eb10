/*
title: At least one victim
question: Is a victim of any age recorded?
source: Metropolitan Police Commissioner to the London Assembly, November 2025 (domain 1.2)
version: 1
needs:
  involvement: [role]
parameters:
  min_victims: [{value: 1, unit: people, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
*/
SELECT i.investigation_id, count(DISTINCT v.entity_id) >= $min_victims AS verdict,
       CASE WHEN count(DISTINCT v.entity_id) < $min_victims THEN count(DISTINCT v.entity_id) || ' victims recorded' END AS note,
       coalesce(list(row_of('involvement', v.row_key) ORDER BY v.row_key) FILTER (v.row_key IS NOT NULL),
                [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN victim v USING (investigation_id)
GROUP BY i.investigation_id
