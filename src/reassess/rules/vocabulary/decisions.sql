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
JOIN every_case i USING (investigation_id)
LEFT JOIN (SELECT investigation_id, person_id, bool_or(is_charge(kind)) AS charged, bool_or(is_nfa(kind)) AS nfa,
                  list(DISTINCT kind ORDER BY kind) AS decided_kinds, max(decided_on) FILTER (is_nfa(kind)) AS nfa_on
           FROM suspect_decision GROUP BY ALL) d ON d.investigation_id = s.investigation_id AND d.person_id = s.person_id
LEFT JOIN (SELECT investigation_id, TRUE AS any_disposal FROM decision WHERE is_charge(kind) OR is_nfa(kind) GROUP BY ALL) a
       ON a.investigation_id = s.investigation_id
LEFT JOIN legacy_closure l ON l.investigation_id = s.investigation_id
LEFT JOIN death x ON x.person_id = s.person_id
;

-- One row an investigation: no further action for all (TRUE), for none (FALSE), otherwise or not known NULL.
CREATE VIEW case_outcome AS
SELECT i.investigation_id,
       CASE WHEN count(o.person_id) > 0 THEN
                 CASE WHEN bool_and(coalesce(o.nfa, FALSE)) THEN TRUE WHEN bool_or(coalesce(o.nfa, TRUE)) THEN NULL ELSE FALSE END
            WHEN NOT any_value(i.closed) THEN FALSE
            ELSE any_value(coalesce(CASE WHEN nullif(trim(i.outcome_code), '') IS NULL THEN l.nfa ELSE outcome_is_nfa(i.outcome_code) END)) END AS nfa,
       coalesce(bool_or(o.nfa), FALSE) AS any_nfa
FROM every_case i
LEFT JOIN suspect_outcome o USING (investigation_id)
LEFT JOIN legacy_closure l ON l.investigation_id = i.investigation_id
GROUP BY i.investigation_id
;
