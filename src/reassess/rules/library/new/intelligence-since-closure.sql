/*
title: Intelligence on a suspect came in after the closing
question: Was intelligence on a suspect received after the investigation closed?
says: Intelligence received on {received_on}, after the closing on {closed_on}, {how}, a suspect here.
why: What came in later may identify, place or join the suspects, and nobody was waiting for it.
source: IICSA, Organised Networks report 2022, H.5; HMICFRS, group-based child sexual exploitation, December 2023 (domain 5.3 G1, G2)
subject: intelligence
needs:
  intelligence: [received_on, person_id]
version: 1
reading: >-
  On a suspect is a report that names the suspect's person, by any record, or whose text gives an identifier recorded as
  the suspect's (hubs left out). It does not matter to which investigation the report is attached.
*/
SELECT s.investigation_id, n.intelligence_id AS subject, any_value(n.received_on) AS received_on,
       any_value(i.closed_on) AS closed_on,
       arg_min(n.how, (link_rank(s.person_id, n.person_id, s.confirmed AND n.confirmed, s.doubtful OR n.doubtful), n.how)) AS how,
       any_value(n.received_on > i.closed_on) AS found, 'the day that intelligence was received' AS missing,
       firmest_link_note(s.person_id, n.person_id, s.confirmed AND n.confirmed, s.doubtful OR n.doubtful) AS note,
       bool_and(s.person_id <> n.person_id AND (s.doubtful OR n.doubtful)) AS doubtful,
       list_concat(list_sort(list(n.evidence))[:10], list_sort(list(row_of('involvement', s.row_key)))[:10]) AS evidence
FROM suspect s
JOIN closed_case i USING (investigation_id)
JOIN intelligence_on n ON n.entity_id = s.entity_id
GROUP BY s.investigation_id, n.intelligence_id
