-- What outcomes teach is kept with the article, without when it was said and by whom.
ALTER TABLE articles ADD COLUMN learned TEXT NOT NULL DEFAULT '[]'; -- JSON list of desk.Lesson
DROP TABLE outcomes;
