/*
title: No record that a phone or computer was examined before it was returned or destroyed
question: Was a seized phone or computer disposed of with no record that it was examined?
says: No record that {description}, seized on {seized_on}, was examined before it was disposed of on {disposed_on}.
why: What a device held is lost to the investigation once it is returned or destroyed unread; copies, backups and the other end of the contact may still be had.
source: Investigative practice; no published standard is quoted (domain 5.3 D2)
subject: exhibit
needs:
  exhibit: [kind, seized_on, examined_on, disposed_on]
version: 1
*/
SELECT investigation_id, exhibit_id AS subject, seized_on, disposed_on, called AS description,
       is_device AND seized_on IS NOT NULL AND examined_on IS NULL AND disposed_on IS NOT NULL AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', row_key)] AS evidence
FROM exhibit_read
WHERE is_device IS DISTINCT FROM FALSE
