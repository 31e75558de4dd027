-- What was said and done in a ticket, in the order in which it is read: the first screen of a long conversation reads its
-- ends only.

CREATE INDEX message_order ON message(ticket, created, length(id), id);
CREATE INDEX event_order ON event(ticket, at, length(id), id);
