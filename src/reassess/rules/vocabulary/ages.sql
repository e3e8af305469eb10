-- The day on which somebody born on `born` reaches `years`; 29 February is kept on 1 March.
CREATE MACRO birthday(born, years) AS
    CASE WHEN month(born) = 2 AND day(born) = 29
              AND NOT ((year(born) + years) % 4 = 0 AND ((year(born) + years) % 100 <> 0 OR (year(born) + years) % 400 = 0))
         THEN make_date(year(born) + years, 3, 1)
         ELSE make_date(year(born) + years, month(born), day(born)) END
;

-- Whether somebody born between two days was under `years` on `on_day`; NULL where the bounds differ in the answer.
CREATE MACRO under(years, earliest, latest, on_day) AS
    CASE WHEN earliest > on_day THEN NULL
         WHEN on_day < birthday(earliest, years) THEN TRUE
         WHEN on_day >= birthday(latest, years) THEN FALSE END
;

CREATE MACRO child_on(earliest, latest, on_day) AS under(18, earliest, latest, on_day)
;

-- The earliest and the latest day of birth of a record. Bounds of an age that were entered the wrong way round are read
-- as the bounds that they are.
CREATE VIEW birth AS
SELECT person_id,
       coalesce(born_on, (age_estimated_on - to_years((CASE WHEN age_from > age_to THEN age_from ELSE age_to END + 1)::INTEGER)
                          + INTERVAL 1 DAY)::DATE) AS earliest,
       coalesce(born_on, (age_estimated_on - to_years(CASE WHEN age_from > age_to THEN age_to ELSE age_from END::INTEGER))::DATE) AS latest
FROM person
;

-- How soon words about a danger to somebody are looked at: at once where they are recent or the person is a child, else before
-- anybody is contacted. A day of another time than can be right is none.
CREATE MACRO urgency(written_on, child, months, today) AS
    CASE WHEN written_on BETWEEN today - to_months(months) AND today + to_months(months) OR child THEN 'immediate'
         ELSE 'before_contact' END
;
