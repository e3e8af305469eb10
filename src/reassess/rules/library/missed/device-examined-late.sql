/*
title: A phone or computer was examined late
question: Was a seized phone or computer examined more than half a year later, or only after closing?
says: No record that {description}, seized on {seized_on}, was examined until {examined_on}{late}.
why: A result that comes after the decision cannot have informed it, and one that comes after half a year comes after most other lines have closed.
source: HMICFRS, national inspection on group-based child sexual exploitation, December 2023 (domain 5.3 D1)
subject: exhibit
needs:
  exhibit: [kind, seized_on, examined_on]
version: 1
parameters:
  days: [{value: 180, unit: days from seizure to examination, source: rule catalogue}]
*/
SELECT x.investigation_id, x.exhibit_id AS subject, x.seized_on, x.examined_on, x.called AS description,
       CASE WHEN x.examined_on > i.closed_on THEN ', after the investigation was closed'
            ELSE ', ' || date_diff('day', x.seized_on, x.examined_on) || ' days later' END AS late,
       x.is_device AND (date_diff('day', x.seized_on, x.examined_on) > $days OR x.examined_on > i.closed_on) AS found,
       CASE WHEN x.is_device THEN 'the day on which the device was seized' ELSE 'what kind of exhibit it is' END AS missing,
       [row_of('exhibit', x.row_key)] || CASE WHEN x.examined_on > i.closed_on THEN [field_of('investigation', i.row_key, 'closed_on')] ELSE [] END AS evidence
FROM exhibit_read x JOIN every_case i USING (investigation_id)
WHERE x.is_device IS DISTINCT FROM FALSE AND x.examined_on IS NOT NULL
