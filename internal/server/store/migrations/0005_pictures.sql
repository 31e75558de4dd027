-- Pictures are read only where an article is read whole, and told only when the article was saved: what it teaches changes it
-- far more often.
CREATE TABLE pictures (
	article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
	name       TEXT NOT NULL,
	content    BLOB NOT NULL,
	PRIMARY KEY (article_id, name)
) STRICT;
ALTER TABLE articles ADD COLUMN saved_seq INTEGER NOT NULL DEFAULT 0; -- place of the last save
