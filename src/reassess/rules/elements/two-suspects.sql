/*
title: Two or more distinct suspects
question: Are two or more distinct suspects recorded, identified or not?
source: domain 1.2, 1.3
version: 1
parameters:
  min_suspects: [{value: 2, unit: people, source: domain 1.2}]
*/
SELECT i.investigation_id, count(DISTINCT s.entity_id) >= $min_suspects AS verdict,
       list(row_of('involvement', s.row_key) ORDER BY s.row_key) FILTER (s.row_key IS NOT NULL) AS evidence
FROM inquiry i LEFT JOIN suspect s USING (investigation_id)
GROUP BY i.investigation_id
