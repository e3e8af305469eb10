/*
title: A forensic sample without a usable profile can be tested again
question: Was a sample examined before the present profiling method without a usable profile, and is it still held?
says: "{description} was examined on {examined_on} with the result \"{result}\" and no disposal is recorded; it can be tested again."
why: Profiling with 16 markers came in on 24 July 2014 and needs far less material than what went before.
source: domain 5.3 E2
subject: exhibit
needs:
  exhibit: [kind, examined_on, result, disposed_on]
parameters:
  method_since: [{value: 2014-07-24, unit: day, source: 'rule catalogue, DNA-17 profiling'}]
version: 1
reading: A sample examined before that day whose result is empty is not assessable; sample-result-missing asks after it.
*/
SELECT x.investigation_id, x.exhibit_id AS subject, coalesce(x.description, 'A forensic sample') AS description,
       x.examined_on, x.result,
       CASE WHEN x.examined_on >= $method_since OR x.disposed_on IS NOT NULL THEN FALSE
            WHEN nullif(trim(x.result), '') IS NOT NULL
            THEN regexp_matches(x.result, '\b(no|insufficient|partial|incomplete|weak|low[- ]level)\b[^.;]{0,20}\b(profile|result)', 'i')
                 OR regexp_matches(x.result, '\b(no|insufficient)( usable)? dna( (was )?(obtained|found|recovered|detected|for)|[.;,]|$)', 'i')
                 OR regexp_matches(x.result, '\bprofile (was )?not (obtained|recovered)|unsuitable for|failed to (give|yield)', 'i') END AS found,
       'the result of a sample' AS missing,
       [row_of('exhibit', x.row_key), field_of('exhibit', x.row_key, 'result')] AS evidence
FROM exhibit x
WHERE x.kind = 'forensic_sample' AND x.examined_on IS NOT NULL
