/*
title: A witness here is a suspect in another investigation
question: Is a witness, or somebody who reported or was named here, a suspect in another investigation?
says: "{name}, recorded here as {role}, is a suspect in {which}."
why: An account may have come from somebody with a part in it, and a driver or a friend of one case may be the suspect of another.
source: Operation Soteria, national operating model (HMICFRS, August 2024) (domain 5.3 C10, F1)
subject: person
needs:
  involvement: [role]
version: 1
*/
SELECT v.investigation_id, v.person_id AS subject, any_value(h.known_as) AS name,
       string_agg(DISTINCT v.role, ' and ' ORDER BY v.role) AS role,
       array_to_string(list_sort(list_distinct(list(o.investigation_id)))[:5], ', ') AS which,
       count(o.investigation_id) > 0 AS found,
       firmest_link_note(v.person_id, o.person_id, h.confirmed AND o.confirmed, h.doubtful OR o.doubtful) AS note,
       bool_and(v.person_id <> o.person_id AND (h.doubtful OR o.doubtful)) AS doubtful,
       list_concat(list(row_of('involvement', v.row_key)),
                   coalesce(list(row_of('involvement', o.row_key)) FILTER (o.row_key IS NOT NULL), [])) AS evidence
FROM involvement v
JOIN resolved_person h USING (person_id)
LEFT JOIN suspected_in_capped o ON o.entity_id = h.entity_id AND o.investigation_id <> v.investigation_id
WHERE v.role IN ('witness', 'reporting', 'other')
GROUP BY v.investigation_id, v.person_id
