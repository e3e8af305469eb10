/*
title: A suspect is police
question: Does a suspect hold a position in the police today?
says: "{name} is recorded with a current position: {kind}{authority}, since {from_on}."
why: The case team and its systems may be within the suspect's reach; professional standards decide who may know.
source: R (Rose) v Chief Constable of Greater Manchester Police [2021] EWHC 875 (Admin) (domain 6.2 T5, T18)
subject: person (suspect)
runs_on: all
needs:
  position: [kind, to_on]
parameters:
  kinds: [{value: [police], source: rule catalogue}]
band: same_day
route: Professional standards, not the case team
version: 2
reading: >-
  A position without an end, or with one after the day of the assessment, is current, whichever record of the person holds
  it. A custody row without an end holds nobody of whom a later row says that they are elsewhere.
*/
SELECT * FROM suspects_in_posts(list_value $kinds)
