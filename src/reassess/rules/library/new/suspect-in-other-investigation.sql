/*
title: A suspect is a suspect in other investigations
question: Is the suspect a suspect in another investigation as well?
says: "{name} is also a suspect in {others}: {which}."
why: Cases that looked thin one by one can carry each other when they are read together.
source: Operation Soteria, national operating model (HMICFRS, August 2024) (domain 5.3 C10)
subject: person
needs:
  involvement: [role]
version: 1
reading: The finding looks at all records of the person, whatever came of the other investigation.
*/
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       any_value(o.investigations) - 1 || CASE WHEN any_value(o.investigations) = 2 THEN ' other investigation' ELSE ' other investigations' END AS others,
       array_to_string(list_sort(list(o.investigation_id))[:5], ', ') AS which,
       count(o.investigation_id) > 0 AS found,
       firmest_link_note(s.person_id, o.person_id, s.confirmed AND o.confirmed, s.doubtful OR o.doubtful) AS note,
       bool_and(s.person_id <> o.person_id AND (s.doubtful OR o.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('involvement', o.row_key)) FILTER (o.row_key IS NOT NULL), [])) AS evidence
FROM suspect s
LEFT JOIN suspected_in_capped o ON o.entity_id = s.entity_id AND o.investigation_id <> s.investigation_id
GROUP BY s.investigation_id, s.person_id
