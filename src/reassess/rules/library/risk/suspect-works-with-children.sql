/*
title: A suspect works with children
question: Does a suspect hold a position today that gives access to children?
says: "{name} is recorded with a current position: {kind}{authority}, since {from_on}."
why: An allegation against somebody who works with children goes to the designated officer whether or not it was charged.
source: Local safeguarding children procedures (Sheffield), allegations against people who work with children (domain 6.2 T3, T5; 6.3)
subject: person (suspect)
runs_on: all
needs:
  position: [kind, to_on]
parameters:
  kinds: [{value: [school_staff, foster_carer, care_worker, youth_worker, sports_coach, faith_leader, health_worker], source: rule catalogue}]
band: same_day
route: Designated officer of the local authority (LADO), within one working day
version: 2
reading: >-
  A position without an end, or with one after the day of the assessment, is current, whichever record of the person holds
  it. A custody row without an end holds nobody of whom a later row says that they are elsewhere.
*/
SELECT * FROM suspects_in_posts(list_value $kinds)
