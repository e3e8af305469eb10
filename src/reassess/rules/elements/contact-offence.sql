/*
title: A contact offence
question: Is at least one recorded offence a contact offence?
source: Operation Beaconport, as reported, November 2025; no criteria document is published; Home Office Counting Rules (domain 1.2, 7.3)
version: 2
needs:
  offence: [offence_code]
reading: >-
  Codes that do not settle contact by themselves leave the answer unknown, as does an investigation without an offence.
  Every letter of the classes 17, 19 and 20 is contact, also one that the list does not hold (19J, several undefined offenders).
*/
SELECT i.investigation_id,
       CASE WHEN bool_or(o.contact) THEN TRUE
            WHEN bool_and(coalesce(NOT o.contact, FALSE)) THEN FALSE END AS verdict,
       CASE WHEN bool_or(o.contact) THEN NULL
            WHEN count(o.row_key) = 0 THEN 'no offence recorded'
            WHEN bool_and(coalesce(NOT o.contact, FALSE)) THEN 'non-contact codes only'
            ELSE 'code ' || string_agg(DISTINCT o.offence_code, ', ' ORDER BY o.offence_code) FILTER (o.contact IS NULL)
                 || ' does not settle contact' END AS note,
       coalesce(list(field_of('offence', o.row_key, 'offence_code') ORDER BY o.row_key) FILTER (o.row_key IS NOT NULL),
                [row_of('investigation', any_value(i.row_key))]) AS evidence
FROM every_case i LEFT JOIN offence_read o USING (investigation_id)
GROUP BY i.investigation_id
