package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"unicode"

	_ "modernc.org/sqlite"
)

// newFTS is SQLite's FTS5: any word, with BM25, the title worth three times as much.
func newFTS(dir, _ string, docs []document) (engine, func(), error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "fts.db"))
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE VIRTUAL TABLE d USING fts5(id UNINDEXED, title, body, tokenize='porter unicode61 remove_diacritics 2')`); err != nil {
		return nil, nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, nil, err
	}
	for _, d := range docs {
		if _, err := tx.Exec(`INSERT INTO d VALUES (?,?,?)`, d.ID, d.Title, d.Body); err != nil {
			return nil, nil, err
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, nil, err
	}
	return func(q question) ([]string, error) { return match(db, q) }, func() { _ = db.Close() }, nil
}

func match(db *sql.DB, q question) ([]string, error) {
	words := strings.FieldsFunc(q.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return nil, nil
	}
	text := `"` + strings.Join(words, `" OR "`) + `"`
	if q.Typing {
		text += "*"
	}
	rows, err := db.Query(`SELECT id FROM d WHERE d MATCH ? ORDER BY bm25(d, 0, 3, 1) LIMIT ?`, text, hits)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
