/*
title: Within a family or household
question: Was a suspect of the victim's family or household at the time?
source: Sexual Offences Act 2003, section 27 (domain 4.1 D16, 4.4)
version: 1
reading: >-
  In where the setting is familial, or a family or household tie between suspect and victim held at the earliest offence;
  out where another setting is recorded; otherwise unknown. A carer by profession makes a case institutional, not
  familial; a foster carer is family (Sexual Offences Act 2003, section 27).
*/
WITH kin AS (
    SELECT s.investigation_id, list_sort(list(row_of('relationship', t.row_key)))[:10] AS evidence
    FROM suspect s
    JOIN victim v ON v.investigation_id = s.investigation_id
    JOIN every_case i ON i.investigation_id = s.investigation_id
    JOIN tie t ON t.person_id = s.person_id AND t.other_person_id = v.person_id
    LEFT JOIN cares_by_profession c ON c.investigation_id = s.investigation_id AND c.person_id = s.person_id
    WHERE NOT s.eliminated AND (t.from_on IS NULL OR t.from_on <= i.offence_on) AND (t.to_on IS NULL OR t.to_on >= i.offence_on)
      AND (t.kind IN ('parent', 'child', 'sibling', 'relative', 'household') OR t.kind = 'carer' AND c.person_id IS NULL)
    GROUP BY s.investigation_id)
SELECT i.investigation_id,
       CASE WHEN i.setting = 'familial' OR k.evidence IS NOT NULL THEN TRUE
            WHEN i.setting IN ('non_familial', 'institutional', 'peer', 'online') THEN FALSE END AS verdict,
       CASE WHEN i.setting IS DISTINCT FROM 'familial' THEN 'setting ' || coalesce(i.setting, 'not recorded') END AS note,
       list_concat([field_of('investigation', i.row_key, 'setting')], coalesce(k.evidence, [])) AS evidence
FROM every_case i LEFT JOIN kin k USING (investigation_id)
