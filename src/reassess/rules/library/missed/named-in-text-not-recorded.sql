/*
title: No record of a person whom the text names
question: Is everybody whom the text names as a part of the case recorded in it?
says: No record in this investigation of {name}, of whom the text speaks{as_part}.
why: Friends, witnesses and suspects are often named once, in a statement, and never again; nobody asked them.
source: domain 5.3 B10, C2, F1
subject: name
needs:
  entry: [text]
  person: [forename, surname]
version: 1
reading: >-
  The text speaks of a person of the case where it calls them a suspect, victim, witness, friend or relative or says that somebody named them. Left
  out are names that come within an edit or two of a recorded person of the investigation, officers, professionals, and those who wrote a mail.
  Names that no record and no list of names knows are doubtful.
*/
WITH spoken AS (
    SELECT m.*, string_split(m.value, ' ') AS parts FROM reading.mention m SEMI JOIN closed_inquiry USING (investigation_id)
    WHERE m.kind = 'name' AND m.source_table IN ('entry', 'document')),
part AS (
    SELECT investigation_id, value, parts[1] || ' ' || parts[-1] AS short,
           coalesce(string_agg(DISTINCT detail, ' and ' ORDER BY detail) FILTER (detail NOT IN ('', 'named', 'professional')), '') AS role,
           bool_or(detail IN ('suspect', 'victim', 'witness', 'friend', 'family', 'named')) AS of_case, bool_or(detail = 'suspect') AS suspected,
           bool_or(detail = 'professional') AS professional, coalesce(bool_or(speaker IN ('header', 'signature')), FALSE) AS wrote,
           bool_and(coalesce(doubtful, FALSE)) AS doubtful, min_by(words, (words = upper(words))::INTEGER::VARCHAR || words) AS words,
           list(words_of(source_table, source_key, source_field, page, start_at, end_at, words) ORDER BY source_table, source_key, page, start_at)
               FILTER (coalesce(speaker, '') NOT IN ('header', 'signature')) AS evidence
    FROM spoken GROUP BY investigation_id, value, parts[1], parts[-1]),
asked AS (
    SELECT p.* FROM part p
    ANTI JOIN (SELECT investigation_id, value FROM reading.mention WHERE kind = 'staff') f ON f.investigation_id = p.investigation_id AND f.value = p.value
    WHERE p.of_case AND NOT p.wrote AND (p.suspected OR NOT p.professional) AND p.evidence IS NOT NULL),
recorded AS (
    SELECT DISTINCT a.investigation_id, a.value FROM asked a JOIN called_by c USING (investigation_id)
    WHERE damerau_levenshtein(c.name, a.value) <= CASE WHEN length(a.value) > 11 THEN 2 ELSE 1 END
       OR damerau_levenshtein(c.name, a.short) <= CASE WHEN length(a.short) > 11 THEN 2 ELSE 1 END)
SELECT a.investigation_id, CASE WHEN a.words = upper(a.words) THEN title_case(a.words) ELSE a.words END AS subject,
       CASE WHEN a.words = upper(a.words) THEN title_case(a.words) ELSE a.words END AS name,
       CASE WHEN a.role = '' THEN '' ELSE ' as ' || replace(replace(a.role, 'family', 'relative'), ' and ', ' and as ') END AS as_part,
       r.value IS NULL AS found, a.doubtful, a.evidence
FROM asked a LEFT JOIN recorded r ON r.investigation_id = a.investigation_id AND r.value = a.value
