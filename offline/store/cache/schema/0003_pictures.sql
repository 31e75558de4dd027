-- The contents of the pictures that the body of an article names. They are read only where an article is read whole.

CREATE TABLE picture (
	article TEXT NOT NULL REFERENCES article(id) ON DELETE CASCADE,
	name    TEXT NOT NULL,
	content BLOB NOT NULL,
	PRIMARY KEY (article, name)
) STRICT;
