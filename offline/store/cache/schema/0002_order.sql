-- What was said and done in a ticket, in the order in which it is read: the first screen of a long conversation reads its
-- ends only.

CREATE INDEX message_order ON message(ticket, created, length(id), id);
CREATE INDEX event_order ON event(ticket, at, length(id), id);

-- What changes with every change of a ticket is in no index that does without: each costs a page or two, wherever in a large
-- account the ticket is.

DROP INDEX ticket_requester;
CREATE INDEX ticket_requester ON ticket(requester);
DROP INDEX ticket_rev;
CREATE INDEX ticket_rev ON ticket(rev) WHERE done = 1; -- only what is done is looked for by what is new
