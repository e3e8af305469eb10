/*
title: No record of a person whom the text names
question: Does the text name somebody as a part of the case who is not recorded in it?
says: No record in this investigation of {name}, of whom the text speaks{as_part}.
why: Friends, witnesses and suspects are often named once, in a statement, and never again; nobody asked them.
source: IICSA, Organised Networks report 2022, I.3; Greater Manchester Police, assurance review (Rochdale), March 2024 (domain 5.3 B10, C2, F1)
subject: name
needs:
  entry: [text]
  person: [forename, surname]
version: 2
parameters:
  present_after: [{value: '^,? (who )?((was|were|is|had been) (also )?(there|present|with (her|him|them|us|me))|(saw|knows|knew) (her|him|them|it|what|the)|has (the|some|those) (messages|photos|number|phone|account))\b', unit: words after a name, source: ours}]
  present_before: [{value: '\b(driven|collected|taken|met|introduced) by $|\b(introduced to|stayed with|went with|together with|(was|were) with) $', unit: words before a name, source: ours}]
reading: >-
  The text speaks of a person of the case where it calls them a suspect, victim, witness, friend or relative or says that somebody named them; where
  it only puts them there, the finding is doubtful, as it is for names that no record and no list of names knows. Left out are names within an edit
  or two of a recorded person of the investigation, officers, professionals, and those who wrote a mail.
*/
WITH named AS (
    SELECT m.*, string_split(m.value, ' ')[1] || ' ' || string_split(m.value, ' ')[-1] AS short
    FROM reading.mention m SEMI JOIN closed_case USING (investigation_id)
    ANTI JOIN full_name c ON c.investigation_id = m.investigation_id AND c.name = m.value
    WHERE m.kind = 'name' AND m.source_table IN ('entry', 'document')),
spoken AS (
    SELECT n.*, coalesce(n.speaker IN ('header', 'signature'), FALSE) AS apart,
           n.detail IN ('suspect', 'victim', 'witness', 'friend', 'family', 'named') AS said,
           coalesce(n.detail, '') = '' AND (regexp_matches(p.text[n.end_at + 1 : n.end_at + 60], $present_after)
                                            OR regexp_matches(p.text[greatest(n.start_at - 40, 1) : n.start_at], $present_before)) AS put_there
    FROM named n
    LEFT JOIN reading.passage p ON p.investigation_id = n.investigation_id AND p.source_table = n.source_table
         AND p.source_key = n.source_key AND p.source_field = n.source_field AND p.page = n.page),
part AS (
    SELECT investigation_id, value, short,
           coalesce(string_agg(DISTINCT detail, ' and ' ORDER BY detail) FILTER (said AND detail <> 'named'), '') AS role,
           bool_or(said) AS said, bool_or(said OR put_there) AS of_case, bool_or(detail = 'suspect') AS suspected,
           bool_or(detail = 'professional') AS professional, bool_or(apart) AS wrote, bool_and(coalesce(doubtful, FALSE)) AS doubtful,
           min_by(words, (words = upper(words))::INTEGER::VARCHAR || words) AS words,
           list(words_of(source_table, source_key, source_field, page, start_at, end_at, words) ORDER BY source_table, source_key, page, start_at)
               FILTER (NOT apart) AS evidence
    FROM spoken GROUP BY investigation_id, value, short),
asked AS (
    SELECT p.*, CASE WHEN words = upper(words) AND words NOT LIKE '%,%' THEN title_case(words)
                     WHEN words LIKE '%,%' THEN title_case(value)
                     ELSE array_to_string(list_transform(string_split(words, ' '),
                          lambda w: CASE WHEN length(w) > 2 AND w = upper(w) THEN title_case(w) ELSE w END), ' ') END AS name FROM part p
    ANTI JOIN (SELECT investigation_id, value FROM reading.mention WHERE kind = 'staff') f
         ON f.investigation_id = p.investigation_id AND f.value = p.value
    WHERE p.of_case AND NOT p.wrote AND (p.suspected OR NOT p.professional) AND p.evidence IS NOT NULL),
recorded AS (
    SELECT DISTINCT a.investigation_id, a.value FROM asked a JOIN full_name c USING (investigation_id)
    WHERE damerau_levenshtein(c.name, a.value) <= CASE WHEN length(a.value) > 11 THEN 2 ELSE 1 END
       OR damerau_levenshtein(c.name, a.short) <= CASE WHEN length(a.short) > 11 THEN 2 ELSE 1 END)
SELECT a.investigation_id, a.name AS subject, a.name,
       CASE WHEN a.role = '' THEN '' ELSE ' as a ' || replace(replace(a.role, 'family', 'relative'), ' and ', ' and as a ') END AS as_part,
       r.value IS NULL AS found, a.doubtful OR NOT a.said AS doubtful, a.evidence
FROM asked a LEFT JOIN recorded r ON r.investigation_id = a.investigation_id AND r.value = a.value
