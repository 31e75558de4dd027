package rt

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"relais/client/rt/record"
	"relais/client/rt/thread"
	"relais/client/rt/wire"
	"relais/client/transport"
	"relais/internal/desk"
)

// pageSize is how many rows a page has at most.
const pageSize = 100

// Conversation reads one ticket whole.
func (b *Backend) Conversation(ctx context.Context, ticketID string) (desk.Conversation, error) {
	c, _, err := b.conversation(ctx, "read ticket", ticketID)
	return c, err
}

// conversation reads a ticket, and gives what was read too.
func (b *Backend) conversation(ctx context.Context, op, id string) (desk.Conversation, thread.Reading, error) {
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Conversation{}, thread.Reading{}, err
	}
	r, err := b.read(ctx, op, id)
	if err != nil {
		return desk.Conversation{}, r, err
	}
	if err := b.meet(ctx, s, r.People()...); err != nil {
		return desk.Conversation{}, r, err
	}
	b.learn(s, r)
	return b.frame(s).Fold(r), r, nil
}

// number checks that an id can be one.
func number(op, id string) error {
	if n, err := strconv.Atoi(id); err != nil || n <= 0 || strconv.Itoa(n) != id || len(id) > 9 {
		return notFound(op, id)
	}
	return nil
}

var digits = regexp.MustCompile(`[0-9]+`)

func (b *Backend) read(ctx context.Context, op, id string) (thread.Reading, error) {
	r := thread.Reading{}
	if err := number(op, id); err != nil {
		return r, err
	}
	query := url.Values{"fields[Owner]": {"RealName"}, "fields[Creator]": {"RealName"}}
	a, err := b.get(ctx, op, "/ticket/{id}", map[string]string{"id": id}, query, &r.Ticket)
	if err != nil {
		return r, err
	}
	if r.Ticket.ID.Int() == 0 {
		return r, strange(op)
	}
	if r.Ticket.Status == "deleted" {
		return r, notFound(op, id)
	}
	r.Version = digits.FindString(a.Header.Get("ETag")) // a proxy that compresses makes W/"1" or "1-gzip" of "1"
	if err := b.readHistory(ctx, op, &r); err != nil {
		return r, err
	}
	err = b.readParts(ctx, op, &r)
	return r, err
}

const transactionFields = "Type,Field,OldValue,NewValue,Created,Creator,CustomFields,ObjectId"

// mostHidden is how many pages of a history may be empty, because this account
// sees nothing of them, before one that is not.
const mostHidden = 20

// readHistory reads pages until the transaction that the version names: rows are
// filtered after pages were made, so that a short or an empty page need not be the
// last.
func (b *Backend) readHistory(ctx context.Context, op string, r *thread.Reading) error {
	newest, most := wire.ID(r.Version).Int(), mostHidden
	if newest == 0 {
		newest, most = math.MaxInt, 2
	}
	for page, empty, last := 1, 0, 0; last < newest && empty < most; page++ {
		var list wire.List[wire.Transaction]
		query := url.Values{
			"fields": {transactionFields}, "fields[Creator]": {"RealName"}, "per_page": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)},
		}
		if _, err := b.get(ctx, op, "/ticket/{id}/history", map[string]string{"id": string(r.Ticket.ID)}, query, &list); err != nil {
			return err
		}
		empty++
		for _, t := range list.Items {
			empty = 0
			last = max(last, t.ID.Int())
			r.History = append(r.History, t)
		}
	}
	slices.SortFunc(r.History, func(a, b wire.Transaction) int { return a.ID.Int() - b.ID.Int() })
	r.History = slices.CompactFunc(r.History, func(a, b wire.Transaction) bool { return a.ID == b.ID })
	return nil
}

// readParts reads texts and records with their contents, and the list of files
// where a text came with something.
func (b *Backend) readParts(ctx context.Context, op string, r *thread.Reading) error {
	var said []wire.ID
	for _, t := range r.History {
		if t.Says() {
			said = append(said, t.ID)
		}
	}
	var err error
	texts := []wire.Condition{{Field: "Filename", Operator: "IS", Value: "NULL"}, {Field: "Filename", Operator: "STARTSWITH", Value: record.Prefix}}
	if r.Texts, err = b.parts(ctx, op, said, ",Content", texts); err != nil {
		return err
	}
	said = slices.DeleteFunc(said, func(id wire.ID) bool { return !thread.MayHoldFiles(r.Texts[id]) })
	r.Files, err = b.parts(ctx, op, said, "", []wire.Condition{{Field: "Filename", Operator: "IS NOT", Value: "NULL"}})
	return err
}

// atOnce is how many transactions one search names.
const atOnce = 50

func (b *Backend) parts(ctx context.Context, op string, of []wire.ID, more string, names []wire.Condition) (map[wire.ID][]wire.Attachment, error) {
	found := map[wire.ID][]wire.Attachment{}
	for some := range slices.Chunk(of, atOnce) {
		conditions := slices.Clone(names)
		for _, id := range some {
			conditions = append(conditions, wire.Condition{Field: "TransactionId", Value: id.Int()})
		}
		for page := 1; ; page++ {
			var list wire.List[wire.Attachment]
			query := url.Values{
				"fields": {"TransactionId,ContentType,Filename,ContentLength" + more}, "orderby": {"id"},
				"per_page": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)},
			}
			if err := b.search(ctx, op, "/attachments", query, conditions, &list); err != nil {
				return nil, err
			}
			for _, a := range list.Items {
				found[a.Transaction] = append(found[a.Transaction], a)
			}
			if len(list.Items) < pageSize {
				break
			}
		}
	}
	return found, nil
}

// same asks whether a ticket still has a version.
func (b *Backend) same(ctx context.Context, id, version string) (bool, error) {
	a, err := b.http.Do(ctx, transport.Call{
		Op: "look at ticket", Subject: id, Method: http.MethodGet, Path: "/ticket/{id}", Params: map[string]string{"id": id},
		Header: http.Header{"If-None-Match": {strconv.Quote(version)}}, Accept: []int{http.StatusNotModified},
	})
	if code := desk.CodeOf(err); code == desk.CodeNotFound || code == desk.CodeForbidden {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	b.tick(a)
	return a.Status == http.StatusNotModified, nil
}

// Find looks for what an operation with this Key made: by the custom fields, and
// by the name of the record where there are none.
func (b *Backend) Find(ctx context.Context, key desk.Key) (desk.Written, error) {
	const op = "find"
	if !key.Valid() {
		return desk.Written{}, &desk.Error{Code: desk.CodeInvalid, Op: op, Err: desk.ErrKey}
	}
	s, err := b.ready(ctx)
	if err != nil {
		return desk.Written{}, err
	}
	for _, question := range questions(s, key) {
		list, err := b.tickets(ctx, question, pageSize, url.Values{"orderby": {"id"}, "order": {"ASC"}})
		if err != nil {
			return desk.Written{}, err
		}
		for _, row := range list.Items {
			w, err := b.made(ctx, s, string(row.ID), key)
			if desk.CodeOf(err) != desk.CodeNotFound {
				return w, err
			}
		}
	}
	return desk.Written{}, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: string(key)}
}

func questions(s *site, key desk.Key) []string {
	var list []string
	if s.reference != "" {
		list = append(list, "CF.{"+s.reference+"} = '"+string(key)+"'")
	}
	if s.message != "" {
		list = append(list, "TxnCF.{"+s.message+"} = '"+string(key)+"'")
	}
	return append(list, "Filename = '"+record.Name(key)+"'")
}

var errHalf = errors.New("only a part of it was done")

// made is what a key made of a ticket, if it was this person's and is complete.
func (b *Backend) made(ctx context.Context, s *site, id string, key desk.Key) (desk.Written, error) {
	const op = "find"
	r, err := b.read(ctx, op, id)
	if err != nil {
		return desk.Written{}, err
	}
	if err := b.meet(ctx, s, r.People()...); err != nil {
		return desk.Written{}, err
	}
	done := b.frame(s).Done(r, key)
	c := b.frame(s).Fold(r)
	w := written(c, key)
	switch {
	case !done.Any || done.By != s.me.ID:
		return desk.Written{}, notFound(op, string(key))
	case !done.Whole(c.Ticket):
		return desk.Written{}, &desk.Error{Code: desk.CodeNotFound, Op: op, Subject: string(key), Err: errHalf}
	}
	return w, nil
}

// written is the answer of a write.
func written(c desk.Conversation, key desk.Key) desk.Written {
	w := desk.Written{Ticket: c.Ticket}
	for _, m := range c.Messages {
		if m.Key == key {
			w.Messages = append(w.Messages, m)
		}
	}
	return w
}
