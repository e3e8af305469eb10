-- The words that every rule, element and definition uses, each said once. Unknown is NULL throughout.
--
-- Statements end with a line that holds only `;`. `CREATE VIEW` says what a word means; the engine holds each as a table,
-- since words are asked for often. $name is a setting or a parameter.
-- Sections in brackets are those of the rule catalogue.

-- Evidence -----------------------------------------------------------------------------------------------------

-- A row that a finding rests on.
CREATE MACRO row_of(source_table, source_key) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': NULL::VARCHAR,
     'page': NULL::INTEGER, 'start_at': NULL::INTEGER, 'end_at': NULL::INTEGER, 'words': NULL::VARCHAR}
;
-- One field of a row.
CREATE MACRO field_of(source_table, source_key, source_field) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': source_field::VARCHAR,
     'page': NULL::INTEGER, 'start_at': NULL::INTEGER, 'end_at': NULL::INTEGER, 'words': NULL::VARCHAR}
;
-- Words quoted from a passage: start and end are character positions in that field or page.
CREATE MACRO words_of(source_table, source_key, source_field, page, start_at, end_at, words) AS
    {'source_table': source_table::VARCHAR, 'source_key': source_key::VARCHAR, 'source_field': source_field::VARCHAR,
     'page': page::INTEGER, 'start_at': start_at::INTEGER, 'end_at': end_at::INTEGER, 'words': words::VARCHAR}
;

-- A sentence that begins with 'the person known as' or 'an unidentified person' begins with a capital.
CREATE MACRO begun(sentence) AS
    CASE WHEN regexp_matches(sentence, '^(the|an?) ') THEN upper(sentence[1]) || sentence[2:] ELSE sentence END
;
-- What is not known where the extract lacks a table, in words; NULL where it has it. For rules that can also be answered
-- from elsewhere: what that shows is still found.
CREATE MACRO lacking(wanted, what) AS
    CASE WHEN NOT EXISTS (SELECT 1 FROM records.supplied WHERE table_name = wanted)
         THEN what || ' (the extract has no table ' || wanted || ')' END
;

-- Ages [How every rule reads: Child at a date] -------------------------------------------------------------------

-- The day on which somebody born on `born` reaches `years`; 29 February is kept on 1 March.
CREATE MACRO birthday(born, years) AS
    CASE WHEN month(born) = 2 AND day(born) = 29
              AND NOT ((year(born) + years) % 4 = 0 AND ((year(born) + years) % 100 <> 0 OR (year(born) + years) % 400 = 0))
         THEN make_date(year(born) + years, 3, 1)
         ELSE make_date(year(born) + years, month(born), day(born)) END
;
-- Whether somebody born between two days was under `years` on `on_day`; NULL where the bounds differ in the answer.
CREATE MACRO under(years, earliest, latest, on_day) AS
    CASE WHEN earliest > on_day THEN NULL
         WHEN on_day < birthday(earliest, years) THEN TRUE
         WHEN on_day >= birthday(latest, years) THEN FALSE END
;
CREATE MACRO child_on(earliest, latest, on_day) AS under(18, earliest, latest, on_day)
;
-- The earliest and the latest day of birth of a record. Bounds of an age that were entered the wrong way round are read
-- as the bounds that they are.
CREATE VIEW birth AS
SELECT person_id,
       coalesce(born_on, (age_estimated_on - to_years((CASE WHEN age_from > age_to THEN age_from ELSE age_to END + 1)::INTEGER)
                          + INTERVAL 1 DAY)::DATE) AS earliest,
       coalesce(born_on, (age_estimated_on - to_years(CASE WHEN age_from > age_to THEN age_to ELSE age_from END::INTEGER))::DATE) AS latest
FROM person
;

-- People -------------------------------------------------------------------------------------------------------

-- The human behind each record. `confirmed` is false where an unidentified record was joined by what it shares,
-- `doubtful` is true where the link to the other records of that human is one that somebody should look at.
-- initials: what a sentence about a victim, a witness or a child says, since sentences are read outside the case too.
CREATE VIEW human AS
SELECT p.person_id, coalesce(e.entity_id, p.person_id) AS entity_id, coalesce(e.confirmed, TRUE) AS confirmed,
       coalesce(e.doubtful, FALSE) AS doubtful,
       coalesce(nullif(trim(p.surname), ''), nullif(trim(p.forename), '')) IS NOT NULL AS has_name,
       coalesce(nullif(concat(upper(left(trim(p.forename), 1)) || '.', upper(left(trim(p.surname), 1)) || '.'), ''), 'name not recorded') AS initials,
       coalesce(nullif(trim(concat_ws(' ', p.forename, p.middle_names, p.surname)), ''),
                'the person known as ' || nullif(split_part(p.nicknames, ';', 1), ''),
                'an unidentified person') AS known_as
FROM person p LEFT JOIN linking.entity e USING (person_id)
;
-- Birth of the human: the record's own where it has one, else what the other records of the same human give.
CREATE VIEW human_birth AS
SELECT h.person_id,
       coalesce(own.earliest, other.earliest) AS earliest, coalesce(own.latest, other.latest) AS latest
FROM human h
JOIN birth own USING (person_id)
LEFT JOIN (SELECT h2.entity_id, min(b.earliest) AS earliest, max(b.latest) AS latest
           FROM human h2 JOIN birth b USING (person_id)
           WHERE b.earliest IS NOT NULL AND b.latest IS NOT NULL GROUP BY h2.entity_id) other
       ON other.entity_id = h.entity_id
;
-- The day of death of a record, from the person or from the whereabouts.
CREATE VIEW death AS
SELECT person_id, min(died_on) AS died_on
FROM (SELECT person_id, died_on FROM person WHERE died_on IS NOT NULL
      UNION ALL SELECT person_id, from_on FROM whereabouts WHERE kind = 'deceased')
GROUP BY person_id
;
-- Records that are in custody on the day of the assessment: by a row without an end, unless a row that began later says
-- that the person is elsewhere. A row that nobody ended must not hide a risk.
CREATE VIEW held_now AS
SELECT DISTINCT c.person_id FROM whereabouts c
WHERE c.kind = 'custody' AND c.to_on IS NULL AND (c.from_on IS NULL OR c.from_on <= $as_of)
  AND NOT EXISTS (SELECT 1 FROM whereabouts w WHERE w.person_id = c.person_id AND w.from_on > c.from_on AND w.from_on <= $as_of
                  AND w.kind IN ('community', 'abroad', 'missing', 'deported'))
;
-- What is true of each record's human on the day of the assessment: by the record itself, or by another record of the
-- same human. A doubtful link takes nobody out of danger and nobody out of sight.
CREATE VIEW human_now AS
WITH fact AS (
    SELECT h.person_id, h.entity_id, h.doubtful, d.person_id IS NOT NULL AS dead, c.person_id IS NOT NULL AS in_custody
    FROM human h
    LEFT JOIN (SELECT person_id FROM death WHERE died_on IS NULL OR died_on <= $as_of) d USING (person_id)
    LEFT JOIN held_now c USING (person_id)),
firm AS (
    SELECT entity_id, bool_or(dead) AS dead, bool_or(in_custody) AS in_custody
    FROM fact WHERE NOT doubtful GROUP BY entity_id HAVING bool_or(dead OR in_custody))
SELECT f.person_id, f.entity_id, f.dead OR NOT f.doubtful AND coalesce(a.dead, FALSE) AS dead,
       f.in_custody OR NOT f.doubtful AND coalesce(a.in_custody, FALSE) AS in_custody
FROM fact f LEFT JOIN firm a USING (entity_id)
;
-- Records whose death is known: by the record itself, or by another record of the same human over a firm link.
CREATE VIEW known_dead AS
SELECT h.person_id FROM human h
WHERE h.person_id IN (SELECT person_id FROM death WHERE died_on IS NULL OR died_on <= $as_of)
   OR h.confirmed AND NOT h.doubtful AND h.entity_id IN (
          SELECT o.entity_id FROM human o JOIN death d USING (person_id)
          WHERE o.confirmed AND NOT o.doubtful AND (d.died_on IS NULL OR d.died_on <= $as_of))
;
-- Whether somebody is a child on the day of the assessment; NULL where the age is not known. The dead are none.
CREATE VIEW child_now AS
SELECT b.person_id, h.entity_id, child_on(b.earliest, b.latest, $as_of) AND NOT n.dead AS child
FROM human_birth b JOIN human h USING (person_id) JOIN human_now n USING (person_id)
;
-- What a finding says of the link between two records that it takes for one person; NULL where it is one record.
CREATE MACRO link_note(person_id, other_id, both_confirmed, either_doubtful) AS
    CASE WHEN person_id = other_id THEN NULL
         WHEN NOT both_confirmed THEN 'The identity is not confirmed: records ' || least(person_id, other_id) || ' and '
              || greatest(person_id, other_id) || ' are joined by what they share, and one of them is not identified.'
         WHEN either_doubtful THEN 'The link between records ' || least(person_id, other_id) || ' and '
              || greatest(person_id, other_id) || ' is doubtful and should be looked at.'
         ELSE 'Rests on records ' || least(person_id, other_id) || ' and ' || greatest(person_id, other_id)
              || ' being one person (linked).' END
;
-- How far a finding through another record stands: 0 the same record, 1 linked, 2 not confirmed, 3 doubtful.
CREATE MACRO link_step(person_id, other_id, both_confirmed, either_doubtful) AS
    CASE WHEN person_id = other_id THEN 0 WHEN NOT both_confirmed THEN 2 WHEN either_doubtful THEN 3 ELSE 1 END
;
-- What a finding through several other records says of the link: that of the firmest, the first by its number of those.
CREATE MACRO nearest_link(person_id, other_id, both_confirmed, either_doubtful) AS
    arg_min_null(link_note(person_id, other_id, both_confirmed, either_doubtful),
                 (link_step(person_id, other_id, both_confirmed, either_doubtful), other_id))
;
-- A tie between two records, read from both sides: person_id is the kind of other_person_id.
CREATE VIEW tie AS
SELECT person_id, other_person_id, CASE kind WHEN 'child' THEN 'child' ELSE kind END AS kind, from_on, to_on, row_key
FROM relationship
UNION ALL
SELECT other_person_id, person_id,
       CASE kind WHEN 'child' THEN 'parent' WHEN 'parent' THEN 'child'
                 WHEN 'employer' THEN 'employee' WHEN 'carer' THEN 'cared_for' ELSE kind END,
       from_on, to_on, row_key
FROM relationship
;
-- Where each record lives on the day of the assessment. An end that lies after that day has not come yet.
CREATE VIEW home_now AS
SELECT person_id, location_id, row_key FROM residence
WHERE (to_on IS NULL OR to_on > $as_of) AND (from_on IS NULL OR from_on <= $as_of)
;

-- Investigations -----------------------------------------------------------------------------------------------

-- One row an investigation, with the day of the earliest offence (or of recording where no offence has one).
CREATE VIEW inquiry AS
SELECT i.*, i.closed_on IS NOT NULL AS closed,
       list_transform(string_split(lower(coalesce(i.flags, '')), ';'), lambda flag: trim(flag)) AS flag_list,
       coalesce(o.began_on, i.recorded_on) AS offence_on
FROM investigation i
LEFT JOIN (SELECT investigation_id, min(began_on) AS began_on FROM offence GROUP BY investigation_id) o
       USING (investigation_id)
;
CREATE VIEW closed_inquiry AS SELECT * FROM inquiry WHERE closed
;
-- A code as the code list writes it: capitals, no spaces, no leading zeros ('019/08' is '19/8', or else class 19).
CREATE MACRO class_of(code) AS
    regexp_replace(regexp_replace(upper(replace(code, ' ', '')), '^0+', ''), '/0+', '/')
;
-- What each recorded offence code says: contact and sexual are NULL where the code does not settle it. A code is looked
-- up as it stands, then without its sub-code, then, in classes 17, 19 and 20, without its letter: the list grew letters.
CREATE VIEW offence_read AS
SELECT o.*, c.contact, c.sexual, c.under_13
FROM offence o
LEFT JOIN offence_code c ON c.code = CASE WHEN class_of(o.offence_code) IN (SELECT code FROM offence_code)
                                          THEN class_of(o.offence_code)
                                          WHEN split_part(class_of(o.offence_code), '/', 1) IN (SELECT code FROM offence_code)
                                          THEN split_part(class_of(o.offence_code), '/', 1)
                                          ELSE regexp_extract(class_of(o.offence_code), '^(17|19|20)[A-Z](/|$)', 1) END
;
-- Whether an offence is of another kind than sexual: as the code list says, and for a code of the counting rules that
-- it does not hold, when its class lies outside the ranges in which sexual offences were ever counted.
CREATE VIEW offence_kind AS
SELECT *, CASE WHEN sexual IS NOT NULL THEN NOT sexual
               WHEN contact IS NULL AND under_13 IS NULL AND regexp_matches(class_of(offence_code), '^[0-9]{1,3}[A-Z]?(/[0-9]+)?$')
                    AND regexp_extract(class_of(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 16 AND 27
                    AND regexp_extract(class_of(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 70 AND 74
                    AND regexp_extract(class_of(offence_code), '^[0-9]+')::INTEGER NOT BETWEEN 86 AND 88
                    AND regexp_extract(class_of(offence_code), '^[0-9]+')::INTEGER <> 139 THEN TRUE END AS not_sexual
FROM offence_read
;
-- identity_known: as recorded; where that is empty a recorded name says yes, and without one it is not known.
CREATE VIEW suspect AS
SELECT v.*, h.entity_id, h.confirmed, h.doubtful, h.known_as, v.eliminated_on IS NOT NULL AS eliminated,
       coalesce(v.identified, CASE WHEN h.has_name THEN TRUE END) AS identity_known
FROM involvement v JOIN human h USING (person_id) WHERE v.role = 'suspect'
;
CREATE VIEW victim AS
SELECT v.*, h.entity_id, h.confirmed, h.doubtful, h.known_as, h.initials,
       child_on(b.earliest, b.latest, i.offence_on) AS child_at_offence,
       child_on(b.earliest, b.latest, i.recorded_on) AS child_at_recording,
       under(13, b.earliest, b.latest, i.offence_on) AS under_13_at_offence
FROM involvement v
JOIN human h USING (person_id) JOIN birth b USING (person_id) JOIN inquiry i USING (investigation_id)
WHERE v.role = 'victim'
;
-- Suspects who cared for a victim by profession: a carer who held such a post at the time, in an institution, or of a child
-- who lived in one.
CREATE VIEW cares_by_profession AS
SELECT s.investigation_id, s.person_id, min(t.row_key) AS row_key
FROM suspect s
JOIN inquiry i USING (investigation_id)
JOIN victim v ON v.investigation_id = s.investigation_id
JOIN tie t ON t.person_id = s.person_id AND t.other_person_id = v.person_id AND t.kind = 'carer'
WHERE NOT s.eliminated
  AND (i.setting = 'institutional'
       OR s.person_id IN (SELECT person_id FROM position WHERE kind IN
              ('school_staff', 'care_worker', 'youth_worker', 'sports_coach', 'faith_leader', 'health_worker'))
       OR v.person_id IN (SELECT r.person_id FROM residence r JOIN location l USING (location_id) WHERE l.kind = 'care_home'))
GROUP BY s.investigation_id, s.person_id
;
CREATE VIEW premises AS
SELECT *, coalesce(name, address, postcode, 'a place without a name') AS called FROM location
WHERE kind IN ('hotel', 'takeaway', 'licensed_premises', 'taxi_office', 'park', 'car_park', 'station', 'shop')
;
-- One row a person and an investigation in which that person is a suspect, by any of the person's records.
CREATE VIEW suspicion AS
SELECT s.entity_id, s.investigation_id, min(s.person_id) AS person_id, min(s.row_key) AS row_key,
       bool_or(s.confirmed) AS confirmed, bool_and(s.doubtful) AS doubtful, bool_and(s.eliminated) AS eliminated
FROM suspect s GROUP BY s.entity_id, s.investigation_id
;
-- The same with the number of investigations, at most 21 of them a person and firm ones first: somebody who is a suspect
-- in thousands of investigations does not make millions of pairs.
CREATE VIEW suspicion_shown AS
SELECT *, count(*) OVER (PARTITION BY entity_id) AS investigations FROM suspicion
QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY doubtful, NOT confirmed, investigation_id) <= 21
;
-- Suspects who can be a risk to somebody today: neither eliminated there, nor dead, nor in custody.
CREATE VIEW suspect_at_large AS
SELECT s.* FROM suspect s JOIN human_now n USING (person_id)
WHERE NOT s.eliminated AND NOT n.dead AND NOT n.in_custody
;

-- Identifiers and places of people [Identifiers in normal form] ------------------------------------------------------

-- The identifiers recorded as somebody's, with their human. Left out are hubs: values in more investigations than the
-- limit set for a review, and values given to more than 20 people, which identify nobody.
CREATE VIEW carried AS
WITH held AS (
    SELECT i.kind, i.value, i.investigation_id, i.row_key, h.person_id, h.entity_id, h.confirmed, h.doubtful
    FROM linking.identifier i JOIN human h USING (person_id)
    WHERE i.value IS NOT NULL AND i.kind IN ('phone', 'vehicle', 'email', 'handle', 'imei'))
SELECT held.* FROM held
ANTI JOIN (SELECT kind, value FROM linking.shared WHERE hub
           UNION ALL SELECT kind, value FROM held GROUP BY kind, value HAVING count(DISTINCT entity_id) > 20) hub
      USING (kind, value)
;
-- The places of each record: where it was seen and where it lived.
CREATE VIEW frequented AS
SELECT f.person_id, p.place_id, f.source_table, min(f.row_key) AS row_key
FROM (SELECT person_id, location_id, 'presence' AS source_table, row_key FROM presence WHERE person_id IS NOT NULL
      UNION ALL SELECT person_id, location_id, 'residence', row_key FROM residence) f
JOIN linking.place p USING (location_id)
GROUP BY f.person_id, p.place_id, f.source_table
;
-- Where people live on the day of the assessment, at most 20 homes a person.
CREATE VIEW lives_at AS
SELECT h.entity_id, p.place_id, min(r.person_id) AS person_id, min(r.row_key) AS row_key,
       bool_or(h.confirmed) AS confirmed, bool_and(h.doubtful) AS doubtful
FROM home_now r JOIN human h USING (person_id) JOIN linking.place p USING (location_id)
GROUP BY h.entity_id, p.place_id
QUALIFY row_number() OVER (PARTITION BY h.entity_id ORDER BY p.place_id) <= 20
;
-- Ties that hold on the day of the assessment, between people, read from both sides.
CREATE VIEW bound_to AS
SELECT a.entity_id, b.entity_id AS other_entity_id, t.kind, t.person_id, t.other_person_id, t.row_key,
       a.confirmed AND b.confirmed AS confirmed, a.doubtful OR b.doubtful AS doubtful
FROM tie t JOIN human a ON a.person_id = t.person_id JOIN human b ON b.person_id = t.other_person_id
WHERE (t.to_on IS NULL OR t.to_on > $as_of) AND (t.from_on IS NULL OR t.from_on <= $as_of) AND a.entity_id <> b.entity_id
;
-- Positions that people hold on the day of the assessment, at most 20 a person.
CREATE VIEW post_now AS
SELECT h.entity_id, p.kind, p.authority, min(p.person_id) AS person_id, min(p.row_key) AS row_key, min(p.from_on) AS from_on,
       bool_or(h.confirmed) AS confirmed, bool_and(h.doubtful) AS doubtful
FROM position p JOIN human h USING (person_id)
WHERE (p.to_on IS NULL OR p.to_on > $as_of) AND (p.from_on IS NULL OR p.from_on <= $as_of)
GROUP BY h.entity_id, p.kind, p.authority
QUALIFY row_number() OVER (PARTITION BY h.entity_id ORDER BY p.kind, p.authority) <= 20
;
-- Suspects who can be a risk today, one row each: found where they hold a post of these kinds on the day of the assessment,
-- with the post, the link to the record that holds it and the rows. A rule on posts is this and its own kinds.
CREATE MACRO holders_of(kinds) AS TABLE
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       arg_min(replace(p.kind, '_', ' '), (p.kind, p.row_key)) AS kind,
       coalesce(arg_min(' (' || p.authority || ')', (p.kind, p.row_key)), '') AS authority,
       arg_min_null(p.from_on, (p.kind, p.row_key)) AS from_on,
       count(p.row_key) > 0 AS found,
       nearest_link(s.person_id, p.person_id, s.confirmed AND p.confirmed, s.doubtful OR p.doubtful) AS note,
       bool_and(s.person_id <> p.person_id AND (s.doubtful OR p.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('position', p.row_key)) FILTER (p.row_key IS NOT NULL), [])) AS evidence
FROM suspect_at_large s
LEFT JOIN post_now p ON p.entity_id = s.entity_id AND list_contains(kinds, p.kind)
GROUP BY s.investigation_id, s.person_id
;
-- Ties between two people who are both suspects somewhere, each read from both sides: a recorded relationship, or an
-- identifier of theirs in common; with the number of investigations in which each is a suspect.
CREATE VIEW acquaintance AS
WITH accused AS (SELECT entity_id, count(*) AS investigations FROM suspicion GROUP BY entity_id),
known AS (SELECT h.*, a.investigations FROM human h JOIN accused a USING (entity_id)),
one_way AS (
    SELECT a.entity_id, b.entity_id AS other_entity_id, a.person_id, b.person_id AS other_person_id,
           a.confirmed AND b.confirmed AS confirmed, a.doubtful OR b.doubtful AS doubtful,
           'a recorded tie (' || r.kind || ')' AS how, 'relationship' AS source_table, r.row_key, r.row_key AS other_key,
           a.investigations, b.investigations AS other_investigations
    FROM relationship r JOIN known a ON a.person_id = r.person_id JOIN known b ON b.person_id = r.other_person_id
    UNION ALL
    SELECT a.entity_id, b.entity_id, a.person_id, b.person_id, a.confirmed AND b.confirmed, a.doubtful OR b.doubtful,
           'a ' || a.kind || ' in common (' || a.value || ')', 'identifier', a.row_key, b.row_key,
           x.investigations, y.investigations
    FROM carried a JOIN carried b ON b.kind = a.kind AND b.value = a.value AND b.entity_id > a.entity_id
    JOIN accused x ON x.entity_id = a.entity_id JOIN accused y ON y.entity_id = b.entity_id)
SELECT * FROM one_way WHERE entity_id <> other_entity_id
UNION ALL
SELECT other_entity_id, entity_id, other_person_id, person_id, confirmed, doubtful, how, source_table, other_key, row_key,
       other_investigations, investigations
FROM one_way WHERE entity_id <> other_entity_id
;
-- Intelligence on a person: by the person named on it, or by an identifier of that person that stands in its text.
CREATE VIEW intelligence_on AS
SELECT h.entity_id, n.intelligence_id, n.investigation_id, n.received_on, n.row_key, h.person_id, h.confirmed, h.doubtful,
       'names ' || h.known_as AS how, row_of('intelligence', n.row_key) AS evidence
FROM intelligence n JOIN human h USING (person_id)
UNION ALL
SELECT DISTINCT c.entity_id, n.intelligence_id, n.investigation_id, n.received_on, n.row_key, c.person_id, c.confirmed,
       c.doubtful, 'gives the ' || c.kind || ' ' || c.value || ' of ' || h.known_as,
       words_of('intelligence', n.row_key, m.source_field, m.page, m.start_at, m.end_at, m.words)
FROM reading.mention m
JOIN intelligence n ON n.row_key = m.source_key
JOIN carried c ON c.kind = m.kind AND c.value = normal_identifier(m.kind, m.value)
JOIN human h ON h.person_id = c.person_id
WHERE m.source_table = 'intelligence'
;

-- What the text states -------------------------------------------------------------------------------------------

-- Phrases that the text of an investigation states: not negated, and neither in an offence's own title nor in the headers
-- and signature of a mail. `about_name` and `about_role` say of whom, where the sentence does. Names, numbers, days and
-- shorthand, which are most of what is mentioned, are no phrases.
CREATE VIEW stated AS
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
CREATE VIEW account_words AS
SELECT t.*, t.kind = 'movement' AND coalesce(regexp_matches(
           substring(p.text, greatest(t.start_at - 40, 1), length(t.words) + 100),
           '(?i)\b(police|officers?|custody|hospital|sarc|haven|medical|clinic|nurse|doctor|school|college|placement|foster|refuge|court|home|a&e|ambulance|safe|safety|social worker|interview suite|station)\b'), FALSE) AS to_safety
FROM stated t
LEFT JOIN reading.passage p ON t.kind = 'movement' AND p.source_table = t.source_table AND p.source_key = t.source_key
     AND p.source_field = t.source_field AND p.page = t.page
WHERE t.kind IN ('association', 'coercion', 'exchange', 'county_lines', 'movement', 'threat_to_life')
  AND (t.source_table IN ('entry', 'document', 'intelligence', 'action', 'identifier')
       OR t.source_table = 'investigation' AND t.source_field = 'summary')
;
-- The day on which a piece of text was written; rows without a day are left out. Not held as a table: one rule asks for a
-- few of millions of rows.
CREATE MACRO written() AS TABLE
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
CREATE VIEW called_by AS
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
FROM stated t
JOIN investigation i USING (investigation_id)
LEFT JOIN entry e ON t.source_table = 'entry' AND e.row_key = t.source_key
WHERE t.kind = 'language'
;
-- Of whom words of danger speak: the person of the investigation whom they name; where they name nobody of it, or a suspect
-- by the threat of whom they may stand, its victims. `guessed` where more than one person can be meant; such words are
-- doubtful, and so is a threat that somebody denies having made. Somebody named as another person of the case is that
-- person, in that role.
CREATE VIEW spoken_of AS
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
          FROM stated WHERE kind IN ('threat_to_life', 'self_harm')
          UNION ALL FROM denied) t
    LEFT JOIN (SELECT * FROM called_by
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
FROM stated
WHERE kind = 'group' AND (source_table IN ('entry', 'document') OR source_table = 'investigation' AND source_field = 'summary')
GROUP BY investigation_id
;
-- An exhibit by kind and number (descriptions name victims, and sentences are read outside the case too), and whether it is
-- a phone or a computer (NULL where its kind is not recorded).
CREATE VIEW item AS
SELECT * REPLACE (nullif(trim(result), '') AS result), kind IN ('phone', 'computer') AS is_device,
       CASE kind WHEN 'cctv' THEN 'recording ' WHEN 'other' THEN 'exhibit ' ELSE coalesce(replace(kind, '_', ' ') || ' ', 'exhibit ') END
           || exhibit_id AS called
FROM exhibit
;
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
-- Signs of trafficking about each victim: a flag, and how many different premises the victim was seen at.
CREATE VIEW trafficking_sign AS
SELECT v.investigation_id, v.person_id, list_has_any(i.flag_list, ['modern_slavery', 'county_lines']) AS flagged,
       coalesce(s.premises, 0) AS premises, coalesce(s.evidence, []) AS seen_rows, i.row_key AS inquiry_key
FROM victim v JOIN inquiry i USING (investigation_id)
LEFT JOIN (SELECT p.investigation_id, p.person_id, count(DISTINCT l.place_id) AS premises,
                  list_sort(list(row_of('presence', p.row_key)))[:10] AS evidence
           FROM presence p JOIN linking.place l ON l.location_id = p.location_id AND l.premises
           WHERE p.person_id IS NOT NULL GROUP BY p.investigation_id, p.person_id) s
       ON s.investigation_id = v.investigation_id AND s.person_id = v.person_id
;
-- The investigations and the people that a referral covers [A referral without a person ...]. `undated`: it names neither an
-- investigation nor a day, so that nobody can say whether it was made about this one.
CREATE VIEW referral_cover AS
SELECT r.kind, r.made_on, r.responded_on, r.row_key, r.investigation_id, r.person_id, FALSE AS undated
FROM referral r WHERE r.investigation_id IS NOT NULL AND r.person_id IS NOT NULL
UNION ALL
SELECT r.kind, r.made_on, r.responded_on, r.row_key, r.investigation_id, v.person_id, FALSE
FROM referral r JOIN involvement v ON v.investigation_id = r.investigation_id AND v.role = 'victim'
WHERE r.person_id IS NULL
UNION ALL
SELECT r.kind, r.made_on, r.responded_on, r.row_key, v.investigation_id, r.person_id, r.made_on IS NULL
FROM referral r JOIN involvement v ON v.person_id = r.person_id
JOIN investigation i ON i.investigation_id = v.investigation_id
WHERE r.investigation_id IS NULL AND (r.made_on IS NULL OR r.made_on >= i.recorded_on - INTERVAL 90 DAY)
;
-- Whether nobody was referred, from bool_and(undated) over the referrals that cover them (NULL where there are none): TRUE
-- without one, FALSE with one that is surely about this investigation, NULL where all that is known is one without a day.
CREATE MACRO unreferred(only_undated) AS
    CASE WHEN only_undated IS NULL THEN TRUE WHEN only_undated THEN NULL ELSE FALSE END
;

-- Decisions [A decision without a person; Charged; NFA] ------------------------------------------------------------

-- The decisions that hold for each suspect: their own, or where they have none those made for the whole investigation.
CREATE VIEW suspect_decision AS
SELECT s.investigation_id, s.person_id, d.kind, d.decided_on, d.decided_by, d.test, d.rationale, d.row_key, own.person_id IS NOT NULL AS own
FROM suspect s
LEFT JOIN (SELECT DISTINCT investigation_id, person_id FROM decision WHERE person_id IS NOT NULL) own USING (investigation_id, person_id)
JOIN decision d ON d.investigation_id = s.investigation_id
     AND (d.person_id = s.person_id OR (d.person_id IS NULL AND own.person_id IS NULL))
;
CREATE MACRO is_charge(kind) AS
    kind IN ('charge', 'caution', 'diversion', 'trial_convicted', 'trial_acquitted', 'trial_collapsed', 'discontinued')
;
CREATE MACRO is_nfa(kind) AS kind IN ('police_nfa', 'cps_nfa')
;
-- Exhibits whose result states a hit or match, with the person hit (NULL where it names nobody), whether an action about
-- the exhibit followed, and whether that person was interviewed or charged afterwards. Both are NULL where a day or the
-- person is not known. The person is told by the record number, or where the result gives none by the full name (of a
-- suspect before anybody else); `several` where the name is that of more than one. A match to the victim's own sample is none.
CREATE VIEW forensic_hit AS
WITH stated AS (
    SELECT *, regexp_replace(result, '(?i)(\b(no|not|nil|without|neither|never)\b[^.;]*|[^.;]*\b(did|does|do) not\b[^.;]*)\b(hit|match)[^.;]*|'
                 || '\bmatch(es|ed|ing)?( (to|with|against|of))?( the| a)? (victim|complainant|aggrieved)\b[^.;]*', ' ', 'g') AS says
    FROM item WHERE result IS NOT NULL),
hit AS (
    SELECT * FROM stated
    WHERE regexp_matches(says, '(?i)\b((hits?|match(es|ed|ing)?|identified)( ?[:-]| (to|with|against|as|on|for|of)\b)|match(es|ed|ing)?\b[^.;]{0,30} of\b|(database|dna|ndnad|profile|print|fingerprint|mark) (hit|match))')),
numbered AS (
    SELECT x.row_key, h.entity_id, min(h.known_as) AS known_as
    FROM (SELECT row_key, unnest(list_concat(
                     list_filter(regexp_extract_all(says, '[A-Za-z0-9][A-Za-z0-9/_-]*'), lambda word: NOT regexp_matches(word, '^[0-9]{1,4}$')),
                     regexp_extract_all(says, '(?i)\b(?:person|nominal|record|suspect)(?: no\.?| number| id)? ([0-9]{1,4})\b', 1))) AS word FROM hit) x
    JOIN human h ON h.person_id = x.word
    GROUP BY x.row_key, h.entity_id),
named AS (
    SELECT x.row_key, h.entity_id, min(h.known_as) AS known_as, bool_or(v.role = 'suspect') AS suspected
    FROM hit x ANTI JOIN numbered n USING (row_key)
    JOIN involvement v USING (investigation_id) JOIN human h ON h.person_id = v.person_id
    WHERE h.has_name AND contains(h.known_as, ' ') AND contains(searched_words(x.says), plain_words(h.known_as))
    GROUP BY x.row_key, h.entity_id),
person_hit AS (
    SELECT row_key, entity_id, known_as, FALSE AS several FROM numbered
    UNION ALL
    SELECT row_key, entity_id, known_as, count(*) OVER (PARTITION BY row_key) > 1
    FROM (SELECT * FROM named QUALIFY suspected OR NOT bool_or(suspected) OVER (PARTITION BY row_key))),
followed AS (
    SELECT x.row_key, CASE WHEN bool_or(a.raised_on >= x.examined_on OR a.resulted_on >= x.examined_on) THEN TRUE
                           WHEN bool_or(x.examined_on IS NULL OR a.raised_on IS NULL AND a.resulted_on IS NULL) THEN NULL ELSE FALSE END AS actioned
    FROM hit x JOIN action a ON a.investigation_id = x.investigation_id
         AND (a.exhibit_id = x.exhibit_id OR contains(searched_words(a.text), plain_words(x.exhibit_id)))
    GROUP BY x.row_key),
later AS (
    SELECT x.row_key, p.entity_id, v.interviewed_on AS on_day, v.interviewed_on IS NOT NULL AS done
    FROM hit x JOIN person_hit p USING (row_key) JOIN involvement v USING (investigation_id) JOIN human h ON h.person_id = v.person_id AND h.entity_id = p.entity_id
    UNION ALL
    SELECT x.row_key, p.entity_id, d.decided_on, TRUE
    FROM hit x JOIN person_hit p USING (row_key) JOIN suspect_decision d USING (investigation_id) JOIN human h ON h.person_id = d.person_id AND h.entity_id = p.entity_id
    WHERE is_charge(d.kind)),
answered AS (
    SELECT x.row_key, l.entity_id, CASE WHEN bool_or(l.done AND l.on_day >= x.examined_on) THEN TRUE
                                        WHEN bool_or(l.done AND (l.on_day IS NULL OR x.examined_on IS NULL)) THEN NULL ELSE FALSE END AS answered
    FROM hit x JOIN later l USING (row_key) GROUP BY ALL)
SELECT x.investigation_id, x.exhibit_id, x.row_key, x.called, x.examined_on, x.result, p.entity_id, p.known_as,
       coalesce(p.several, FALSE) AS several,
       CASE WHEN f.row_key IS NULL THEN FALSE ELSE f.actioned END AS actioned,
       CASE WHEN p.entity_id IS NULL THEN NULL WHEN n.row_key IS NULL THEN FALSE ELSE n.answered END AS answered
FROM hit x
LEFT JOIN person_hit p USING (row_key)
LEFT JOIN followed f USING (row_key)
LEFT JOIN answered n ON n.row_key = x.row_key AND n.entity_id = p.entity_id
ANTI JOIN (SELECT v.investigation_id, v.entity_id FROM victim v
           ANTI JOIN suspect s ON s.investigation_id = v.investigation_id AND s.entity_id = v.entity_id) own
     ON own.investigation_id = x.investigation_id AND own.entity_id = p.entity_id
;
-- How an outcome code reads: TRUE no further action, FALSE not, NULL not known. 5 (offender died) is read by person.
CREATE MACRO outcome_is_nfa(outcome_code) AS
    CASE WHEN try_cast(outcome_code AS INTEGER) BETWEEN 9 AND 18 OR try_cast(outcome_code AS INTEGER) IN (20, 21) THEN TRUE
         WHEN try_cast(outcome_code AS INTEGER) BETWEEN 1 AND 4 OR try_cast(outcome_code AS INTEGER) BETWEEN 6 AND 8
              OR try_cast(outcome_code AS INTEGER) = 22 THEN FALSE END
;
-- A closing reason without an outcome code, read by the first line of the closure wordings that fits. That nobody was
-- charged is no disposal, so those words are taken out first; not charged by the prosecutor is declined by the prosecutor.
CREATE VIEW legacy_closure AS
SELECT i.investigation_id, arg_min_null(w.nfa, w.line) AS nfa, arg_min(w.pattern, w.line) AS pattern
FROM (SELECT *, regexp_replace(regexp_replace(closure_reason, '(?i)\bnot charged by\b', 'declined by', 'g'),
                                '(?i)\b(not|never|nobody|no[- ]?one|neither|none|without being)( \w+){0,2}? (charged|convicted|cautioned|summonsed)\b(\W*$|[.,;:]| (and|as|but|due|because|since|with)\b)',
                                ' \4', 'g') AS reason FROM investigation) i
JOIN closure_wording w ON regexp_matches(i.reason, w.pattern, 'i')
WHERE i.closed_on IS NOT NULL AND nullif(trim(i.outcome_code), '') IS NULL
GROUP BY i.investigation_id
;
-- One row a suspect: charged, and nfa as TRUE, FALSE or NULL with the day it was decided.
CREATE VIEW suspect_outcome AS
SELECT s.investigation_id, s.person_id, s.entity_id, coalesce(d.charged, FALSE) AS charged, d.decided_kinds, d.nfa_on,
       CASE WHEN NOT i.closed AND NOT coalesce(d.nfa, FALSE) THEN FALSE
            WHEN d.charged THEN FALSE
            WHEN d.nfa THEN TRUE
            WHEN coalesce(a.any_disposal, FALSE) THEN NULL
            WHEN nullif(trim(i.outcome_code), '') IS NULL THEN l.nfa
            WHEN try_cast(i.outcome_code AS INTEGER) = 5 THEN CASE WHEN x.died_on <= i.closed_on THEN FALSE END
            ELSE outcome_is_nfa(i.outcome_code) END AS nfa
FROM suspect s
JOIN inquiry i USING (investigation_id)
LEFT JOIN (SELECT investigation_id, person_id, bool_or(is_charge(kind)) AS charged, bool_or(is_nfa(kind)) AS nfa,
                  list(DISTINCT kind ORDER BY kind) AS decided_kinds, max(decided_on) FILTER (is_nfa(kind)) AS nfa_on
           FROM suspect_decision GROUP BY ALL) d ON d.investigation_id = s.investigation_id AND d.person_id = s.person_id
LEFT JOIN (SELECT investigation_id, TRUE AS any_disposal FROM decision WHERE is_charge(kind) OR is_nfa(kind) GROUP BY ALL) a
       ON a.investigation_id = s.investigation_id
LEFT JOIN legacy_closure l ON l.investigation_id = s.investigation_id
LEFT JOIN death x ON x.person_id = s.person_id
;
-- One row an investigation: no further action for all (TRUE), for none (FALSE), otherwise or not known NULL.
CREATE VIEW inquiry_outcome AS
SELECT i.investigation_id,
       CASE WHEN count(o.person_id) > 0 THEN
                 CASE WHEN bool_and(coalesce(o.nfa, FALSE)) THEN TRUE WHEN bool_or(coalesce(o.nfa, TRUE)) THEN NULL ELSE FALSE END
            WHEN NOT any_value(i.closed) THEN FALSE
            ELSE any_value(coalesce(CASE WHEN nullif(trim(i.outcome_code), '') IS NULL THEN l.nfa ELSE outcome_is_nfa(i.outcome_code) END)) END AS nfa,
       coalesce(bool_or(o.nfa), FALSE) AS any_nfa
FROM inquiry i
LEFT JOIN suspect_outcome o USING (investigation_id)
LEFT JOIN legacy_closure l ON l.investigation_id = i.investigation_id
GROUP BY i.investigation_id
;
