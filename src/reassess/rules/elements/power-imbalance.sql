/*
title: An imbalance of power
question: Does the record show power of a suspect over a child victim by age, care or position?
source: Department for Education and Home Office, definition of child sexual exploitation, February 2017 (domain 4.1 D2, 4.3)
version: 1
parameters:
  years_apart: [{value: 5, unit: years, source: 'the number of years is ours (domain 4.3, age gap)'}]
reading: >-
  In where a suspect of 18 or older was at least five years older than a child victim at the offence, cared for or
  employed the victim, or held a position with children or in the police. A silent record is unknown, never out.
*/
WITH pair AS (
    SELECT s.investigation_id, s.person_id AS suspect_id, v.person_id AS victim_id, s.entity_id AS suspect_entity, v.entity_id,
           sb.latest AS suspect_latest, vb.earliest AS victim_earliest, i.offence_on,
           child_on(sb.earliest, sb.latest, i.offence_on) AS suspect_child
    FROM suspect s
    JOIN victim v ON v.investigation_id = s.investigation_id AND v.entity_id <> s.entity_id
    JOIN every_case i ON i.investigation_id = s.investigation_id
    JOIN resolved_birth sb ON sb.person_id = s.person_id
    JOIN resolved_birth vb ON vb.person_id = v.person_id
    WHERE NOT s.eliminated AND child_on(vb.earliest, vb.latest, i.offence_on)),
ground AS (
    SELECT investigation_id, [row_of('person', suspect_id), row_of('person', victim_id)] AS evidence
    FROM pair WHERE NOT suspect_child AND birthday(suspect_latest, $years_apart) <= victim_earliest
    UNION ALL
    SELECT p.investigation_id, [row_of('relationship', t.row_key)]
    FROM pair p JOIN tie t ON t.person_id = p.suspect_id AND t.other_person_id = p.victim_id
    WHERE t.kind IN ('carer', 'employer') AND (t.from_on IS NULL OR t.from_on <= p.offence_on)
    UNION ALL
    SELECT p.investigation_id, [row_of('position', q.row_key)]
    FROM pair p JOIN position q ON q.person_id = p.suspect_id
    WHERE q.kind IN ('school_staff', 'foster_carer', 'care_worker', 'youth_worker', 'sports_coach', 'faith_leader', 'health_worker', 'police')
      AND (q.from_on IS NULL OR q.from_on <= p.offence_on) AND (q.to_on IS NULL OR q.to_on >= p.offence_on)
    UNION ALL
    SELECT investigation_id, [field_of('offence', row_key, 'offence_code')] FROM offence WHERE normal_code(offence_code) = '73')
SELECT i.investigation_id, CASE WHEN count(g.evidence) > 0 THEN TRUE END AS verdict,
       CASE WHEN count(g.evidence) = 0 THEN 'no age, care or position recorded that shows one' END AS note,
       coalesce(list_sort(list_distinct(flatten(list(g.evidence) FILTER (g.evidence IS NOT NULL))))[:10],
                [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN ground g USING (investigation_id)
GROUP BY i.investigation_id
