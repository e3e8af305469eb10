/*
title: No record that intelligence on a suspect was attached
question: Was intelligence held on a suspect before closing with no record that it was attached to the investigation?
says: No record that intelligence report {intelligence}, received on {received_on}, which {how}, was attached to this investigation.
why: Forces held reports on the people, cars and phones of a case that the team of the case never saw.
source: IICSA, Organised Networks report 2022, H.5 (domain 5.3 G1)
subject: intelligence
needs:
  intelligence: [investigation_id, received_on, person_id]
version: 1
reading: >-
  Goes by the resolved person, and by an identifier of theirs in the report's text; identifiers in very many investigations are left out.
*/
SELECT s.investigation_id, o.intelligence_id AS subject, o.intelligence_id AS intelligence, o.received_on, o.how,
       o.received_on < i.closed_on AS found,
       'the day on which the report was received' AS missing,
       CASE WHEN NOT (s.confirmed AND o.confirmed)
            THEN 'The identity of the suspect is not confirmed: the record was joined by what it shares.' END AS note,
       s.doubtful OR o.doubtful AS doubtful,
       [o.evidence, row_of('involvement', s.row_key)] AS evidence
FROM suspect s
JOIN closed_case i USING (investigation_id)
JOIN intelligence_on o ON o.entity_id = s.entity_id
WHERE o.investigation_id IS DISTINCT FROM s.investigation_id
