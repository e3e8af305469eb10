/*
title: Suspects alive
question: Is any suspect (or every suspect) not known to be dead on the day of the assessment?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2, 1.3)
version: 1
needs:
  involvement: [role]
parameters:
  suspects_alive: [{value: any, unit: any or all, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
reading: >-
  A death counts where the record says so, or another record of the same person by a link that is neither doubtful nor
  unconfirmed; anybody else is not known to be dead.
*/
SELECT i.investigation_id,
       CASE WHEN count(s.person_id) = 0 THEN TRUE
            WHEN $suspects_alive = 'all' THEN NOT bool_or(d.person_id IS NOT NULL)
            ELSE NOT bool_and(d.person_id IS NOT NULL) END AS verdict,
       CASE WHEN count(d.person_id) > 0 THEN count(d.person_id) || ' of ' || count(s.person_id) || ' suspects dead' END AS note,
       coalesce(list(row_of('person', s.person_id) ORDER BY s.person_id) FILTER (s.person_id IS NOT NULL),
                [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i
LEFT JOIN suspect s USING (investigation_id)
LEFT JOIN known_dead d ON d.person_id = s.person_id
GROUP BY i.investigation_id
