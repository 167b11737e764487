-- A message to many goes through its readers zone by zone: nobody is woken by the clocks of somewhere else.

CREATE INDEX attendees_by_zone ON attendees (zone, attendee);

DROP INDEX agenda_of_session;
CREATE INDEX agenda_of_session ON agenda (session_id, zone, attendee);
