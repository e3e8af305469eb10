/*
title: In an institution or a position of trust
question: Did the suspect come to the victim through an institution or a position of trust?
source: Sexual Offences Act 2003, sections 21 to 22A; Home Office Counting Rules (domain 4.1 D17, 4.4, 7.3)
version: 1
reading: >-
  In where the setting is institutional, a suspect cared for the victim by profession, or the offence is abuse of a
  position of trust; out where another setting is recorded; otherwise unknown. A post as coach or officer by itself is
  no institutional setting.
*/
WITH trust AS (
    SELECT investigation_id, row_of('relationship', row_key) AS evidence FROM cares_by_profession
    UNION ALL
    SELECT investigation_id, field_of('offence', row_key, 'offence_code') FROM offence WHERE normal_code(offence_code) = '73')
SELECT i.investigation_id,
       CASE WHEN any_value(i.setting) = 'institutional' OR count(t.evidence) > 0 THEN TRUE
            WHEN any_value(i.setting) IN ('non_familial', 'familial', 'peer', 'online') THEN FALSE END AS verdict,
       CASE WHEN any_value(i.setting) IS DISTINCT FROM 'institutional' THEN 'setting ' || coalesce(any_value(i.setting), 'not recorded') END AS note,
       list_concat([field_of('investigation', any_value(i.row_key), 'setting')],
                   coalesce(list_sort(list(t.evidence) FILTER (t.evidence IS NOT NULL))[:10], [])) AS evidence
FROM every_case i LEFT JOIN trust t USING (investigation_id)
GROUP BY i.investigation_id
