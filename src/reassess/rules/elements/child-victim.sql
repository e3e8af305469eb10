/*
title: A victim was under 18
question: Was a victim under 18 at the earliest offence?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2, 1.3, 4.4)
version: 1
needs:
  involvement: [role]
parameters:
  min_victims: [{value: 1, unit: people, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
reading: >-
  Victims are counted as people, so a record without an age takes the age that another record of the same person gives.
*/
SELECT i.investigation_id,
       CASE WHEN coalesce(v.children, 0) >= $min_victims THEN TRUE
            WHEN coalesce(v.children + v.unknown, 0) >= $min_victims THEN NULL
            ELSE FALSE END AS verdict,
       CASE WHEN v.investigation_id IS NULL THEN 'no victim recorded'
            WHEN v.children >= $min_victims THEN NULL
            WHEN v.children + v.unknown >= $min_victims THEN 'the age of a victim at the earliest offence is not known'
            ELSE v.children || ' of ' || v.people || ' victims under 18 at the earliest offence' END AS note,
       coalesce(v.evidence, [row_of('investigation', i.row_key)]) AS evidence
FROM every_case i
LEFT JOIN (SELECT investigation_id, count(*) AS people, count(*) FILTER (child) AS children,
                  count(*) FILTER (child IS NULL) AS unknown, flatten(list(evidence ORDER BY entity_id)) AS evidence
           FROM (SELECT v.investigation_id, v.entity_id,
                        CASE WHEN bool_or(child_on(b.earliest, b.latest, i.offence_on)) THEN TRUE
                             WHEN bool_and(child_on(b.earliest, b.latest, i.offence_on) IS NOT NULL) THEN FALSE END AS child,
                        list(row_of('person', v.person_id) ORDER BY v.person_id) AS evidence
                 FROM victim v JOIN resolved_birth b USING (person_id) JOIN every_case i USING (investigation_id)
                 GROUP BY v.investigation_id, v.entity_id)
           GROUP BY investigation_id) v USING (investigation_id)
