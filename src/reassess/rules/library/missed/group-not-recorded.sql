/*
title: No record of more than one suspect although the text states more
question: Do accounts or summaries state two or more offenders with no record of a second suspect?
says: No record of more than one suspect, although the text says {words}.
why: A group that is written of as one person is never searched as a group; counts and flags lose it too.
source: IICSA, Organised Networks report 2022, B.4 (domain 5.3 A7)
subject: investigation
needs:
  involvement: [role]
  entry: [text]
version: 1
reading: >-
  Suspects are counted as resolved persons. Accounts are log entries and documents, summaries the summary of the investigation. Which words state
  more than one is the phrase list `group`.
*/
SELECT s.investigation_id, '' AS subject, g.investigation_id IS NOT NULL AS found, coalesce(g.doubtful, FALSE) AS doubtful,
       list_aggregate(list_sort(list_distinct(list_transform(g.evidence, lambda item: '"' || lower(item.words) || '"')))[:3], 'string_agg', ', ') AS words,
       coalesce(g.evidence, []) || [row_of('involvement', s.row_key)] AS evidence
FROM (SELECT investigation_id, min(row_key) AS row_key FROM suspect GROUP BY investigation_id HAVING count(DISTINCT entity_id) = 1) s
LEFT JOIN group_stated g USING (investigation_id)
