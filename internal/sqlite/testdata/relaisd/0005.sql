CREATE INDEX articles_pair ON articles (pair, lang);
CREATE INDEX articles_public ON articles (public_seq) WHERE public_seq > 0;
CREATE INDEX articles_seq ON articles (seq);
CREATE INDEX attachments_message ON attachments (message_id);
CREATE INDEX attachments_sha256 ON attachments (sha256);
CREATE INDEX blobs_created ON blobs (created);
CREATE UNIQUE INDEX blobs_sha256 ON blobs (sha256) WHERE sha256 <> '';
CREATE INDEX events_ticket ON events (ticket_id, seq);
CREATE INDEX follows_ended ON follows (ended) WHERE ended > 0;
CREATE INDEX follows_feed ON follows (person_id, seq);
CREATE INDEX follows_tickets ON follows (person_id, ticket_id) WHERE ended = 0;
CREATE INDEX messages_ticket ON messages (ticket_id, seq);
CREATE INDEX operations_article ON operations (article_id);
CREATE INDEX operations_ticket ON operations (ticket_id);
CREATE INDEX people_seq ON people (seq);
CREATE INDEX people_staff ON people (name) WHERE role <> 'requester';
CREATE INDEX people_words_person ON people_words (person_id);
CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX tickets_resolved ON tickets (resolved) WHERE status = 'resolved';
CREATE UNIQUE INDEX tickets_seq ON tickets (seq);
CREATE INDEX tokens_expires ON tokens (expires);
CREATE INDEX tokens_person ON tokens (person_id);
CREATE INDEX uploads_at ON uploads (at);
CREATE TABLE articles (
    id         TEXT    PRIMARY KEY,
    key        TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    pair       TEXT    NOT NULL,
    lang       TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    keywords   TEXT    NOT NULL, -- JSON list
    category   TEXT    NOT NULL,
    audience   TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    ticket_id  INTEGER REFERENCES tickets,
    helped     INTEGER NOT NULL,
    updated    INTEGER NOT NULL,
    seq        INTEGER NOT NULL,
    public_seq INTEGER NOT NULL -- of the last change that everyone sees, its disappearance included; 0: never shown
, products TEXT NOT NULL DEFAULT '[]', until INTEGER NOT NULL DEFAULT 0, learned TEXT NOT NULL DEFAULT '[]', saved_seq INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
CREATE TABLE attachments (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
    name       TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    media_type TEXT    NOT NULL
) STRICT;
CREATE TABLE blobs (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256  TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE TABLE events (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id      INTEGER NOT NULL REFERENCES tickets ON DELETE CASCADE,
    at             INTEGER NOT NULL,
    by_id          TEXT    REFERENCES people, -- NULL: the server itself
    field          TEXT    NOT NULL,
    before         TEXT    NOT NULL,
    after          TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    staff_reason   INTEGER NOT NULL, -- the reason is for staff only
    seq            INTEGER NOT NULL
) STRICT;
CREATE TABLE follows (
    ticket_id INTEGER NOT NULL REFERENCES tickets ON DELETE CASCADE,
    person_id TEXT    NOT NULL REFERENCES people ON DELETE CASCADE,
    begin_seq INTEGER NOT NULL,
    seq       INTEGER NOT NULL, -- the ticket's public_seq, or when it ended
    ended     INTEGER NOT NULL, -- when it ended, 0 while it lasts
    PRIMARY KEY (ticket_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    key       TEXT    NOT NULL,
    ticket_id INTEGER NOT NULL REFERENCES tickets ON DELETE CASCADE,
    author_id TEXT    NOT NULL REFERENCES people,
    internal  INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    created   INTEGER NOT NULL,
    hand_over TEXT    NOT NULL, -- JSON, '' for none; the next two alike
    sheet     TEXT    NOT NULL,
    tried     TEXT    NOT NULL,
    seq       INTEGER NOT NULL
) STRICT;
CREATE TABLE operations (
    key        TEXT    PRIMARY KEY,
    person_id  TEXT    REFERENCES people ON DELETE CASCADE, -- NULL for an outcome, which has no name
    digest     BLOB    NOT NULL, -- SHA-256 of the content
    ticket_id  INTEGER REFERENCES tickets ON DELETE CASCADE,
    article_id TEXT    REFERENCES articles ON DELETE CASCADE,
    answer     TEXT    NOT NULL, -- JSON
    at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE people (
    id         TEXT    PRIMARY KEY,
    login      TEXT    NOT NULL UNIQUE COLLATE NOCASE,
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    phone      TEXT    NOT NULL,
    site       TEXT    NOT NULL,
    lang       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    queues     TEXT    NOT NULL, -- JSON list of ids
    password   TEXT    NOT NULL, -- argon2id, '' for none
    scope_seq  INTEGER NOT NULL, -- cursors before it are too old: the role changed, or tombstones were dropped
    seq        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE people_words (
    word      TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    PRIMARY KEY (word, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE pictures (
	article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
	name       TEXT NOT NULL,
	content    BLOB NOT NULL,
	PRIMARY KEY (article_id, name)
) STRICT;
CREATE TABLE pieces (
    blob_id INTEGER NOT NULL REFERENCES blobs ON DELETE CASCADE,
    n       INTEGER NOT NULL, -- from 0
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (blob_id, n)
) STRICT;
CREATE TABLE queues (
    id    TEXT    PRIMARY KEY,
    name  TEXT    NOT NULL,
    level INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE state (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    epoch      TEXT    NOT NULL, -- changes when history may have been rewritten; '' asks for a new one
    seq        INTEGER NOT NULL, -- the last one given
    number     INTEGER NOT NULL, -- the last ticket number given
    queues_seq INTEGER NOT NULL  -- when the queues last changed
) STRICT;
CREATE TABLE tickets (
    id             INTEGER PRIMARY KEY, -- the number that people say
    key            TEXT    NOT NULL,
    title          TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    category       TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    lang           TEXT    NOT NULL,
    site           TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    pending_for    TEXT    NOT NULL,
    pending_until  INTEGER NOT NULL,
    planned_at     INTEGER NOT NULL,
    impact         INTEGER NOT NULL,
    urgency        INTEGER NOT NULL,
    priority       INTEGER NOT NULL,
    queue_id       TEXT    NOT NULL REFERENCES queues,
    requester_id   TEXT    NOT NULL REFERENCES people,
    assignee_id    TEXT    REFERENCES people,
    created        INTEGER NOT NULL,
    updated        INTEGER NOT NULL,
    public_updated INTEGER NOT NULL, -- as the requester sees it
    due            INTEGER NOT NULL,
    resolved       INTEGER NOT NULL,
    closed         INTEGER NOT NULL,
    merged_into    INTEGER REFERENCES tickets,
    parent         INTEGER REFERENCES tickets,
    bounces        INTEGER NOT NULL,
    answers        TEXT    NOT NULL, -- JSON, '' for none
    born_seq       INTEGER NOT NULL, -- of its first change
    seq            INTEGER NOT NULL, -- of the last change
    public_seq     INTEGER NOT NULL  -- of the last change that a requester sees
) STRICT;
CREATE TABLE tokens (
    id        INTEGER PRIMARY KEY,
    person_id TEXT    NOT NULL REFERENCES people ON DELETE CASCADE,
    hash      BLOB    NOT NULL UNIQUE, -- SHA-256 of the token
    label     TEXT    NOT NULL,
    created   INTEGER NOT NULL,
    expires   INTEGER NOT NULL
) STRICT;
CREATE TABLE uploads (
    sha256    TEXT    NOT NULL,
    person_id TEXT    NOT NULL REFERENCES people ON DELETE CASCADE,
    at        INTEGER NOT NULL,
    PRIMARY KEY (sha256, person_id)
) STRICT, WITHOUT ROWID;
