-- The identifiers recorded as somebody's, with the person behind them. Left out are hubs: values in more investigations than the
-- limit set for a review, and values given to more than 20 people, which identify nobody.
CREATE VIEW own_identifier AS
WITH held AS (
    SELECT i.kind, i.value, i.investigation_id, i.row_key, h.person_id, h.entity_id, h.confirmed, h.doubtful
    FROM linking.identifier i JOIN resolved_person h USING (person_id)
    WHERE i.value IS NOT NULL AND i.kind IN ('phone', 'vehicle', 'email', 'handle', 'imei'))
SELECT held.* FROM held
ANTI JOIN (SELECT kind, value FROM linking.shared WHERE hub
           UNION ALL SELECT kind, value FROM held GROUP BY kind, value HAVING count(DISTINCT entity_id) > 20) hub
      USING (kind, value)
;

-- Ties that hold on the day of the assessment, between people, read from both sides.
CREATE VIEW current_tie AS
SELECT a.entity_id, b.entity_id AS other_entity_id, t.kind, t.person_id, t.other_person_id, t.row_key,
       a.confirmed AND b.confirmed AS confirmed, a.doubtful OR b.doubtful AS doubtful
FROM tie t JOIN resolved_person a ON a.person_id = t.person_id JOIN resolved_person b ON b.person_id = t.other_person_id
WHERE (t.to_on IS NULL OR t.to_on > $as_of) AND (t.from_on IS NULL OR t.from_on <= $as_of) AND a.entity_id <> b.entity_id
;

-- Positions that people hold on the day of the assessment, at most 20 a person.
CREATE VIEW current_post AS
SELECT h.entity_id, p.kind, p.authority, min(p.person_id) AS person_id, min(p.row_key) AS row_key, min(p.from_on) AS from_on,
       bool_or(h.confirmed) AS confirmed, bool_and(h.doubtful) AS doubtful
FROM position p JOIN resolved_person h USING (person_id)
WHERE (p.to_on IS NULL OR p.to_on > $as_of) AND (p.from_on IS NULL OR p.from_on <= $as_of)
GROUP BY h.entity_id, p.kind, p.authority
QUALIFY row_number() OVER (PARTITION BY h.entity_id ORDER BY p.kind, p.authority) <= 20
;

-- Suspects who can be a risk today, one row each: found where they hold a post of these kinds on the day of the assessment,
-- with the post, the link to the record that holds it and the rows. A rule on posts is this and its own kinds.
CREATE MACRO suspects_in_posts(kinds) AS TABLE
SELECT s.investigation_id, s.person_id AS subject, any_value(s.known_as) AS name,
       arg_min(replace(p.kind, '_', ' '), (p.kind, p.row_key)) AS kind,
       coalesce(arg_min(' (' || p.authority || ')', (p.kind, p.row_key)), '') AS authority,
       arg_min_null(p.from_on, (p.kind, p.row_key)) AS from_on,
       count(p.row_key) > 0 AS found,
       firmest_link_note(s.person_id, p.person_id, s.confirmed AND p.confirmed, s.doubtful OR p.doubtful) AS note,
       bool_and(s.person_id <> p.person_id AND (s.doubtful OR p.doubtful)) AS doubtful,
       list_concat([row_of('involvement', any_value(s.row_key))],
                   coalesce(list(row_of('position', p.row_key)) FILTER (p.row_key IS NOT NULL), [])) AS evidence
FROM suspect_at_large s
LEFT JOIN current_post p ON p.entity_id = s.entity_id AND list_contains(kinds, p.kind)
GROUP BY s.investigation_id, s.person_id
;

-- Ties between two people who are both suspects somewhere, each read from both sides: a recorded relationship, or an
-- identifier of theirs in common; with the number of investigations in which each is a suspect.
CREATE VIEW suspect_tie AS
WITH accused AS (SELECT entity_id, count(*) AS investigations FROM suspected_in GROUP BY entity_id),
known AS (SELECT h.*, a.investigations FROM resolved_person h JOIN accused a USING (entity_id)),
one_way AS (
    SELECT a.entity_id, b.entity_id AS other_entity_id, a.person_id, b.person_id AS other_person_id,
           a.confirmed AND b.confirmed AS confirmed, a.doubtful OR b.doubtful AS doubtful,
           'a recorded tie (' || coalesce(nullif(trim(r.kind), ''), 'kind not recorded') || ')' AS how, 'relationship' AS source_table, r.row_key, r.row_key AS other_key,
           a.investigations, b.investigations AS other_investigations
    FROM relationship r JOIN known a ON a.person_id = r.person_id JOIN known b ON b.person_id = r.other_person_id
    UNION ALL
    SELECT a.entity_id, b.entity_id, a.person_id, b.person_id, a.confirmed AND b.confirmed, a.doubtful OR b.doubtful,
           'a ' || a.kind || ' in common (' || a.value || ')', 'identifier', a.row_key, b.row_key,
           x.investigations, y.investigations
    FROM own_identifier a JOIN own_identifier b ON b.kind = a.kind AND b.value = a.value AND b.entity_id > a.entity_id
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
FROM intelligence n JOIN resolved_person h USING (person_id)
UNION ALL
SELECT DISTINCT c.entity_id, n.intelligence_id, n.investigation_id, n.received_on, n.row_key, c.person_id, c.confirmed,
       c.doubtful, 'gives the ' || c.kind || ' ' || c.value || ' of ' || h.known_as,
       words_of('intelligence', n.row_key, m.source_field, m.page, m.start_at, m.end_at, m.words)
FROM reading.mention m
JOIN intelligence n ON n.row_key = m.source_key
JOIN own_identifier c ON c.kind = m.kind AND c.value = normal_identifier(m.kind, m.value)
JOIN resolved_person h ON h.person_id = c.person_id
WHERE m.source_table = 'intelligence'
;
