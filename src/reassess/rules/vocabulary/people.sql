-- The person behind each record. `confirmed` is false where an unidentified record was joined by what it shares,
-- `doubtful` is true where the link to the other records of that person needs checking.
-- initials: what a sentence about a victim, a witness or a child says, since sentences are read outside the case too.
CREATE VIEW resolved_person AS
SELECT p.person_id, coalesce(e.entity_id, p.person_id) AS entity_id, coalesce(e.confirmed, TRUE) AS confirmed,
       coalesce(e.doubtful, FALSE) AS doubtful,
       coalesce(nullif(trim(p.surname), ''), nullif(trim(p.forename), '')) IS NOT NULL AS has_name,
       coalesce(nullif(concat(upper(left(trim(p.forename), 1)) || '.', upper(left(trim(p.surname), 1)) || '.'), ''), 'name not recorded') AS initials,
       coalesce(nullif(trim(concat_ws(' ', p.forename, p.middle_names, p.surname)), ''),
                'the person known as ' || nullif(split_part(p.nicknames, ';', 1), ''),
                'an unidentified person') AS known_as
FROM person p LEFT JOIN linking.entity e USING (person_id)
;

-- The earliest and the latest day of birth of a record and of the records that are firmly linked to it. Exact days that differ
-- give all days between them, so that an answer on which they differ is not known. A record without an age takes the others'.
CREATE VIEW firm_birth AS
WITH firm AS (
    SELECT h.entity_id, min(b.earliest) AS earliest, max(b.latest) AS latest,
           min(b.earliest) FILTER (b.earliest = b.latest) AS first_exact, max(b.latest) FILTER (b.earliest = b.latest) AS last_exact
    FROM resolved_person h JOIN birth b USING (person_id)
    WHERE h.confirmed AND NOT h.doubtful AND b.earliest IS NOT NULL AND b.latest IS NOT NULL
    GROUP BY h.entity_id)
SELECT h.person_id,
       CASE WHEN own.earliest IS NULL AND own.latest IS NULL THEN f.earliest
            WHEN own.earliest IS NOT NULL THEN least(own.earliest, f.first_exact) END AS earliest,
       CASE WHEN own.earliest IS NULL AND own.latest IS NULL THEN f.latest
            WHEN own.latest IS NOT NULL THEN greatest(own.latest, f.last_exact) END AS latest
FROM resolved_person h
JOIN birth own USING (person_id)
LEFT JOIN firm f ON f.entity_id = h.entity_id AND h.confirmed AND NOT h.doubtful
;

-- Date of birth of the person: as firm_birth gives it, else from other records of the same person, doubtful links included.
CREATE VIEW resolved_birth AS
SELECT h.person_id,
       coalesce(own.earliest, other.earliest) AS earliest, coalesce(own.latest, other.latest) AS latest
FROM resolved_person h
JOIN firm_birth own USING (person_id)
LEFT JOIN (SELECT h2.entity_id, min(b.earliest) AS earliest, max(b.latest) AS latest
           FROM resolved_person h2 JOIN birth b USING (person_id)
           WHERE b.earliest IS NOT NULL AND b.latest IS NOT NULL GROUP BY h2.entity_id) other
       ON other.entity_id = h.entity_id
;

-- Rows of whereabouts that say that somebody is dead, and whether they are contradicted: the row ended, or a row that began
-- later says where the person is.
CREATE VIEW recorded_death AS
SELECT d.person_id, h.entity_id, d.row_key, d.from_on,
       d.to_on IS NOT NULL OR EXISTS (
           SELECT 1 FROM whereabouts w JOIN resolved_person o ON o.person_id = w.person_id
           WHERE o.entity_id = h.entity_id AND w.kind <> 'deceased' AND w.from_on > d.from_on AND w.from_on <= $as_of) AS contradicted
FROM whereabouts d JOIN resolved_person h ON h.person_id = d.person_id
WHERE d.kind = 'deceased'
;

-- The day of death of a record, from the person or from whereabouts that nothing contradicts.
CREATE VIEW death AS
SELECT person_id, min(died_on) AS died_on
FROM (SELECT person_id, died_on FROM person WHERE died_on IS NOT NULL
      UNION ALL SELECT person_id, from_on FROM recorded_death WHERE NOT contradicted)
GROUP BY person_id
;

-- Records whose death is recorded and contradicted: it is not known whether the person is alive.
CREATE VIEW death_not_known AS
SELECT DISTINCT h.person_id
FROM resolved_person h JOIN recorded_death d ON d.entity_id = h.entity_id
WHERE d.contradicted AND h.person_id NOT IN (SELECT person_id FROM death)
;

-- Records that are in custody on the day of the assessment: by a row without an end, unless a row that began later says
-- that the person is elsewhere, by any record of the person. A custody row without a beginning yields to every row that
-- says that the person is elsewhere and did not end before that day. A row that nobody ended must not hide a risk.
CREATE VIEW in_custody_now AS
SELECT DISTINCT c.person_id
FROM whereabouts c JOIN resolved_person h ON h.person_id = c.person_id
WHERE c.kind = 'custody' AND c.to_on IS NULL AND (c.from_on IS NULL OR c.from_on <= $as_of)
  AND NOT EXISTS (SELECT 1 FROM whereabouts w JOIN resolved_person o ON o.person_id = w.person_id
                  WHERE o.entity_id = h.entity_id AND w.kind IN ('community', 'abroad', 'missing', 'deported')
                    AND CASE WHEN c.from_on IS NULL
                             THEN coalesce(w.from_on <= $as_of, TRUE) AND coalesce(w.to_on >= $as_of, TRUE)
                             ELSE w.from_on > c.from_on AND w.from_on <= $as_of END)
;

-- What is true of the person behind each record on the day of the assessment: by the record itself, or by another record of the
-- same person. A doubtful link takes nobody out of danger and nobody out of sight.
CREATE VIEW status_now AS
WITH fact AS (
    SELECT h.person_id, h.entity_id, h.doubtful, d.person_id IS NOT NULL AS dead, c.person_id IS NOT NULL AS in_custody
    FROM resolved_person h
    LEFT JOIN (SELECT person_id FROM death WHERE died_on IS NULL OR died_on <= $as_of) d USING (person_id)
    LEFT JOIN in_custody_now c USING (person_id)),
firm AS (
    SELECT entity_id, bool_or(dead) AS dead, bool_or(in_custody) AS in_custody
    FROM fact WHERE NOT doubtful GROUP BY entity_id HAVING bool_or(dead OR in_custody))
SELECT f.person_id, f.entity_id, f.dead OR NOT f.doubtful AND coalesce(a.dead, FALSE) AS dead,
       f.in_custody OR NOT f.doubtful AND coalesce(a.in_custody, FALSE) AS in_custody
FROM fact f LEFT JOIN firm a USING (entity_id)
;

-- Records whose death is known: by the record itself, or by another record of the same person over a firm link.
CREATE VIEW known_dead AS
SELECT h.person_id FROM resolved_person h
WHERE h.person_id IN (SELECT person_id FROM death WHERE died_on IS NULL OR died_on <= $as_of)
   OR h.confirmed AND NOT h.doubtful AND h.entity_id IN (
          SELECT o.entity_id FROM resolved_person o JOIN death d USING (person_id)
          WHERE o.confirmed AND NOT o.doubtful AND (d.died_on IS NULL OR d.died_on <= $as_of))
;

-- Whether somebody is a child on the day of the assessment; NULL where the age is not known. The dead are none.
CREATE VIEW child_now AS
SELECT b.person_id, h.entity_id, child_on(b.earliest, b.latest, $as_of) AND NOT n.dead AS child
FROM resolved_birth b JOIN resolved_person h USING (person_id) JOIN status_now n USING (person_id)
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
CREATE MACRO link_rank(person_id, other_id, both_confirmed, either_doubtful) AS
    CASE WHEN person_id = other_id THEN 0 WHEN NOT both_confirmed THEN 2 WHEN either_doubtful THEN 3 ELSE 1 END
;

-- What a finding through several other records says of the link: that of the firmest, the first by its number of those.
CREATE MACRO firmest_link_note(person_id, other_id, both_confirmed, either_doubtful) AS
    arg_min_null(link_note(person_id, other_id, both_confirmed, either_doubtful),
                 (link_rank(person_id, other_id, both_confirmed, either_doubtful), other_id))
;

-- A tie between two records, read from both sides: person_id is the kind of other_person_id. A tie whose kind is not recorded
-- is that of associates.
CREATE VIEW tie AS
SELECT person_id, other_person_id, coalesce(nullif(trim(kind), ''), 'associate') AS kind, from_on, to_on, row_key
FROM relationship
UNION ALL
SELECT other_person_id, person_id,
       CASE coalesce(nullif(trim(kind), ''), 'associate') WHEN 'child' THEN 'parent' WHEN 'parent' THEN 'child'
                 WHEN 'employer' THEN 'employee' WHEN 'carer' THEN 'cared_for'
            ELSE coalesce(nullif(trim(kind), ''), 'associate') END,
       from_on, to_on, row_key
FROM relationship
;

-- Where each record lives on the day of the assessment. An end that lies after that day has not come yet.
CREATE VIEW current_residence AS
SELECT person_id, location_id, row_key FROM residence
WHERE (to_on IS NULL OR to_on > $as_of) AND (from_on IS NULL OR from_on <= $as_of)
;
