-- A new article looks for what its pair has already.
CREATE INDEX articles_pair ON articles (pair, lang);
