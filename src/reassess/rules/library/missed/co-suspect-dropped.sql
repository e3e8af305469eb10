/*
title: No record of any decision on a suspect while another was charged
question: Was one suspect charged with no record of a decision on another identified suspect?
says: No record of a decision on {name}, or of an elimination, although {charged_name} was charged.
why: When one person is charged the others can drop out of sight, and with them the group.
source: Investigative practice; no published standard is quoted; drawn from the National Crime Agency's first findings, November 2025 (domain 5.3 C4)
subject: person
needs:
  decision: [kind, person_id]
  involvement: [identified, eliminated_on]
version: 1
reading: >-
  A second record of the very person who was charged is not another suspect. Where `identified` is empty, a recorded name says that the suspect
  is identified. A decision for the whole investigation covers each suspect who has none of their own.
*/
WITH charged AS (
    SELECT o.investigation_id, o.entity_id, min(h.known_as) AS known_as, min(d.row_key) AS row_key
    FROM suspect_outcome o JOIN resolved_person h USING (person_id)
    JOIN suspect_decision d ON d.investigation_id = o.investigation_id AND d.person_id = o.person_id AND is_charge(d.kind)
    GROUP BY ALL),
first_charged AS (
    SELECT investigation_id, min(known_as) AS known_as, list(row_of('decision', row_key)) AS evidence FROM charged GROUP BY ALL)
SELECT s.investigation_id, s.person_id AS subject, s.known_as AS name, f.known_as AS charged_name,
       s.identity_known AND NOT s.eliminated AND o.decided_kinds IS NULL AND c.entity_id IS NULL AS found,
       'whether this suspect is identified' AS missing,
       [row_of('involvement', s.row_key)] || f.evidence AS evidence
FROM suspect s
JOIN first_charged f USING (investigation_id)
JOIN suspect_outcome o ON o.investigation_id = s.investigation_id AND o.person_id = s.person_id
LEFT JOIN charged c ON c.investigation_id = s.investigation_id AND c.entity_id = s.entity_id
