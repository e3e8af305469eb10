/*
title: No record that a seized phone or computer was examined
question: Was a seized phone or computer left with no record that it was examined?
says: No record that {description}, seized on {seized_on}, was examined.
why: Phones and computers hold the contact between suspects and victim; a device never looked at is the commonest lost line.
source: HMICFRS, national inspection on group-based child sexual exploitation, December 2023 (domain 5.3 D1)
subject: exhibit
needs:
  exhibit: [kind, seized_on, examined_on, disposed_on]
version: 1
reading: An exhibit whose kind is not recorded may be a device, so it cannot be assessed where all else would make a finding.
*/
SELECT investigation_id, exhibit_id AS subject, seized_on, called AS description,
       is_device AND seized_on IS NOT NULL AND examined_on IS NULL AND disposed_on IS NULL AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', row_key)] AS evidence
FROM exhibit_read
WHERE is_device IS DISTINCT FROM FALSE
