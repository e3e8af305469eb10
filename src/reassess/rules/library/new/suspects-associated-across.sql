/*
title: A suspect is tied to a suspect of another investigation
question: Is a suspect here tied to a suspect of an investigation whose suspects are all different from the ones here?
says: "{name} is tied to {other}, a suspect in {which}, by {how}."
why: Groups show between cases; men who are named in different children's cases and know each other are one line of enquiry.
source: National Crime Agency, serious crime analysis; IICSA, definition of an organised network, February 2022 (domain 5.3 G3, C10; 4.1 D3, D5)
subject: person
needs:
  relationship: [person_id, other_person_id]
  identifier: [kind, value, person_id]
version: 1
reading: >-
  A tie is a recorded relationship of any kind, or a phone, vehicle, email, handle or handset recorded as both people's
  (hubs left out). Two investigations that have a suspect in common are left to suspect-in-other-investigation. Of
  somebody with very many ties the 50 firmest are looked at.
*/
WITH nearest AS (
    SELECT * FROM suspect_tie
    QUALIFY row_number() OVER (PARTITION BY entity_id, other_entity_id ORDER BY doubtful, NOT confirmed, how, row_key, other_key) = 1),
looked_at AS (
    SELECT * FROM nearest
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY doubtful, NOT confirmed, other_entity_id) <= 50),
reach AS (
    SELECT here.entity_id, here.investigation_id, there.investigation_id AS other_investigation, t.other_entity_id, t.how,
           t.person_id, t.other_person_id, t.confirmed, t.doubtful,
           [row_of(t.source_table, t.row_key), row_of(t.source_table, t.other_key), row_of('involvement', there.row_key)] AS evidence
    FROM looked_at t
    JOIN suspected_in here ON here.entity_id = t.entity_id
    JOIN suspected_in_capped there ON there.entity_id = t.other_entity_id AND there.investigation_id <> here.investigation_id),
sharing AS (
    SELECT DISTINCT r.investigation_id, r.other_investigation
    FROM (SELECT DISTINCT investigation_id, other_investigation FROM reach) r
    JOIN suspected_in a ON a.investigation_id = r.investigation_id
    JOIN suspected_in b ON b.investigation_id = r.other_investigation AND b.entity_id = a.entity_id),
across AS (
    SELECT r.*, h.known_as AS other
    FROM reach r ANTI JOIN sharing x
         ON x.investigation_id = r.investigation_id AND x.other_investigation = r.other_investigation
    JOIN resolved_person h ON h.person_id = r.other_person_id)
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       arg_min(a.other, (a.doubtful, a.how, a.other_investigation, a.other)) AS other,
       arg_min(a.other_investigation, (a.doubtful, a.how, a.other_investigation, a.other)) AS which,
       arg_min(a.how, (a.doubtful, a.how, a.other_investigation, a.other)) AS how,
       count(a.how) > 0 AS found,
       firmest_link_note(s.person_id, a.person_id, s.confirmed AND a.confirmed, s.doubtful OR a.doubtful) AS note,
       bool_and(s.person_id <> a.person_id AND s.doubtful OR a.doubtful) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(flatten(list_sort(list(a.evidence) FILTER (a.how IS NOT NULL))[:20]), [])) AS evidence
FROM suspect s
LEFT JOIN across a ON a.entity_id = s.entity_id AND a.investigation_id = s.investigation_id
GROUP BY s.investigation_id, s.person_id
