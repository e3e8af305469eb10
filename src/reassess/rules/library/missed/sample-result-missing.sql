/*
title: No record of the result for a submitted sample
question: Was a forensic sample submitted with no record of a result?
says: No record of {what} for {description}, submitted on {submitted_on}.
why: A sample that went to the laboratory and left no result in the record is a question that can be answered with one letter.
source: US Bureau of Justice Assistance, Sexual Assault Kit Initiative (domain 5.3 E1, E3)
subject: exhibit
needs:
  exhibit: [kind, submitted_on, examined_on, result]
version: 1
*/
SELECT investigation_id, exhibit_id AS subject, submitted_on, called AS description,
       CASE WHEN examined_on IS NULL AND result IS NULL THEN 'an examination or a result'
            WHEN examined_on IS NULL THEN 'the day of examination' ELSE 'a result' END AS what,
       kind = 'forensic_sample' AND (examined_on IS NULL OR result IS NULL) AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', row_key)] AS evidence
FROM exhibit_read
WHERE (kind IS NULL OR kind = 'forensic_sample') AND submitted_on IS NOT NULL
