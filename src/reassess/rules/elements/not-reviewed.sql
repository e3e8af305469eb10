/*
title: Not independently reviewed before
question: Is there no record of an earlier independent review?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2)
version: 1
needs:
  investigation: [independently_reviewed_on]
*/
SELECT investigation_id, independently_reviewed_on IS NULL AS verdict,
       'independently reviewed on ' || strftime(independently_reviewed_on, '%-d %B %Y') AS note,
       [field_of('investigation', row_key, 'independently_reviewed_on')] AS evidence
FROM every_case
