package store

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"relais/internal/desk"
)

// MaxPeople is how many persons a search finds at most.
const MaxPeople = 50

const selectPerson = "SELECT p.id, p.login, p.name, p.email, p.phone, p.site, p.lang, p.role, p.queues FROM people p "

func scanPerson(row scanner) (desk.Person, error) {
	var p desk.Person
	var queues string
	err := row.Scan(&p.ID, &p.Login, &p.Name, &p.Email, &p.Phone, &p.Site, &p.Lang, &p.Role, &queues)
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(queues), &p.Queues)
}

// Person reads one. CodeNotFound.
func (tx *Tx) Person(id string) (desk.Person, error) {
	p, err := scanPerson(tx.row(selectPerson+"WHERE p.id = ?", id))
	return p, missing(err, "person", id)
}

// PersonByLogin finds somebody by login, whatever its case, with the hash of the
// password. CodeNotFound.
func (tx *Tx) PersonByLogin(login string) (p desk.Person, password string, err error) {
	var id string
	if err := tx.row("SELECT id, password FROM people WHERE login = ?", login).Scan(&id, &password); err != nil {
		return p, "", missing(err, "person", "")
	}
	p, err = tx.Person(id)
	return p, password, err
}

// Scope tells the seq before which a person's cursors are too old.
func (tx *Tx) Scope(person string) (seq int64, err error) {
	err = tx.row("SELECT scope_seq FROM people WHERE id = ?", person).Scan(&seq)
	return seq, missing(err, "person", person)
}

// PutPerson adds somebody or changes what is known of them. An empty password
// leaves the one that they have. When the role changes between staff and not
// staff, so does what they see: their cursors are too old.
func (tx *Tx) PutPerson(p desk.Person, password string) error {
	queues, err := json.Marshal(slices.Concat([]string{}, p.Queues))
	if err != nil {
		return err
	}
	seq, err := tx.NextSeq()
	if err != nil {
		return err
	}
	err = tx.exec(`INSERT INTO people (id, login, name, email, phone, site, lang, role, queues, password, scope_seq, seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
		ON CONFLICT (id) DO UPDATE SET
			scope_seq = iif((role = 'requester') <> (excluded.role = 'requester'), excluded.seq, scope_seq),
			password = iif(excluded.password = '', password, excluded.password),
			login = excluded.login, name = excluded.name, email = excluded.email, phone = excluded.phone,
			site = excluded.site, lang = excluded.lang, role = excluded.role, queues = excluded.queues, seq = excluded.seq`,
		p.ID, p.Login, p.Name, p.Email, p.Phone, p.Site, p.Lang, p.Role, string(queues), password, seq)
	if err != nil {
		return err
	}
	return tx.putWords(p)
}

func (tx *Tx) putWords(p desk.Person) error {
	if err := tx.exec("DELETE FROM people_words WHERE person_id = ?", p.ID); err != nil {
		return err
	}
	words := append(Words(p.Name), Words(p.Login)...)
	words = append(words, strings.ToLower(p.Email))
	for _, w := range words {
		if w == "" {
			continue
		}
		if err := tx.exec("INSERT OR IGNORE INTO people_words (word, person_id) VALUES (?, ?)", w, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// Words splits a text into words in lower case, without accents.
func Words(text string) []string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
	return strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '@' && r != '.' })
}

// People finds those who have for each word of the query a word that starts so,
// by name; for an empty query the staff.
func (tx *Tx) People(query string) ([]desk.Person, error) {
	words := Words(query)
	if len(words) == 0 {
		return list(tx, scanPerson, selectPerson+"WHERE p.role <> 'requester' ORDER BY p.name LIMIT ?", MaxPeople)
	}
	var where []string
	var args []any
	for _, w := range words {
		where = append(where, "p.id IN (SELECT person_id FROM people_words WHERE word >= ? AND word < ?)")
		args = append(args, w, w+string(unicode.MaxRune))
	}
	return list(tx, scanPerson, selectPerson+"WHERE "+strings.Join(where, " AND ")+" ORDER BY p.name LIMIT ?", append(args, MaxPeople)...)
}
