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

-- Date of birth of the person: from the record if it has one, else from other records of the same person.
CREATE VIEW resolved_birth AS
SELECT h.person_id,
       coalesce(own.earliest, other.earliest) AS earliest, coalesce(own.latest, other.latest) AS latest
FROM resolved_person h
JOIN birth own USING (person_id)
LEFT JOIN (SELECT h2.entity_id, min(b.earliest) AS earliest, max(b.latest) AS latest
           FROM resolved_person h2 JOIN birth b USING (person_id)
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
CREATE VIEW in_custody_now AS
SELECT DISTINCT c.person_id FROM whereabouts c
WHERE c.kind = 'custody' AND c.to_on IS NULL AND (c.from_on IS NULL OR c.from_on <= $as_of)
  AND NOT EXISTS (SELECT 1 FROM whereabouts w WHERE w.person_id = c.person_id AND w.from_on > c.from_on AND w.from_on <= $as_of
                  AND w.kind IN ('community', 'abroad', 'missing', 'deported'))
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
CREATE VIEW current_residence AS
SELECT person_id, location_id, row_key FROM residence
WHERE (to_on IS NULL OR to_on > $as_of) AND (from_on IS NULL OR from_on <= $as_of)
;
