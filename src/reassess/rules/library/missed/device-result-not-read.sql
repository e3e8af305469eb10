/*
title: No record that the result of a device examination was read
question: Was a phone or computer examined with no record that anybody read the result?
says: No record that what came from {description}, examined on {examined_on}, was read; its result {state}.
why: A download that nobody read is a device not examined. The content may be held still, with messages, contacts and places of the day.
source: Tackling Organised Exploitation Programme (TOEX), technical capabilities (domain 5.3 D4)
subject: exhibit
needs:
  exhibit: [kind, examined_on, result]
version: 1
reading: Which words say that it was not read is the phrase list `device_not_reviewed`.
*/
SELECT x.investigation_id, x.exhibit_id AS subject, x.called AS description, x.examined_on,
       CASE WHEN x.result IS NULL THEN 'is empty' ELSE 'says "' || u.words || '"' END AS state,
       x.is_device AND (x.result IS NULL OR u.source_key IS NOT NULL) AS found,
       'what kind of exhibit it is' AS missing,
       [row_of('exhibit', x.row_key)] || coalesce(u.evidence, []) AS evidence
FROM exhibit_read x
LEFT JOIN (SELECT source_key, min(words) AS words, list(evidence ORDER BY evidence) AS evidence FROM stated_phrase
           WHERE kind = 'device_not_reviewed' AND source_table = 'exhibit' AND source_field = 'result' GROUP BY source_key) u
       ON u.source_key = x.row_key
WHERE x.is_device IS DISTINCT FROM FALSE AND x.examined_on IS NOT NULL
