/*
title: No record that a suspect was interviewed or eliminated
question: Is there an identified suspect with no record of an interview under caution or of an elimination for a reason?
says: No record that {name}, named on {named_on}, was interviewed or eliminated.
why: A named suspect who was never asked for an account is an open line, and a decision without it rests on one side only.
source: National Crime Agency, first findings of Operation Beaconport, November 2025 (domain 5.3 C1)
subject: person
needs:
  involvement: [identified, interviewed_on, eliminated_on]
version: 2
*/
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, s.named_on,
       s.interviewed_on IS NULL AND s.eliminated_on IS NULL AND NOT o.charged
           AND NOT CASE WHEN d.person_id IS NULL THEN FALSE ELSE d.died_on <= i.closed_on END AS found,
       'the day on which the suspect died' AS missing,
       [row_of('involvement', s.row_key)] AS evidence
FROM suspect s
JOIN every_case i USING (investigation_id)
JOIN suspect_outcome o ON o.investigation_id = s.investigation_id AND o.person_id = s.person_id
LEFT JOIN death d ON d.person_id = s.person_id
WHERE s.identified IS DISTINCT FROM FALSE
