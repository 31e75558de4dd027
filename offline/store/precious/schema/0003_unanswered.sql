-- What was looked for and not found: articles to write.
CREATE TABLE unanswered (
	row   INTEGER PRIMARY KEY,
	fold  TEXT NOT NULL UNIQUE, -- the words without case, accents and marks
	words TEXT NOT NULL,
	lang  TEXT NOT NULL,
	count INTEGER NOT NULL,     -- days
	last  INTEGER NOT NULL
) STRICT;
