/*
title: Premises figure in three or more investigations within two years
question: Do premises of this investigation figure in two others within 24 months?
says: "{place} figures in three or more investigations within 24 months: {which}."
why: A takeaway or a cab office that several children name within two years is where a group meets.
source: National Crime Agency, serious crime analysis; Jay report on Rotherham, 2014 (domain 5.3 G3, E5)
subject: location
needs:
  presence: [location_id]
  location: [kind]
parameters:
  within_months: [{value: 24, unit: months}]
  min_investigations: [{value: 3, unit: investigations}]
version: 1
reading: >-
  The investigation is one of three whose days at the place (seen_on, else recorded_on) lie no more than 24 months
  apart. Two location rows with one address are one place; the subject is the row that this investigation uses.
*/
WITH visit AS (
    SELECT DISTINCT p.investigation_id, l.place_id, coalesce(p.seen_on, i.recorded_on) AS day
    FROM presence p JOIN linking.place l USING (location_id) JOIN every_case i USING (investigation_id) WHERE l.premises),
spell AS (
    SELECT *, day + to_months($within_months) AS until,
           count(DISTINCT investigation_id) OVER (PARTITION BY place_id ORDER BY day
               RANGE BETWEEN CURRENT ROW AND to_months($within_months) FOLLOWING) AS investigations
    FROM visit),
covered AS (
    SELECT *, max(until) FILTER (investigations >= $min_investigations)
                  OVER (PARTITION BY place_id ORDER BY day RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS covered_until
    FROM spell),
cluster AS (SELECT DISTINCT investigation_id, place_id FROM covered WHERE day <= covered_until),
listed AS (
    SELECT place_id, array_to_string(list_sort(list(DISTINCT investigation_id))[:6], ', ') AS which
    FROM cluster GROUP BY place_id)
SELECT p.investigation_id, p.location_id AS subject, any_value(m.called) AS place, any_value(w.which) AS which,
       count(c.place_id) > 0 AS found,
       list_concat([row_of('location', any_value(m.row_key))], list_sort(list(row_of('presence', p.row_key)))[:20]) AS evidence
FROM presence p
JOIN premises m USING (location_id)
JOIN linking.place l USING (location_id)
LEFT JOIN cluster c ON c.investigation_id = p.investigation_id AND c.place_id = l.place_id
LEFT JOIN listed w ON w.place_id = c.place_id
GROUP BY p.investigation_id, p.location_id
