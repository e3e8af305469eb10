/*
title: No record of why a suspect was eliminated
question: Was a suspect eliminated with no record of why?
says: No record of a reason for the elimination of {name} on {eliminated_on}.
why: An elimination can only be tested, then or now, if the record says what it rested on.
source: Criminal Procedure and Investigations Act 1996 code; Independent Office for Police Conduct, Operation Augusta, August 2022 (domain 5.3 C7, K1)
subject: person
needs:
  involvement: [eliminated_on, elimination_reason]
version: 1
*/
SELECT investigation_id, person_id AS subject, known_as AS name, eliminated_on,
       nullif(trim(elimination_reason), '') IS NULL AS found,
       [row_of('involvement', row_key)] AS evidence
FROM suspect
WHERE eliminated
