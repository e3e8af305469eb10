/*
title: A phone, vehicle, email, handle or handset stands in several investigations
question: Is an identifier of this investigation recorded in another one without an explanation?
says: "The {kind} {value} is recorded in {investigations} investigations: {which}."
why: A number that one child gave in one year and another child in another year joins the two cases whoever held it.
source: domain 5.3 G3, F6
subject: identifier value
needs:
  identifier: [kind, value]
version: 1
reading: >-
  Explained is a value of somebody who is involved in all the investigations that hold it and to whom a row gives it.
  Values in more investigations than the limit of the review are hubs (a front desk, a school office): they are left out
  here and listed in the open under linking.hub.
*/
WITH listed AS (
    SELECT kind, value, array_to_string(list_sort(list(DISTINCT investigation_id))[:6], ', ') AS which,
           list_sort(list(row_of('identifier', row_key)))[:20] AS evidence
    FROM linking.identifier SEMI JOIN linking.shared USING (kind, value) GROUP BY kind, value)
SELECT i.investigation_id, i.value AS subject, i.value,
       CASE i.kind WHEN 'imei' THEN 'handset' WHEN 'email' THEN 'email address' WHEN 'handle' THEN 'account' ELSE i.kind END AS kind,
       any_value(s.investigations) AS investigations,
       any_value(l.which) AS which,
       coalesce(any_value(NOT s.hub AND NOT s.explained), FALSE) AS found,
       list_concat(list(row_of('identifier', i.row_key)), coalesce(any_value(l.evidence), [])) AS evidence
FROM linking.identifier i
LEFT JOIN linking.shared s USING (kind, value)
LEFT JOIN listed l ON l.kind = i.kind AND l.value = i.value AND NOT s.hub
WHERE i.value IS NOT NULL AND i.kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')
GROUP BY i.investigation_id, i.kind, i.value
