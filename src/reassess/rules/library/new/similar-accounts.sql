/*
title: The same suspect in investigations of different victims
question: Is the suspect a suspect in investigations of at least one different victim?
says: "{name} is a suspect in {investigations} investigations of different victims, besides this one in {which}."
why: Accounts of children who do not know each other support one another; each was weighed alone.
source: Operation Soteria, national operating model (HMICFRS, August 2024); National Crime Agency, serious crime analysis (domain 5.3 J5, C10, G3)
subject: person
needs:
  involvement: [role]
version: 1
reading: Investigations without a recorded victim are not compared.
*/
WITH harmed AS (
    SELECT investigation_id, list_sort(list_distinct(list(entity_id))) AS victims FROM victim GROUP BY investigation_id),
spread AS (
    SELECT s.entity_id, count(*) AS investigations, count(DISTINCT h.victims) AS sets
    FROM suspected_in s JOIN harmed h USING (investigation_id) GROUP BY s.entity_id),
other AS (
    SELECT o.*, h.victims FROM suspected_in_capped o JOIN harmed h USING (investigation_id))
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       any_value(p.investigations) AS investigations,
       array_to_string(list_sort(list(o.investigation_id))[:5], ', ') AS which,
       any_value(mine.victims) IS NOT NULL AND coalesce(any_value(p.sets), 0) > 1 AS found,
       firmest_link_note(s.person_id, o.person_id, s.confirmed AND o.confirmed, s.doubtful OR o.doubtful) AS note,
       bool_and(s.person_id <> o.person_id AND (s.doubtful OR o.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('involvement', o.row_key)) FILTER (o.row_key IS NOT NULL), [])) AS evidence
FROM suspect s
LEFT JOIN harmed mine ON mine.investigation_id = s.investigation_id
LEFT JOIN spread p ON p.entity_id = s.entity_id
LEFT JOIN other o ON o.entity_id = s.entity_id AND o.investigation_id <> s.investigation_id AND o.victims <> mine.victims
GROUP BY s.investigation_id, s.person_id
