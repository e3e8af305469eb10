/*
title: A forensic sample without a usable profile can be tested again
question: Was a sample examined before the present profiling method without a usable profile, and is it still held?
says: "{description} was examined on {examined_on} with the result \"{result}\" and no disposal is recorded; it can be tested again."
why: Profiling with 16 markers came in on 24 July 2014 and needs far less material than what went before.
source: Investigative practice; no published standard is quoted (domain 5.3 E2)
subject: exhibit
needs:
  exhibit: [kind, examined_on, result, disposed_on]
parameters:
  method_since: [{value: 2014-07-24, unit: day, source: 'rule catalogue, DNA-17 profiling'}]
version: 3
reading: A sample examined before that day whose result is empty is not assessable; sample-result-missing asks after it.
*/
SELECT x.investigation_id, x.exhibit_id AS subject, upper(x.called[1]) || x.called[2:] AS description,
       x.examined_on, x.result,
       CASE WHEN x.examined_on >= $method_since OR x.disposed_on IS NOT NULL THEN FALSE
            WHEN nullif(trim(x.result), '') IS NOT NULL
            THEN regexp_matches(regexp_replace(x.result, '(?i)\b(no|not|nil|partial)\b[^.;]{0,20}\b(match|matches|hit|hits|link|links)\b[^.;]*', ' ', 'g'),
                                '\b(no|nil|insufficient|partial|incomplete|weak|poor|low[- ]level)\b[^.;]{0,20}\b(profiles?|results?)\b'
                                || '|\b(no|nil|insufficient|not enough|too little)( usable| suitable| human| male| foreign)? (dna|material)\b'
                                || '|\bprofiles? (could )?(was |were |be )?not (be )?(obtained|recovered|generated|developed|possible)'
                                || '|\b(profile|result|sample|dna)s? (is |was |were |too )*(insufficient|incomplete|partial|weak|unsuitable|inconclusive|degraded|negative)\b'
                                || '|unsuitable for|not suitable for|failed to (give|yield|produce)|negative for dna', 'i') END AS found,
       'the result of a sample' AS missing,
       [row_of('exhibit', x.row_key), field_of('exhibit', x.row_key, 'result')] AS evidence
FROM exhibit_read x
WHERE x.kind = 'forensic_sample' AND x.examined_on IS NOT NULL
