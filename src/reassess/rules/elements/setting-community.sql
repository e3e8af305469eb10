/*
title: In the community
question: Did suspect and victim come together in the community rather than in a family or an institution?
source: Home Office, group-based child sexual exploitation, December 2020 (domain 4.1 D4, 4.4)
version: 1
reading: >-
  As recorded. Contact online with no place recorded is outside; among pupils, and where the setting is unknown or empty,
  the answer is unknown.
*/
SELECT i.investigation_id,
       CASE WHEN i.setting = 'non_familial' THEN TRUE
            WHEN i.setting IN ('familial', 'institutional') THEN FALSE
            WHEN i.setting = 'online' AND i.investigation_id NOT IN (SELECT investigation_id FROM presence) THEN FALSE END AS verdict,
       CASE WHEN i.setting IS DISTINCT FROM 'non_familial' THEN 'setting ' || coalesce(i.setting, 'not recorded') END AS note,
       [field_of('investigation', i.row_key, 'setting')] AS evidence
FROM every_case i
