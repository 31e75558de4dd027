ALTER TABLE articles ADD COLUMN products TEXT NOT NULL DEFAULT '[]'; -- JSON list
ALTER TABLE articles ADD COLUMN until INTEGER NOT NULL DEFAULT 0; -- from then on it may be out of date
