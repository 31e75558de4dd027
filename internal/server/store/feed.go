package store

import "relais/internal/desk"

// Seen is a ticket in the feed of a person.
type Seen struct {
	Ticket
	At   int64 // the place of the change in this person's order
	From int64 // since when the person sees the ticket
	Gone bool  // the person sees it no longer; then only ID and At are set
}

// Changed lists tickets that changed for a person after a seq, oldest change first.
func (tx *Tx) Changed(person desk.Person, since int64, limit int) ([]Seen, error) {
	if person.Role.Staff() {
		found, err := tx.tickets("WHERE t.seq > ? ORDER BY t.seq LIMIT ?", since, limit)
		seen := make([]Seen, len(found))
		for i, t := range found {
			seen[i] = Seen{Ticket: t, At: t.Seq, From: t.BornSeq}
		}
		return seen, err
	}
	follows, err := list(tx, scanFollow, `SELECT ticket_id, begin_seq, seq, ended FROM follows
		WHERE person_id = ? AND seq > ? ORDER BY seq LIMIT ?`, person.ID, since, limit)
	if err != nil {
		return nil, err
	}
	return tx.withTickets(follows)
}

type follow struct{ ticket, begin, seq, ended int64 }

func scanFollow(row scanner) (f follow, err error) {
	err = row.Scan(&f.ticket, &f.begin, &f.seq, &f.ended)
	return f, err
}

func (tx *Tx) withTickets(follows []follow) ([]Seen, error) {
	numbers := make([]int64, len(follows))
	for i, f := range follows {
		numbers[i] = f.ticket
	}
	ids, err := idList(numbers)
	if err != nil {
		return nil, err
	}
	found, err := tx.tickets("WHERE t.id IN (SELECT value FROM json_each(?))", ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[int64]Ticket, len(found))
	for _, t := range found {
		byID[number(t.ID)] = t
	}
	seen := make([]Seen, len(follows))
	for i, f := range follows {
		seen[i] = Seen{Ticket: byID[f.ticket], At: f.seq, From: f.begin, Gone: f.ended > 0}
	}
	return seen, nil
}

// Older lists tickets that a person sees, newest number first, below a number
// (0: from the newest).
func (tx *Tx) Older(person desk.Person, below string, limit int) ([]Ticket, error) {
	n := number(below)
	if n == 0 {
		n = 1<<63 - 1
	}
	if person.Role.Staff() {
		return tx.tickets("WHERE t.id < ? ORDER BY t.id DESC LIMIT ?", n, limit)
	}
	return tx.tickets(`JOIN follows f ON f.ticket_id = t.id
		WHERE f.person_id = ? AND f.ended = 0 AND f.ticket_id < ? ORDER BY f.ticket_id DESC LIMIT ?`, person.ID, n, limit)
}

// ChangedArticles lists articles that changed after a seq, oldest change first.
// For those who are not staff these are the ones that they see, or saw before.
func (tx *Tx) ChangedArticles(staff bool, since int64, limit int) ([]Article, error) {
	if staff {
		return list(tx, scanArticle, selectArticle+"WHERE seq > ? ORDER BY seq LIMIT ?", since, limit)
	}
	return list(tx, scanArticle, selectArticle+"WHERE public_seq > ? AND public_seq > 0 ORDER BY public_seq LIMIT ?", since, limit)
}

// ChangedPerson is a person and the place of their last change.
type ChangedPerson struct {
	desk.Person
	Seq int64
}

// ChangedPeople lists persons that changed after a seq, oldest change first.
func (tx *Tx) ChangedPeople(since int64, limit int) ([]ChangedPerson, error) {
	seqs, err := list(tx, scanInt, "SELECT seq FROM people WHERE seq > ? ORDER BY seq LIMIT ?", since, limit)
	if err != nil || len(seqs) == 0 {
		return nil, err
	}
	people, err := list(tx, scanPerson, selectPerson+"WHERE p.seq > ? ORDER BY p.seq LIMIT ?", since, limit)
	changed := make([]ChangedPerson, len(people))
	for i, p := range people {
		changed[i] = ChangedPerson{Person: p, Seq: seqs[i]}
	}
	return changed, err
}

// PeopleAfter lists persons in the order of their ids, from after one on.
func (tx *Tx) PeopleAfter(id string, limit int) ([]desk.Person, error) {
	return list(tx, scanPerson, selectPerson+"WHERE p.id > ? ORDER BY p.id LIMIT ?", id, limit)
}
