/*
title: Decided and closed in the period
question: Do every decision of no further action and the closing day lie in the period?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2, 1.3)
version: 1
parameters:
  first_day: [{value: 2010-01-01, unit: day, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
  last_day: [{value: 2025-03-31, unit: day, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
reading: >-
  A decision of no further action without a day leaves the answer unknown, as an open investigation does. Days before
  and days after the period together are days on both sides of a boundary.
*/
SELECT i.investigation_id,
       CASE WHEN i.closed_on IS NULL OR coalesce(d.undated, 0) > 0 THEN NULL
            WHEN least(d.first_on, i.closed_on) >= $first_day AND greatest(d.last_on, i.closed_on) <= $last_day THEN TRUE
            WHEN greatest(d.last_on, i.closed_on) < $first_day OR least(d.first_on, i.closed_on) > $last_day THEN FALSE
       END AS verdict,
       CASE WHEN i.closed_on IS NULL THEN 'open: no closing day is recorded'
            WHEN d.undated > 0 THEN 'a decision of no further action has no day'
            WHEN greatest(d.last_on, i.closed_on) > $last_day OR least(d.first_on, i.closed_on) < $first_day
            THEN coalesce('decided from ' || strftime(d.first_on, '%-d %B %Y') || ' to '
                          || strftime(d.last_on, '%-d %B %Y') || ', ', '')
                 || 'closed on ' || strftime(i.closed_on, '%-d %B %Y') END AS note,
       list_concat([field_of('investigation', i.row_key, 'closed_on')], coalesce(d.evidence, [])) AS evidence
FROM every_case i
LEFT JOIN (SELECT investigation_id, min(decided_on) AS first_on, max(decided_on) AS last_on,
                  count(*) FILTER (decided_on IS NULL) AS undated,
                  list(field_of('decision', row_key, 'decided_on') ORDER BY row_key) AS evidence
           FROM decision WHERE is_nfa(kind) GROUP BY investigation_id) d USING (investigation_id)
