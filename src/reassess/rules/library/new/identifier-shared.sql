/*
title: A phone, vehicle, email, handle or handset stands in several investigations
question: Does an identifier of this investigation also stand, unexplained, in another one?
says: "The {kind} {value} is recorded in {investigations} investigations: {which}."
why: A number that one child gave in one year and another child in another year joins the two cases whoever held it.
source: National Crime Agency, serious crime analysis; IICSA, Organised Networks report 2022, part G (domain 5.3 G3, F6)
subject: identifier value
needs:
  identifier: [kind, value]
version: 1
reading: >-
  Explained is a value of somebody who is involved in all the investigations that hold it and to whom a row gives it.
  Values in more investigations than the limit of the review are hubs (a front desk, a school office): they are left out
  here and listed in the open under linking.hub.
*/
WITH telling AS (
    SELECT kind, value, investigations FROM linking.shared
    WHERE NOT hub AND NOT explained AND kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')),
held AS (
    SELECT i.investigation_id, i.kind, i.value, t.investigations, list_sort(list(row_of('identifier', i.row_key))) AS evidence
    FROM linking.identifier i JOIN telling t USING (kind, value) GROUP BY ALL),
hubs AS (
    SELECT i.investigation_id,
           'Left out as hubs: ' || array_to_string(list_sort(list(DISTINCT i.kind || ' ' || i.value || ' (in '
               || s.investigations || ' investigations)')), ', ') || '.' AS note
    FROM linking.identifier i JOIN linking.shared s USING (kind, value) WHERE s.hub GROUP BY i.investigation_id),
listed AS (
    SELECT kind, value, array_to_string(list_sort(list(investigation_id))[:6], ', ') AS which,
           list_sort(list(evidence[1]))[:20] AS evidence
    FROM held GROUP BY kind, value),
-- The note goes with what is found: beside every identifier that is asked about it would be held a million times.
noted AS (SELECT held.*, hubs.note FROM held LEFT JOIN hubs USING (investigation_id))
SELECT a.investigation_id, a.value AS subject, a.value,
       CASE a.kind WHEN 'imei' THEN 'handset' WHEN 'email' THEN 'email address' WHEN 'handle' THEN 'account' ELSE a.kind END AS kind,
       h.investigations, l.which, h.value IS NOT NULL AS found,
       h.note,
       list_concat(h.evidence[:20], l.evidence) AS evidence
FROM (SELECT DISTINCT investigation_id, kind, value FROM linking.identifier
      WHERE value IS NOT NULL AND kind IN ('phone', 'vehicle', 'email', 'handle', 'imei')) a
LEFT JOIN noted h ON h.investigation_id = a.investigation_id AND h.kind = a.kind AND h.value = a.value
LEFT JOIN listed l ON l.kind = a.kind AND l.value = a.value
