/*
title: A suspect is a suspect in an open or a recent investigation
question: Is a suspect here a suspect in another investigation that is open or was recorded in the last 24 months?
says: "{name} is also a suspect in {which}, recorded on {recorded_on} and {state}."
why: Somebody who is named again now has the opportunity to offend now, and the officers of the two cases may not know of each other.
source: Crown Prosecution Service and Hydrant Programme, Child Sexual Abuse Review Panel, threshold for risk (domain 6.1, 6.2 T6)
subject: person (suspect)
runs_on: all
needs:
  involvement: [role]
parameters:
  months: [{value: 24, unit: months, source: rule catalogue}]
band: same_day
route: Public protection
version: 2
reading: A suspect who was eliminated in the other investigation is still shown, as doubtful.
*/
WITH live AS (
    SELECT u.*, i.recorded_on, i.closed, i.row_key AS case_key
    FROM suspected_in u JOIN every_case i USING (investigation_id)
    WHERE NOT i.closed OR i.recorded_on BETWEEN $as_of - to_months($months) AND $as_of
    QUALIFY row_number() OVER (PARTITION BY u.entity_id ORDER BY u.eliminated, u.doubtful, i.closed, i.recorded_on DESC, u.investigation_id) <= 21)
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       arg_min(l.investigation_id, (l.eliminated, l.closed, -epoch(l.recorded_on), l.investigation_id)) AS which,
       arg_min(l.recorded_on, (l.eliminated, l.closed, -epoch(l.recorded_on), l.investigation_id)) AS recorded_on,
       arg_min(CASE WHEN l.closed THEN 'closed since' ELSE 'still open' END,
               (l.eliminated, l.closed, -epoch(l.recorded_on), l.investigation_id)) AS state,
       count(l.investigation_id) > 0 AS found,
       CASE WHEN bool_and(l.eliminated) THEN 'The suspect was eliminated in the other investigation.'
            ELSE firmest_link_note(s.person_id, l.person_id, s.confirmed AND l.confirmed, s.doubtful OR l.doubtful) END AS note,
       bool_and(l.eliminated OR s.person_id <> l.person_id AND (s.doubtful OR l.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('involvement', l.row_key)) FILTER (l.row_key IS NOT NULL), []),
                   coalesce(list(row_of('investigation', l.case_key)) FILTER (l.row_key IS NOT NULL), [])) AS evidence
FROM suspect_at_large s
LEFT JOIN live l ON l.entity_id = s.entity_id AND l.investigation_id <> s.investigation_id
GROUP BY s.investigation_id, s.person_id
