/*
title: Two or more distinct suspects
question: Are two or more distinct suspects recorded, identified or not?
source: Operation Beaconport, as reported, November 2025; no criteria document is published (domain 1.2, 1.3)
version: 1
needs:
  involvement: [role]
parameters:
  min_suspects: [{value: 2, unit: people, source: 'Operation Beaconport, as reported, November 2025 (domain 1.2)'}]
reading: >-
  Records of one person count once, an unidentified record that was joined to a person as well. Where only a doubtful
  link between identified records keeps the number down, the answer is unknown; so it is where one suspect is recorded
  and the text states a group.
*/
SELECT i.investigation_id,
       CASE WHEN s.people >= $min_suspects THEN TRUE
            WHEN s.if_links_fail >= $min_suspects OR s.people = 1 AND g.investigation_id IS NOT NULL THEN NULL
            ELSE FALSE END AS verdict,
       CASE WHEN coalesce(s.people, 0) >= $min_suspects THEN NULL
            WHEN s.if_links_fail >= $min_suspects THEN 'two records are taken as one person by a doubtful link'
            WHEN s.people = 1 AND g.investigation_id IS NOT NULL THEN 'one suspect recorded, text states two or more'
            WHEN s.records > s.people THEN s.records || ' records of ' || s.people || ' suspect'
            WHEN s.people = 1 THEN '1 suspect recorded'
            ELSE coalesce(s.people, 0) || ' suspects recorded' END AS note,
       coalesce(list_concat(s.evidence, coalesce(g.evidence, [])), [row_of('investigation', i.row_key)]) AS evidence
FROM every_case i
LEFT JOIN (SELECT investigation_id, count(*) AS records, count(DISTINCT entity_id) AS people,
                  count(DISTINCT CASE WHEN doubtful AND confirmed THEN person_id ELSE entity_id END) AS if_links_fail,
                  list(row_of('involvement', row_key) ORDER BY row_key) AS evidence
           FROM suspect GROUP BY investigation_id) s USING (investigation_id)
LEFT JOIN group_stated g USING (investigation_id)
