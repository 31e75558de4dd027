CREATE INDEX article_lang ON article(lang);
CREATE INDEX article_rev ON article(rev);
CREATE INDEX event_order ON event(ticket, at, length(id), id);
CREATE INDEX message_order ON message(ticket, created, length(id), id);
CREATE INDEX ticket_assignee ON ticket(assignee, done, due);
CREATE INDEX ticket_due ON ticket(done, due);
CREATE INDEX ticket_key ON ticket(key) WHERE key <> '';
CREATE INDEX ticket_number ON ticket(number);
CREATE INDEX ticket_partial ON ticket(updated) WHERE partial = 1;
CREATE INDEX ticket_queue ON ticket(queue, done, due);
CREATE INDEX ticket_requester ON ticket(requester);
CREATE INDEX ticket_rev ON ticket(rev) WHERE done = 1;
CREATE INDEX ticket_status ON ticket(status, updated);
CREATE INDEX ticket_updated ON ticket(updated);
CREATE INDEX watcher_ticket ON watcher(ticket);
CREATE TABLE article (
	id   TEXT PRIMARY KEY,
	lang TEXT NOT NULL,
	body TEXT NOT NULL, -- desk.Article
	mark INTEGER NOT NULL,
	rev  INTEGER NOT NULL
) STRICT;
CREATE TABLE event (
	ticket TEXT NOT NULL REFERENCES ticket(id) ON DELETE CASCADE,
	id     TEXT NOT NULL,
	at     INTEGER NOT NULL,
	body   TEXT NOT NULL, -- desk.Event
	PRIMARY KEY (ticket, id)
) STRICT;
CREATE TABLE landed (key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE message (
	ticket  TEXT NOT NULL REFERENCES ticket(id) ON DELETE CASCADE,
	id      TEXT NOT NULL,
	created INTEGER NOT NULL,
	body    TEXT NOT NULL, -- desk.Message
	PRIMARY KEY (ticket, id)
) STRICT;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE overlay (
	id          TEXT PRIMARY KEY, -- of the ticket, or the key of what will be one
	number      TEXT NOT NULL,
	key         TEXT NOT NULL,
	status      TEXT NOT NULL,
	done        INTEGER NOT NULL,
	kind        TEXT NOT NULL,
	priority    INTEGER NOT NULL,
	queue       TEXT NOT NULL,
	requester   TEXT NOT NULL,
	assignee    TEXT NOT NULL,
	pending_for TEXT NOT NULL,
	due         INTEGER NOT NULL,
	created     INTEGER NOT NULL,
	updated     INTEGER NOT NULL,
	fold        TEXT NOT NULL,
	body        TEXT NOT NULL,
	waiting     INTEGER NOT NULL,
	attention   INTEGER NOT NULL
) STRICT;
CREATE TABLE person (id TEXT PRIMARY KEY, staff INTEGER NOT NULL, fold TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE picture (
	article TEXT NOT NULL REFERENCES article(id) ON DELETE CASCADE,
	name    TEXT NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (article, name)
) STRICT;
CREATE TABLE queue (id TEXT PRIMARY KEY, level INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE ticket (
	id          TEXT PRIMARY KEY,
	number      TEXT NOT NULL,
	key         TEXT NOT NULL,
	status      TEXT NOT NULL,
	done        INTEGER NOT NULL,
	kind        TEXT NOT NULL,
	priority    INTEGER NOT NULL,
	queue       TEXT NOT NULL,
	requester   TEXT NOT NULL,
	assignee    TEXT NOT NULL,
	pending_for TEXT NOT NULL,
	due         INTEGER NOT NULL, -- far away for what is done
	created     INTEGER NOT NULL,
	updated     INTEGER NOT NULL,
	fold        TEXT NOT NULL,    -- title and number, to be found by letters
	body        TEXT NOT NULL,    -- desk.Ticket
	partial     INTEGER NOT NULL DEFAULT 0, -- 1: the conversation has not come yet
	mark        INTEGER NOT NULL DEFAULT 0, -- of the last pull that told of it
	rev         INTEGER NOT NULL DEFAULT 0  -- grows with every change of the cache
) STRICT;
CREATE TABLE watcher (
	person TEXT NOT NULL,
	ticket TEXT NOT NULL REFERENCES ticket(id) ON DELETE CASCADE,
	PRIMARY KEY (person, ticket)
) STRICT, WITHOUT ROWID;
