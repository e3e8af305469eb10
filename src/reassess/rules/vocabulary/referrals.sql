-- Signs of trafficking about each victim: a flag, and how many different premises the victim was seen at.
CREATE VIEW trafficking_sign AS
SELECT v.investigation_id, v.person_id, list_has_any(i.flag_list, ['modern_slavery', 'county_lines']) AS flagged,
       coalesce(s.premises, 0) AS premises, coalesce(s.evidence, []) AS seen_rows, i.row_key AS case_key
FROM victim v JOIN every_case i USING (investigation_id)
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
