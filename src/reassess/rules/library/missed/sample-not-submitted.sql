/*
title: No record that a forensic sample was sent for examination
question: Was a forensic sample seized with no record that it was submitted?
says: No record that {description}, seized on {seized_on}, was submitted for examination.
why: An unsubmitted sample that is still held can be tested now, with methods better than those of its day.
source: US Bureau of Justice Assistance, Sexual Assault Kit Initiative (domain 5.3 E1)
subject: exhibit
needs:
  exhibit: [kind, seized_on, submitted_on, disposed_on]
version: 1
*/
SELECT investigation_id, exhibit_id AS subject, seized_on, called AS description,
       kind = 'forensic_sample' AND seized_on IS NOT NULL AND submitted_on IS NULL AND disposed_on IS NULL AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', row_key)] AS evidence
FROM exhibit_read
WHERE kind IS NULL OR kind = 'forensic_sample'
