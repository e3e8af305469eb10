/*
title: The reason given stands in many investigations
question: Is the reason for closing or deciding the case a text that stands in five or more investigations?
says: 'No record of a reason of this case''s own: "{opening}" stands, word for word or nearly so, in {investigations} investigations or more.'
why: Wording that repeats from case to case suggests that the decision was not made on the case.
source: Investigative practice; no published standard is quoted (domain 5.3 K9)
subject: investigation
needs:
  investigation: [closure_reason]
  decision: [rationale]
version: 1
parameters:
  words: [{value: 8, unit: words or more, source: rule catalogue}]
  ratio: [{value: 0.9, unit: difflib's ratio over words, source: rule catalogue}]
  investigations: [{value: 5, unit: investigations, source: rule catalogue}]
reading: >-
  Words are what stands between spaces, in small letters. Each text is compared with every other: alike to a text that is alike to a third is not
  enough. Investigations that are open count among the five.
*/
WITH reason AS (
    SELECT investigation_id, field_of('investigation', row_key, 'closure_reason') AS evidence, closure_reason AS text FROM investigation
    UNION ALL
    SELECT investigation_id, field_of('decision', row_key, 'rationale'), rationale FROM decision),
worded AS (
    SELECT *, trim(regexp_replace(lower(text), '\s+', ' ', 'g')) AS words FROM reason
    WHERE len(regexp_extract_all(text, '\S+')) >= $words),
held AS (
    SELECT words, count(DISTINCT investigation_id) AS investigations, list_sort(list(DISTINCT investigation_id))[:$investigations] AS holders
    FROM worded GROUP BY words),
template AS (
    SELECT unnest((SELECT near_duplicate_texts(list({'words': words, 'holders': holders} ORDER BY words), $ratio, $investigations) FROM held)) AS words)
SELECT i.investigation_id, '' AS subject, count(w.words) > 0 AS found,
       min(regexp_extract(w.text, '^\s*(\S+(\s+\S+){0,7})', 1)) || ' ...' AS opening,
       greatest(max(w.investigations), $investigations) AS investigations,
       list(w.evidence ORDER BY w.evidence) FILTER (w.words IS NOT NULL) AS evidence
FROM closed_case i
LEFT JOIN (SELECT worded.*, held.investigations FROM worded JOIN held USING (words) SEMI JOIN template USING (words)) w USING (investigation_id)
GROUP BY i.investigation_id
