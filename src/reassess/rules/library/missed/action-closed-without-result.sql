/*
title: An action was filed or cancelled without a recorded result
question: Was an action filed or cancelled without a recorded result or reason?
says: No record of a result or a reason for {action}, raised on {raised_on} and {ended_as}.
why: An action that ends without words leaves it open whether anything was done; the enquiry may still be there to make.
source: College of Policing, Authorised Professional Practice, missing persons, reviewing officers; MIRSAP 2005 (domain 5.3 K3)
subject: action
needs:
  action: [status, result]
version: 1
reading: Where the status is empty, a day of result says that the action resulted; with neither it cannot be assessed.
*/
SELECT investigation_id, action_id AS subject, raised_on, status AS ended_as, coalesce(replace(nullif(kind, 'other'), '_', ' ') || ' ', '') || 'action ' || action_id AS action,
       CASE WHEN status IS NULL AND resulted_on IS NOT NULL THEN FALSE
            ELSE status IN ('filed', 'cancelled') AND nullif(trim(result), '') IS NULL END AS found,
       'the status of the action' AS missing,
       [row_of('action', row_key)] AS evidence
FROM action
