/*
title: No record of supervision
question: Was the investigation open for four weeks or longer with no record of the supervisor in its log?
says: No record of an entry by the supervisor in the {days} days that the investigation was open.
why: A supervisor's review is where missed lines are meant to be caught. Inspectors named its absence as a cause of poor investigations.
source: HMICFRS, inspection of the Metropolitan Police on exploitation of children, February 2024 (domain 5.3 K4)
subject: investigation
needs:
  investigation: [supervisor]
  entry: [author]
version: 1
parameters:
  days: [{value: 28, unit: days open, source: rule catalogue}]
reading: An entry whose author is not recorded may be the supervisor's, so without any other entry of theirs it cannot be assessed.
*/
WITH author AS (
    SELECT i.investigation_id, bool_or(upper(trim(e.author)) = upper(trim(i.supervisor))) AS supervised,
           bool_or(nullif(trim(e.author), '') IS NULL) AS unsigned
    FROM closed_case i JOIN entry e USING (investigation_id) GROUP BY i.investigation_id)
SELECT i.investigation_id, '' AS subject, i.closed_on - i.recorded_on AS days,
       CASE WHEN a.supervised THEN FALSE
            WHEN nullif(trim(i.supervisor), '') IS NULL OR a.unsigned THEN NULL
            ELSE TRUE END AS found,
       CASE WHEN nullif(trim(i.supervisor), '') IS NULL THEN 'who supervised the investigation'
            ELSE 'who wrote some of its entries' END AS missing,
       [field_of('investigation', i.row_key, 'supervisor')] AS evidence
FROM closed_case i LEFT JOIN author a USING (investigation_id)
WHERE i.closed_on - i.recorded_on >= $days
