CREATE VIEW premises AS
SELECT *, coalesce(name, address, postcode, 'a place without a name') AS called FROM location
WHERE kind IN ('hotel', 'takeaway', 'licensed_premises', 'taxi_office', 'park', 'car_park', 'station', 'shop')
;

-- The places of each record: where it was seen and where it lived.
CREATE VIEW place_of_person AS
SELECT f.person_id, p.place_id, f.source_table, min(f.row_key) AS row_key
FROM (SELECT person_id, location_id, 'presence' AS source_table, row_key FROM presence WHERE person_id IS NOT NULL
      UNION ALL SELECT person_id, location_id, 'residence', row_key FROM residence) f
JOIN linking.place p USING (location_id)
GROUP BY f.person_id, p.place_id, f.source_table
;

-- Where people live on the day of the assessment, at most 20 homes a person.
CREATE VIEW current_home AS
SELECT h.entity_id, p.place_id, min(r.person_id) AS person_id, min(r.row_key) AS row_key,
       bool_or(h.confirmed) AS confirmed, bool_and(h.doubtful) AS doubtful
FROM current_residence r JOIN resolved_person h USING (person_id) JOIN linking.place p USING (location_id)
GROUP BY h.entity_id, p.place_id
QUALIFY row_number() OVER (PARTITION BY h.entity_id ORDER BY p.place_id) <= 20
;
