/*
title: A victim is a victim again in an investigation recorded after this one closed
question: Is a victim of this investigation a victim in one recorded after it closed?
says: "{initials} is a victim again in {which}, recorded on {again_on}, after this investigation closed on {closed_on}."
why: Harm that came after the closing shows what the first investigation left in place.
source: IICSA, Organised Networks report 2022, I.3; HMICFRS, group-based child sexual exploitation, December 2023 (domain 5.3 F5, M1; 3.4)
subject: person
needs:
  involvement: [role]
version: 1
*/
WITH harmed AS (
    SELECT v.entity_id, v.investigation_id, i.recorded_on, min(v.person_id) AS person_id, min(v.row_key) AS row_key,
           bool_or(v.confirmed) AS confirmed, bool_and(v.doubtful) AS doubtful
    FROM victim v JOIN every_case i USING (investigation_id) GROUP BY ALL)
SELECT v.investigation_id, v.person_id AS subject, any_value(v.initials) AS initials, any_value(i.closed_on) AS closed_on,
       arg_min(a.investigation_id, (a.recorded_on, a.investigation_id)) AS which, min(a.recorded_on) AS again_on,
       count(a.investigation_id) > 0 AS found,
       firmest_link_note(v.person_id, a.person_id, v.confirmed AND a.confirmed, v.doubtful OR a.doubtful) AS note,
       bool_and(v.person_id <> a.person_id AND (v.doubtful OR a.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(v.row_key))],
                   coalesce(list_sort(list(row_of('involvement', a.row_key)) FILTER (a.row_key IS NOT NULL))[:20], [])) AS evidence
FROM victim v
JOIN closed_case i USING (investigation_id)
LEFT JOIN harmed a ON a.entity_id = v.entity_id AND a.investigation_id <> v.investigation_id AND a.recorded_on > i.closed_on
GROUP BY v.investigation_id, v.person_id
