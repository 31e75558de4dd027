CREATE INDEX operation_gen ON operation(gen);
CREATE INDEX operation_lane ON operation(live, lane, row);
CREATE INDEX operation_number ON operation(number) WHERE number <> '';
CREATE INDEX operation_ticket ON operation(ticket) WHERE ticket <> '';
CREATE INDEX operation_waiting ON operation(state) WHERE live = 1;
CREATE TABLE draft (
	row     INTEGER PRIMARY KEY,
	id      TEXT NOT NULL UNIQUE,
	body    TEXT NOT NULL, -- desk.Draft
	updated INTEGER NOT NULL
) STRICT;
CREATE TABLE operation (
	row      INTEGER PRIMARY KEY,    -- the order of a person's actions
	key      TEXT NOT NULL UNIQUE,
	verb     TEXT NOT NULL,
	lane     TEXT NOT NULL,          -- its subject; operations of a lane go in order
	state    TEXT NOT NULL,          -- desk.OperationState
	live     INTEGER NOT NULL,       -- 1: still applied on top of the cache
	gen      INTEGER NOT NULL,       -- grows with every change of this table
	ticket   TEXT NOT NULL DEFAULT '', -- of an accepted "ask": what it became
	number   TEXT NOT NULL DEFAULT '',
	body     TEXT NOT NULL,          -- what was kept; never changes
	progress TEXT NOT NULL           -- store.Progress
) STRICT;
CREATE TABLE tick (
	row     INTEGER PRIMARY KEY,
	article TEXT NOT NULL,
	step    INTEGER NOT NULL,
	UNIQUE (article, step)
) STRICT;
CREATE TABLE unanswered (
	row   INTEGER PRIMARY KEY,
	fold  TEXT NOT NULL UNIQUE, -- the words without case, accents and marks
	words TEXT NOT NULL,
	lang  TEXT NOT NULL,
	count INTEGER NOT NULL,     -- days
	last  INTEGER NOT NULL
) STRICT;
