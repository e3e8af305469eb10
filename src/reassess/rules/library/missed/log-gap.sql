/*
title: No entry in the log for more than ninety days
question: Did the log go more than ninety days with no entry?
says: No record of any entry in the log between {from_on} and {to_on} ({days} days){others}.
why: Months without an entry are months in which nobody can show that anything was done; lines go cold in them.
source: HMICFRS, inspection of the Metropolitan Police on exploitation of children, February 2024 (domain 5.3 K5)
subject: investigation
needs:
  entry: [written_at]
version: 2
parameters:
  days: [{value: 90, unit: days between entries, source: rule catalogue}]
reading: >-
  Entries before the day of recording or after the day of closing do not shorten a gap inside. Entries without a day could fill a gap: where
  they are enough to fill every gap there is, it cannot be assessed.
*/
WITH point AS (
    SELECT i.investigation_id, i.recorded_on AS on_day, field_of('investigation', i.row_key, 'recorded_on') AS evidence FROM closed_case i
    UNION ALL
    SELECT i.investigation_id, i.closed_on, field_of('investigation', i.row_key, 'closed_on') FROM closed_case i
    UNION ALL
    SELECT e.investigation_id, e.written_at::DATE, row_of('entry', e.row_key)
    FROM entry e JOIN closed_case i ON i.investigation_id = e.investigation_id AND e.written_at::DATE BETWEEN i.recorded_on AND i.closed_on),
step AS (
    SELECT investigation_id, on_day AS to_on, lag(on_day) OVER in_order AS from_on, lag(evidence) OVER in_order AS before, evidence AS after
    FROM point WINDOW in_order AS (PARTITION BY investigation_id ORDER BY on_day, evidence)),
gap AS (
    SELECT investigation_id, arg_max(from_on, (to_on - from_on, from_on)) AS from_on, arg_max(to_on, (to_on - from_on, from_on)) AS to_on,
           max(to_on - from_on) AS days, count(*) AS gaps,
           sum(ceil((to_on - from_on) / $days::DOUBLE) - 1) AS needed, flatten(list([before, after] ORDER BY from_on)) AS evidence
    FROM step WHERE to_on - from_on > $days GROUP BY investigation_id),
undated AS (SELECT investigation_id, count(*) AS entries FROM entry WHERE written_at IS NULL GROUP BY investigation_id)
SELECT investigation_id, '' AS subject, g.from_on, g.to_on, g.days,
       CASE WHEN g.gaps > 1 THEN ', and ' || (g.gaps - 1) || CASE WHEN g.gaps = 2 THEN ' other gap' ELSE ' other gaps' END ELSE '' END AS others,
       CASE WHEN closed_on < recorded_on THEN NULL
            WHEN g.investigation_id IS NULL THEN FALSE WHEN g.needed > coalesce(u.entries, 0) THEN TRUE END AS found,
       CASE WHEN closed_on < recorded_on THEN 'when the investigation was open (it closed before it was recorded)'
            ELSE 'the day of ' || u.entries || ' of its entries' END AS missing,
       coalesce(g.evidence, [field_of('investigation', row_key, 'closed_on')]) AS evidence
FROM closed_case
LEFT JOIN gap g USING (investigation_id)
LEFT JOIN undated u USING (investigation_id)
