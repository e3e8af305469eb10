/*
title: No record that a forensic match to a person was followed up
question: Is there a hit or match to a person with no record of an action, an interview or a charge after it?
says: No record of an action, an interview or a charge after {description}, examined on {examined_on}, was found to match {name}.
why: A laboratory match that nobody acted on is the strongest lost line there is, and it can be acted on today.
source: Investigative practice; no published standard is quoted; precedent in the US Sexual Assault Kit Initiative (domain 5.3 E3)
subject: exhibit
needs:
  exhibit: [examined_on, result]
  action: [raised_on, resulted_on, exhibit_id, text]
version: 2
reading: >-
  Any kind of exhibit whose result states a hit or match counts. The person hit is told by the record number in the result, or where it gives none by
  the full name, of a suspect before anybody else, and goes by the resolved person. A match to the victim's own sample is none. A result that names nobody cannot be assessed unless an action answers it.
*/
SELECT investigation_id, exhibit_id AS subject, called AS description, known_as AS name, examined_on,
       NOT actioned AND NOT answered AS found, several AS doubtful,
       CASE WHEN several THEN 'The result gives a name that several people of the case bear.' END AS note,
       CASE WHEN known_as IS NULL THEN 'who the match is to' WHEN examined_on IS NULL THEN 'the day of the examination'
            ELSE 'the day of an action, an interview or a charge that followed' END AS missing,
       [field_of('exhibit', row_key, 'result')] AS evidence
FROM forensic_hit
