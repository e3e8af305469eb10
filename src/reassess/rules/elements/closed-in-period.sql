/*
title: Closed in the period
question: Was the investigation closed in the period?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2)
version: 1
parameters:
  first_day: [{value: 2010-01-01, unit: day, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
  last_day: [{value: 2025-03-31, unit: day, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
*/
SELECT investigation_id,
       closed AND coalesce(closed_on BETWEEN $first_day AND $last_day, FALSE) AS verdict,
       CASE WHEN NOT closed THEN 'open: no closing day is recorded'
            WHEN closed_on NOT BETWEEN $first_day AND $last_day
            THEN 'closed on ' || strftime(closed_on, '%-d %B %Y') END AS note,
       [field_of('investigation', row_key, 'closed_on')] AS evidence
FROM every_case
