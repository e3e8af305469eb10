/*
title: A suspect who was not identified can now be looked for by name
question: Does another investigation give a name to what is recorded of a suspect who was not identified?
says: "{name}, recorded as not identified, can now be looked for: {how}."
why: A nickname or a number that led nowhere at the time may stand beside a full name in another child's case.
source: Greater Manchester Police, assurance review (Rochdale), March 2024; Operation Stovewood, June 2015 (domain 5.3 C3, C2)
subject: person
needs:
  involvement: [identified]
  identifier: [kind, value, person_id]
version: 1
reading: >-
  Elsewhere means in another investigation. Where several people fit, the suspect can be looked for and is joined to
  none of them. Hubs identify nobody.
*/
WITH unknown AS (
    SELECT s.investigation_id, s.person_id, s.row_key, s.known_as FROM suspect s WHERE s.identified = FALSE),
known AS (
    SELECT h.person_id, h.entity_id, h.known_as FROM resolved_person h
    WHERE h.has_name AND h.person_id NOT IN (SELECT person_id FROM involvement WHERE identified = FALSE)),
nickname AS (
    SELECT person_id, trim(lower(unnest(string_split(nicknames, ';')))) AS nickname FROM person WHERE nicknames IS NOT NULL),
nickname_and_place AS (
    SELECT DISTINCT n.person_id, n.nickname, f.place_id, f.source_table, f.row_key
    FROM nickname n JOIN place_of_person f USING (person_id) WHERE n.nickname <> ''),
fits AS (
    SELECT u.investigation_id, u.person_id, k.entity_id, 1 AS strength,
           'the ' || own.kind || ' ' || own.value || ' is recorded for ' || k.known_as || ' in investigation '
               || theirs.investigation_id AS how,
           [row_of('identifier', own.row_key), row_of('identifier', theirs.row_key), row_of('person', k.person_id)] AS evidence
    FROM unknown u
    JOIN own_identifier own ON own.person_id = u.person_id
    JOIN own_identifier theirs ON theirs.kind = own.kind AND theirs.value = own.value
                           AND theirs.investigation_id <> u.investigation_id
    JOIN known k ON k.person_id = theirs.person_id
    UNION ALL
    SELECT u.investigation_id, u.person_id, k.entity_id, 2,
           'the nickname "' || own.nickname || '" and a place in common fit ' || k.known_as || ' of investigation '
               || elsewhere.investigation_id,
           [row_of('person', u.person_id), row_of('person', k.person_id), row_of(own.source_table, own.row_key),
            row_of(theirs.source_table, theirs.row_key)]
    FROM unknown u
    JOIN nickname_and_place own ON own.person_id = u.person_id
    JOIN nickname_and_place theirs ON theirs.nickname = own.nickname AND theirs.place_id = own.place_id
    JOIN known k ON k.person_id = theirs.person_id
    JOIN involvement elsewhere ON elsewhere.person_id = k.person_id AND elsewhere.investigation_id <> u.investigation_id)
SELECT u.investigation_id, u.person_id AS subject, any_value(u.known_as) AS name,
       arg_min(f.how, (f.strength, f.how)) AS how,
       count(f.how) > 0 AS found,
       CASE WHEN count(DISTINCT f.entity_id) > 1
            THEN count(DISTINCT f.entity_id) || ' people fit; the record is joined to none of them.'
            WHEN count(f.how) > 0 THEN 'The identity is not confirmed.' END AS note,
       list_concat([row_of('involvement', any_value(u.row_key))], coalesce(flatten(list(f.evidence)), [])) AS evidence
FROM unknown u LEFT JOIN fits f ON f.investigation_id = u.investigation_id AND f.person_id = u.person_id
GROUP BY u.investigation_id, u.person_id
