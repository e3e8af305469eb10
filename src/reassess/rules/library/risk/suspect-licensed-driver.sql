/*
title: A suspect drives for a living or holds a taxi licence
question: Does a suspect hold a taxi licence or work as a driver today?
says: "{name} is recorded with a current position: {kind}{authority}, since {from_on}."
why: A licence gives access to children who are alone; an authority that learns of such conduct must pass it on, charged or not.
source: Taxis and Private Hire Vehicles (Safeguarding and Road Safety) Act 2022, section 5 (domain 6.2 T4; 6.3)
subject: person (suspect)
runs_on: all
needs:
  position: [kind, to_on]
parameters:
  kinds: [{value: [taxi_licence, driver], source: rule catalogue}]
band: same_day
route: Licensing authority that issued the licence
version: 2
reading: >-
  A position without an end, or with one after the day of the assessment, is current, whichever record of the person holds
  it. A custody row without an end holds nobody of whom a later row says that they are elsewhere.
*/
SELECT * FROM suspects_in_posts(list_value $kinds)
