-- identity_known: as recorded; where that is empty a recorded name says yes, and without one it is not known.
CREATE VIEW suspect AS
SELECT v.*, h.entity_id, h.confirmed, h.doubtful, h.known_as, v.eliminated_on IS NOT NULL AS eliminated,
       coalesce(v.identified, CASE WHEN h.has_name THEN TRUE END) AS identity_known
FROM involvement v JOIN resolved_person h USING (person_id) WHERE v.role = 'suspect'
;

CREATE VIEW victim AS
SELECT v.*, h.entity_id, h.confirmed, h.doubtful, h.known_as, h.initials,
       child_on(b.earliest, b.latest, i.offence_on) AS child_at_offence,
       child_on(b.earliest, b.latest, i.recorded_on) AS child_at_recording,
       under(13, b.earliest, b.latest, i.offence_on) AS under_13_at_offence
FROM involvement v
JOIN resolved_person h USING (person_id) JOIN firm_birth b USING (person_id) JOIN every_case i USING (investigation_id)
WHERE v.role = 'victim'
;

-- Suspects who cared for a victim by profession: a carer who held such a post at the time, in an institution, or of a child
-- who lived in one.
CREATE VIEW cares_by_profession AS
SELECT s.investigation_id, s.person_id, min(t.row_key) AS row_key
FROM suspect s
JOIN every_case i USING (investigation_id)
JOIN victim v ON v.investigation_id = s.investigation_id
JOIN tie t ON t.person_id = s.person_id AND t.other_person_id = v.person_id AND t.kind = 'carer'
WHERE NOT s.eliminated
  AND (i.setting = 'institutional'
       OR s.person_id IN (SELECT person_id FROM position WHERE kind IN
              ('school_staff', 'care_worker', 'youth_worker', 'sports_coach', 'faith_leader', 'health_worker'))
       OR v.person_id IN (SELECT r.person_id FROM residence r JOIN location l USING (location_id) WHERE l.kind = 'care_home'))
GROUP BY s.investigation_id, s.person_id
;

-- One row a person and an investigation in which that person is a suspect, by any of the person's records.
CREATE VIEW suspected_in AS
SELECT s.entity_id, s.investigation_id, min(s.person_id) AS person_id, min(s.row_key) AS row_key,
       bool_or(s.confirmed) AS confirmed, bool_and(s.doubtful) AS doubtful, bool_and(s.eliminated) AS eliminated
FROM suspect s GROUP BY s.entity_id, s.investigation_id
;

-- The same with the number of investigations, at most 21 of them a person and firm ones first: somebody who is a suspect
-- in thousands of investigations does not make millions of pairs.
CREATE VIEW suspected_in_capped AS
SELECT *, count(*) OVER (PARTITION BY entity_id) AS investigations FROM suspected_in
QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY doubtful, NOT confirmed, investigation_id) <= 21
;

-- Suspects who can be a risk to somebody today: neither eliminated there, nor dead, nor in custody.
CREATE VIEW suspect_at_large AS
SELECT s.* FROM suspect s JOIN status_now n USING (person_id)
WHERE NOT s.eliminated AND NOT n.dead AND NOT n.in_custody
;
