/*
title: No record that a recording was viewed
question: Was a collected recording left without a record that anybody viewed it?
says: No record that {description}{collected} was viewed.
why: Recordings are overwritten or destroyed within weeks; one that was collected and kept can still be viewed.
source: Criminal Procedure and Investigations Act 1996, section 23, all reasonable lines of inquiry (domain 5.3 D8)
subject: exhibit
needs:
  exhibit: [kind, examined_on]
version: 1
*/
SELECT investigation_id, exhibit_id AS subject, called AS description,
       coalesce(strftime(seized_on, ', collected on %-d %B %Y,'), '') AS collected,
       kind = 'cctv' AND examined_on IS NULL AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', row_key)] AS evidence
FROM exhibit_read
WHERE kind IS NULL OR kind = 'cctv'
