-- One row an investigation, with the day of the earliest offence (or of recording where no offence has one).
CREATE VIEW every_case AS
SELECT i.*, i.closed_on IS NOT NULL AS closed,
       list_transform(string_split(lower(coalesce(i.flags, '')), ';'), lambda flag: trim(flag)) AS flag_list,
       coalesce(o.began_on, i.recorded_on) AS offence_on
FROM investigation i
LEFT JOIN (SELECT investigation_id, min(began_on) AS began_on FROM offence GROUP BY investigation_id) o
       USING (investigation_id)
;

CREATE VIEW closed_case AS SELECT * FROM every_case WHERE closed
;
