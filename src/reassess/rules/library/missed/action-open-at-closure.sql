/*
title: An action was still open when the investigation was closed
question: Was an action still open on the day of closing?
says: No record that {action}, raised on {raised_on}, had a result when the investigation was closed{since}.
why: A line that was thought worth raising and was never finished is the plainest line to take up again.
source: College of Policing, Authorised Professional Practice, missing persons, reviewing officers; MIRSAP 2005 (domain 5.3 K3)
subject: action
needs:
  action: [status, resulted_on]
version: 1
reading: Where the status is empty, a day of result says that the action resulted; with neither it cannot be assessed.
*/
SELECT a.investigation_id, a.action_id AS subject, a.raised_on, coalesce(replace(nullif(a.kind, 'other'), '_', ' ') || ' ', '') || 'action ' || a.action_id AS action,
       coalesce(CASE WHEN a.resulted_on > i.closed_on THEN strftime(a.resulted_on, '; its result came on %-d %B %Y') END, '') AS since,
       CASE WHEN a.resulted_on > i.closed_on THEN TRUE
            WHEN a.status IS NULL AND a.resulted_on IS NOT NULL THEN FALSE
            ELSE a.status IN ('raised', 'allocated') END AS found,
       'the status of the action' AS missing,
       [row_of('action', a.row_key), field_of('investigation', i.row_key, 'closed_on')] AS evidence
FROM action a JOIN every_case i USING (investigation_id)
