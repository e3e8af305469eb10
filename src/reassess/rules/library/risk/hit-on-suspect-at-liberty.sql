/*
title: A forensic match is not followed up and the person hit is at liberty
question: Is somebody whom a laboratory match points to at liberty, with no record that the match was followed up?
says: No record of an action, an interview or a charge since {description}, examined on {examined_on}, matched {name}, who is at liberty.
why: Evidence against somebody who has the opportunity to offend is waiting in the file.
source: Investigative practice; no published standard is quoted; precedent in the US Sexual Assault Kit Initiative (domain 6.2 T16; 5.3 E3)
subject: person (the person hit)
runs_on: all
needs:
  exhibit: [examined_on, result]
  action: [raised_on, resulted_on, exhibit_id, text]
band: same_day
route: Officer in the case
version: 2
reading: >-
  The test of forensic-hit-not-actioned, in every investigation. At liberty is a person who is not known to be dead, in
  custody, eliminated here or convicted of this matter. Where the match names nobody there is no subject, and
  forensic-hit-not-actioned asks who it is. A name that several people of the case bear makes the finding doubtful.
*/
WITH hit AS (
    SELECT f.*, coalesce(here.person_id, anywhere.person_id) AS person_id
    FROM forensic_hit f
    LEFT JOIN (SELECT v.investigation_id, h.entity_id, min(v.person_id) AS person_id
               FROM involvement v JOIN resolved_person h USING (person_id) GROUP BY ALL) here
           ON here.investigation_id = f.investigation_id AND here.entity_id = f.entity_id
    LEFT JOIN (SELECT entity_id, min(person_id) AS person_id FROM resolved_person GROUP BY entity_id) anywhere
           ON anywhere.entity_id = f.entity_id
    WHERE f.entity_id IS NOT NULL)
SELECT h.investigation_id, h.person_id AS subject, h.called AS description, h.known_as AS name, h.examined_on,
       NOT h.actioned AND NOT h.answered AND NOT n.dead AND NOT n.in_custody AND c.entity_id IS NULL AS found,
       'whether the match was followed up' AS missing, h.several AS doubtful,
       CASE WHEN h.several THEN 'The result gives a name that several people of the case bear.' END AS note,
       [field_of('exhibit', h.row_key, 'result'), row_of('person', h.person_id)] AS evidence
FROM hit h
JOIN status_now n ON n.person_id = h.person_id
LEFT JOIN (SELECT s.investigation_id, s.entity_id FROM suspect s WHERE s.eliminated
           UNION
           SELECT d.investigation_id, s.entity_id FROM suspect_decision d JOIN suspect s USING (investigation_id, person_id)
           WHERE d.kind = 'trial_convicted') c
       ON c.investigation_id = h.investigation_id AND c.entity_id = h.entity_id
