-- The words of a text between single spaces, in small letters without accents, with the common short forms of street
-- names spelt out; NULL where it has none.
CREATE MACRO plain_words(words) AS
    nullif(replace(replace(replace(replace(
        ' ' || trim(regexp_replace(replace(replace(lower(strip_accents(words)), '''', ''), '’', ''), '[^a-z0-9]+', ' ', 'g')) || ' ',
        ' rd ', ' road '), ' st ', ' street '), ' ave ', ' avenue '), ' ln ', ' lane '), '  ')
;

-- The same of a text in which names are looked for: followed by its words without the s of possession, where it has one.
CREATE MACRO searched_words(words) AS
    concat(plain_words(words), CASE WHEN (contains(words, '''s') OR contains(words, '’s')) AND regexp_matches(words, '[''’]s\b') THEN plain_words(regexp_replace(words, '[''’]s\b', '', 'g')) END)
;

-- Each word with a capital letter and small letters after it.
CREATE MACRO title_case(words) AS
    array_to_string(list_transform(string_split(lower(words), ' '), lambda word: upper(word[1]) || word[2:]), ' ')
;

-- What names a place in an address: the first part that has a number and a street, or the first part where no part has a number.
CREATE MACRO first_line(address) AS
    coalesce(nullif(regexp_extract(address, '(?:^|,)\s*([0-9]+[A-Za-z]?(?:[-/][0-9]+[A-Za-z]?)?\s+[A-Za-z][^,\n]*)', 1), ''),
             CASE WHEN NOT regexp_matches(address, '[0-9]') THEN regexp_extract(address, '^[^,\n]*') END)
;

-- Phrases that the text of an investigation states: not negated, and neither in an offence's own title nor in the headers
-- and signature of a mail. `about_name` and `about_role` say of whom, where the sentence does. Names, numbers, days and
-- shorthand, which are most of what is mentioned, are no phrases.
CREATE VIEW stated_phrase AS
SELECT m.investigation_id, m.kind, m.value, m.detail, m.speaker, coalesce(m.doubtful, FALSE) AS doubtful, m.source_table,
       m.source_key, m.source_field, m.page, m.start_at, m.words,
       CASE WHEN starts_with(m.detail, 'name:') THEN m.detail[6:] END AS about_name,
       CASE WHEN starts_with(m.detail, 'role:') THEN m.detail[6:] END AS about_role,
       words_of(m.source_table, m.source_key, m.source_field, m.page, m.start_at, m.end_at, m.words) AS evidence
FROM reading.mention m
WHERE NOT coalesce(m.negated, FALSE) AND m.source_table <> 'offence' AND coalesce(m.speaker, '') NOT IN ('header', 'signature')
  AND m.kind NOT IN ('shorthand', 'name', 'nickname', 'staff', 'place', 'address', 'postcode', 'date', 'age', 'phone', 'vehicle', 'email',
                     'handle', 'imei', 'bank_account')
;

-- Of these, the words of accounts: entries, documents, summaries and intelligence. `to_safety`: a journey to police, a
-- hospital, a school, a placement or home, by the words around it.
CREATE VIEW account_phrase AS
SELECT t.*, t.kind = 'movement' AND coalesce(regexp_matches(
           substring(p.text, greatest(t.start_at - 40, 1), length(t.words) + 100),
           '(?i)\b(police|officers?|custody|hospital|sarc|haven|medical|clinic|nurse|doctor|school|college|placement|foster|refuge|court|home|a&e|ambulance|safe|safety|social worker|interview suite|station)\b'), FALSE) AS to_safety
FROM stated_phrase t
LEFT JOIN reading.passage p ON t.kind = 'movement' AND p.source_table = t.source_table AND p.source_key = t.source_key
     AND p.source_field = t.source_field AND p.page = t.page
WHERE t.kind IN ('association', 'coercion', 'exchange', 'county_lines', 'movement', 'threat_to_life')
  AND (t.source_table IN ('entry', 'document', 'intelligence', 'action', 'identifier')
       OR t.source_table = 'investigation' AND t.source_field = 'summary')
;

-- The day on which a piece of text was written; rows without a day are left out. Not held as a table: one rule asks for a
-- few of millions of rows.
CREATE MACRO text_date() AS TABLE
SELECT * FROM (
    SELECT 'entry' AS source_table, row_key AS source_key, NULL::VARCHAR AS source_field, written_at::DATE AS day FROM entry
    UNION ALL SELECT 'document', row_key, NULL, made_on FROM document
    UNION ALL SELECT 'intelligence', row_key, NULL, received_on FROM intelligence
    UNION ALL SELECT 'decision', row_key, NULL, decided_on FROM decision
    UNION ALL SELECT 'exhibit', row_key, NULL, coalesce(examined_on, seized_on) FROM exhibit
    UNION ALL SELECT 'identifier', row_key, NULL, noted_on FROM identifier
    UNION ALL SELECT 'presence', row_key, NULL, seen_on FROM presence
    UNION ALL SELECT 'referral', row_key, NULL, coalesce(responded_on, made_on) FROM referral
    UNION ALL SELECT 'action', row_key, 'text', raised_on FROM action
    UNION ALL SELECT 'action', row_key, 'result', coalesce(resulted_on, raised_on) FROM action
    UNION ALL SELECT 'investigation', row_key, 'summary', recorded_on FROM investigation
    UNION ALL SELECT 'investigation', row_key, 'closure_reason', closed_on FROM investigation)
WHERE day IS NOT NULL
;

-- The people of an investigation under the full names that text calls them by, as reading folds them.
CREATE VIEW full_name AS
SELECT DISTINCT v.investigation_id, v.person_id, v.role, k.value AS name
FROM involvement v JOIN reading.name_key k ON k.person_id = v.person_id AND k.how = 'full'
;

-- Terms of the language list: whether they stand where the decision is reasoned (closing reason, rationale, an entry by
-- the supervisor), whether they are a suspect's or victim's own words (quoted, or in their statement), and whether that may
-- be so (reported, or quoted without saying whom).
CREATE VIEW language_term AS
SELECT t.*, regexp_matches(coalesce(t.speaker, ''), '^(quoted:)?(suspect|victim)$') AS quoted,
       regexp_matches(coalesce(t.speaker, ''), '^(reported:(suspect|victim)|quoted:unknown)$') AS perhaps_quoted,
       t.source_table = 'investigation' AND t.source_field = 'closure_reason'
           OR t.source_table = 'decision' AND t.source_field = 'rationale'
           OR t.source_table = 'entry' AND coalesce(upper(trim(e.author)) = upper(trim(i.supervisor)), FALSE) AS in_decision
FROM stated_phrase t
JOIN investigation i USING (investigation_id)
LEFT JOIN entry e ON t.source_table = 'entry' AND e.row_key = t.source_key
WHERE t.kind = 'language'
;

-- Of whom words of danger speak: the person of the investigation whom they name; where they name nobody of it, or a suspect
-- by the threat of whom they may stand, its victims. `guessed` where more than one person can be meant; such words are
-- doubtful, and so is a threat that somebody denies having made. Somebody named as another person of the case is that
-- person, in that role.
CREATE VIEW danger_to AS
WITH denied AS (
    SELECT m.investigation_id, m.kind, m.words, m.source_table, m.source_key, m.source_field, m.page, m.start_at, TRUE AS doubtful,
           CASE WHEN starts_with(m.detail, 'name:') THEN m.detail[6:] END AS about_name,
           CASE WHEN starts_with(m.detail, 'role:') THEN m.detail[6:] END AS about_role,
           words_of(m.source_table, m.source_key, m.source_field, m.page, m.start_at, m.end_at, m.words) AS evidence
    FROM reading.mention m
    JOIN reading.passage p ON p.source_table = m.source_table AND p.source_key = m.source_key
         AND p.source_field = m.source_field AND p.page = m.page
    WHERE m.kind = 'threat_to_life' AND m.negated
      AND regexp_matches(substring(p.text, greatest(m.start_at - 60, 1), least(m.start_at, 61)), '(?i)\b(denie[sd]|deny|denying|disputes?)\b')),
danger AS (
    SELECT t.*, k.person_id AS named_id, k.role AS named_role
    FROM (SELECT investigation_id, kind, words, source_table, source_key, source_field, page, start_at, doubtful, about_name, about_role, evidence
          FROM stated_phrase WHERE kind IN ('threat_to_life', 'self_harm')
          UNION ALL FROM denied) t
    LEFT JOIN (SELECT * FROM full_name
               QUALIFY rank() OVER (PARTITION BY investigation_id, name ORDER BY list_position(
                   ['victim', 'witness', 'reporting', 'professional', 'other', 'suspect'], role)) = 1) k
           ON k.investigation_id = t.investigation_id AND k.name = t.about_name),
meant AS (
    SELECT d.*, d.named_id AS person_id, d.named_role AS role,
           count(*) OVER (PARTITION BY d.source_table, d.source_key, d.source_field, d.page, d.start_at) > 1 AS guessed
    FROM danger d
    WHERE d.named_id IS NOT NULL AND (d.kind = 'self_harm' OR d.named_role <> 'suspect')
    UNION ALL
    SELECT d.*, v.person_id, 'victim', count(*) OVER (PARTITION BY d.source_table, d.source_key, d.source_field, d.page, d.start_at) > 1
    FROM danger d LEFT JOIN victim v ON v.investigation_id = d.investigation_id
    WHERE CASE d.kind WHEN 'threat_to_life' THEN d.named_id IS NULL OR d.named_role = 'suspect'
                      ELSE d.named_id IS NULL AND coalesce(d.about_role, 'victim') NOT IN ('suspect', 'defendant', 'witness') END)
SELECT m.investigation_id, m.person_id, m.role, m.kind, m.words, m.source_table, m.source_key, m.source_field, m.evidence, m.guessed,
       m.doubtful OR m.guessed OR coalesce(m.named_role = 'suspect' AND m.role = 'victim', FALSE)
           OR m.kind = 'threat_to_life' AND coalesce(m.about_role IN ('suspect', 'defendant'), FALSE) AS doubtful,
       v.row_key AS involvement_key
FROM meant m
LEFT JOIN (SELECT investigation_id, person_id, min(row_key) AS row_key FROM involvement GROUP BY ALL) v
       ON v.investigation_id = m.investigation_id AND v.person_id = m.person_id
WHERE m.investigation_id IS NOT NULL
;

-- Investigations whose accounts or summaries state more than one offender, with the words.
CREATE VIEW group_stated AS
SELECT investigation_id, list_sort(list(evidence))[:10] AS evidence, bool_and(doubtful) AS doubtful
FROM stated_phrase
WHERE kind = 'group' AND (source_table IN ('entry', 'document') OR source_table = 'investigation' AND source_field = 'summary')
GROUP BY investigation_id
;
