-- An exhibit by kind and number (descriptions name victims, and sentences are read outside the case too), and whether it is
-- a phone or a computer (NULL where its kind is not recorded).
CREATE VIEW exhibit_read AS
SELECT * REPLACE (nullif(trim(result), '') AS result), kind IN ('phone', 'computer') AS is_device,
       CASE kind WHEN 'cctv' THEN 'recording ' WHEN 'other' THEN 'exhibit ' ELSE coalesce(replace(kind, '_', ' ') || ' ', 'exhibit ') END
           || exhibit_id AS called
FROM exhibit
;

-- Exhibits whose result states a hit or match, with the person hit (NULL where it names nobody), whether an action about
-- the exhibit followed, and whether that person was interviewed or charged afterwards. Both are NULL where a day or the
-- person is not known. The person is told by the record number, or where the result gives none by the full name (of a
-- suspect before anybody else); `several` where the name is that of more than one. A match to the victim's own sample is none.
CREATE VIEW forensic_hit AS
WITH stated AS (
    SELECT *, regexp_replace(result, '(?i)(\b(no|not|nil|without|neither|never)\b[^.;]*|[^.;]*\b(did|does|do) not\b[^.;]*)\b(hit|match)[^.;]*|'
                 || '\bmatch(es|ed|ing)?( (to|with|against|of))?( the| a)? (victim|complainant|aggrieved)\b[^.;]*', ' ', 'g') AS says
    FROM exhibit_read WHERE result IS NOT NULL),
hit AS (
    SELECT * FROM stated
    WHERE regexp_matches(says, '(?i)\b((hits?|match(es|ed|ing)?|identified)( ?[:-]| (to|with|against|as|on|for|of)\b)|match(es|ed|ing)?\b[^.;]{0,30} of\b|(database|dna|ndnad|profile|print|fingerprint|mark) (hit|match))')),
numbered AS (
    SELECT x.row_key, h.entity_id, min(h.known_as) AS known_as
    FROM (SELECT row_key, unnest(list_concat(
                     list_filter(regexp_extract_all(says, '[A-Za-z0-9][A-Za-z0-9/_-]*'), lambda word: NOT regexp_matches(word, '^[0-9]{1,4}$')),
                     regexp_extract_all(says, '(?i)\b(?:person|nominal|record|suspect)(?: no\.?| number| id)? ([0-9]{1,4})\b', 1))) AS word FROM hit) x
    JOIN resolved_person h ON h.person_id = x.word
    GROUP BY x.row_key, h.entity_id),
named AS (
    SELECT x.row_key, h.entity_id, min(h.known_as) AS known_as, bool_or(v.role = 'suspect') AS suspected
    FROM hit x ANTI JOIN numbered n USING (row_key)
    JOIN involvement v USING (investigation_id) JOIN resolved_person h ON h.person_id = v.person_id
    WHERE h.has_name AND contains(h.known_as, ' ') AND contains(searched_words(x.says), plain_words(h.known_as))
    GROUP BY x.row_key, h.entity_id),
person_hit AS (
    SELECT row_key, entity_id, known_as, FALSE AS several FROM numbered
    UNION ALL
    SELECT row_key, entity_id, known_as, count(*) OVER (PARTITION BY row_key) > 1
    FROM (SELECT * FROM named QUALIFY suspected OR NOT bool_or(suspected) OVER (PARTITION BY row_key))),
followed AS (
    SELECT x.row_key, CASE WHEN bool_or(a.raised_on >= x.examined_on OR a.resulted_on >= x.examined_on) THEN TRUE
                           WHEN bool_or(x.examined_on IS NULL OR a.raised_on IS NULL AND a.resulted_on IS NULL) THEN NULL ELSE FALSE END AS actioned
    FROM hit x JOIN action a ON a.investigation_id = x.investigation_id
         AND (a.exhibit_id = x.exhibit_id OR contains(searched_words(a.text), plain_words(x.exhibit_id)))
    GROUP BY x.row_key),
later AS (
    SELECT x.row_key, p.entity_id, v.interviewed_on AS on_day, v.interviewed_on IS NOT NULL AS done
    FROM hit x JOIN person_hit p USING (row_key) JOIN involvement v USING (investigation_id) JOIN resolved_person h ON h.person_id = v.person_id AND h.entity_id = p.entity_id
    UNION ALL
    SELECT x.row_key, p.entity_id, d.decided_on, TRUE
    FROM hit x JOIN person_hit p USING (row_key) JOIN suspect_decision d USING (investigation_id) JOIN resolved_person h ON h.person_id = d.person_id AND h.entity_id = p.entity_id
    WHERE is_charge(d.kind)),
answered AS (
    SELECT x.row_key, l.entity_id, CASE WHEN bool_or(l.done AND l.on_day >= x.examined_on) THEN TRUE
                                        WHEN bool_or(l.done AND (l.on_day IS NULL OR x.examined_on IS NULL)) THEN NULL ELSE FALSE END AS answered
    FROM hit x JOIN later l USING (row_key) GROUP BY ALL)
SELECT x.investigation_id, x.exhibit_id, x.row_key, x.called, x.examined_on, x.result, p.entity_id, p.known_as,
       coalesce(p.several, FALSE) AS several,
       CASE WHEN f.row_key IS NULL THEN FALSE ELSE f.actioned END AS actioned,
       CASE WHEN p.entity_id IS NULL THEN NULL WHEN n.row_key IS NULL THEN FALSE ELSE n.answered END AS answered
FROM hit x
LEFT JOIN person_hit p USING (row_key)
LEFT JOIN followed f USING (row_key)
LEFT JOIN answered n ON n.row_key = x.row_key AND n.entity_id = p.entity_id
ANTI JOIN (SELECT v.investigation_id, v.entity_id FROM victim v
           ANTI JOIN suspect s ON s.investigation_id = v.investigation_id AND s.entity_id = v.entity_id) own
     ON own.investigation_id = x.investigation_id AND own.entity_id = p.entity_id
;
