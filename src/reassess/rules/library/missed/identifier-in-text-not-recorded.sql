/*
title: No record of a number, plate or address that stands in the text
question: Does the text hold a phone, plate, email or account that is not recorded as an identifier of the case?
says: No record of the {kind} {value} among the identifiers of this investigation, although it stands in {place}.
why: Numbers that stay in a statement or a phone report cannot be searched or compared; the same number may stand in another case.
source: IICSA, Organised Networks report 2022, I.1 (domain 5.3 D5, D6, D9)
subject: identifier value
needs:
  identifier: [value]
  entry: [text]
version: 1
reading: >-
  The text is that of the investigation, without mail headers and signatures. An identifier row of any kind with the same normal form holds it.
  Numbers that only their grouping tells are doubtful.
*/
WITH kinds AS (SELECT unnest(['phone', 'vehicle', 'email', 'handle']) AS kind),
recorded AS (
    SELECT investigation_id, kind, value FROM linking.identifier WHERE value IS NOT NULL
    UNION
    SELECT i.investigation_id, k.kind, normal_identifier(k.kind, i.raw) FROM linking.identifier i CROSS JOIN kinds k WHERE i.kind IN ('other', 'bank_account', 'imei')),
written AS (
    SELECT m.investigation_id, m.kind, normal_identifier(m.kind, m.value) AS value, m.source_table, m.source_key, coalesce(m.doubtful, FALSE) AS doubtful,
           words_of(m.source_table, m.source_key, m.source_field, m.page, m.start_at, m.end_at, m.words) AS evidence
    FROM reading.mention m SEMI JOIN closed_case USING (investigation_id)
    WHERE m.kind IN ('phone', 'vehicle', 'email', 'handle') AND coalesce(m.speaker, '') NOT IN ('header', 'signature'))
SELECT w.investigation_id, w.value AS subject, w.value, CASE w.kind WHEN 'phone' THEN 'phone number' WHEN 'vehicle' THEN 'vehicle' WHEN 'email' THEN 'email address' ELSE 'account' END AS kind,
       min(CASE w.source_table WHEN 'document' THEN coalesce(replace(nullif(d.kind, 'other'), '_', ' '), 'document') || ' ' || d.document_id WHEN 'entry' THEN 'the log'
                               ELSE 'the text of the ' || replace(w.source_table, '_', ' ') END) AS place,
       any_value(r.value) IS NULL AS found, bool_and(w.doubtful) AS doubtful, list(w.evidence ORDER BY w.evidence) AS evidence
FROM written w
LEFT JOIN recorded r ON r.investigation_id = w.investigation_id AND r.kind = w.kind AND r.value = w.value
LEFT JOIN document d ON w.source_table = 'document' AND d.row_key = w.source_key
WHERE w.value IS NOT NULL
GROUP BY w.investigation_id, w.kind, w.value
