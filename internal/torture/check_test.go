//go:build linux

package torture_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"relais/internal/desk"
	"relais/internal/diag"
	"relais/internal/restapi"
)

// settle syncs until nothing waits: once has to do.
func (h *history) settle() {
	h.t.Helper()
	h.do(sync, death{})
	var waiting []desk.Pending
	if h.ctl(&waiting, "outbox"); len(waiting) > 0 {
		h.t.Errorf("the outbox has %+v", waiting)
	}
}

// ctl runs a command that has to succeed, and reads its answer.
func (h *history) ctl(into any, args ...string) {
	h.t.Helper()
	r := h.run(death{}, args...)
	if err := json.Unmarshal([]byte(r.out), into); err != nil || r.code != 0 {
		h.t.Errorf("%v: %v, %v", args, err, r)
	}
}

// check compares what the helpdesk has with what was sent, and looks at the files of the home.
func (h *history) check() {
	h.t.Helper()
	arrived := h.arrived()
	for i, a := range h.attempts {
		got := arrived[a.words]
		delete(arrived, a.words)
		if len(got) > 1 || len(got) == 0 && a.receipt != nil {
			h.t.Errorf("%q (receipt: %t) arrived %d times", a.words, a.receipt != nil, len(got))
			continue
		}
		if len(got) == 1 {
			h.same(i, got[0])
		}
	}
	for words := range arrived {
		h.t.Errorf("nobody sent %q", words)
	}
	h.intact()
}

// arrived are all messages that the helpdesk has, the first of a ticket under its title and the others under their
// words. Those of a ticket are in the order in which they were sent.
func (h *history) arrived() map[string][]desk.Message {
	h.t.Helper()
	list := map[string][]desk.Message{}
	for _, ticket := range h.tickets() {
		var c desk.Conversation
		h.helpdesk.read(strings.Replace(restapi.PathTicket, "{id}", ticket.ID, 1), &c)
		if len(c.Messages) == 0 || c.Messages[0].Key != ticket.Key {
			h.t.Errorf("%s does not begin with its request: %+v", ticket.Title, c.Messages)
		}
		var order []int
		for i, m := range c.Messages {
			words := m.Body
			if i == 0 {
				words = ticket.Title
			}
			list[words] = append(list[words], m)
			order = append(order, slices.IndexFunc(h.attempts, func(a attempt) bool { return a.words == words }))
		}
		if !slices.IsSorted(order) {
			h.t.Errorf("%s has its messages in the order %v", ticket.Title, order)
		}
	}
	return list
}

func (h *history) tickets() (all []desk.Ticket) {
	h.t.Helper()
	for page := (restapi.TicketList{Next: "-"}); page.Next != ""; {
		after := strings.TrimPrefix(page.Next, "-")
		page = restapi.TicketList{}
		h.helpdesk.read(restapi.PathTickets+"?after="+after, &page)
		all = append(all, page.Tickets...)
	}
	return all
}

// same compares a message with the attempt that it came of.
func (h *history) same(i int, m desk.Message) {
	h.t.Helper()
	a := h.attempts[i]
	if a.receipt != nil {
		var now desk.Receipt
		h.ctl(&now, "receipt", string(a.receipt.Key))
		if m.Key != a.receipt.Key || now.State != desk.StateAccepted || now.Ticket != m.TicketID || now.Digest != a.receipt.Digest {
			h.t.Errorf("%q has the receipt %+v, which is now %+v, and arrived as %+v", a.words, *a.receipt, now, m)
		}
		if asked := h.attempts[a.ticket].receipt; asked != nil && a.ticket != i && !h.belongs(m, asked.Key) {
			h.t.Errorf("%q arrived in ticket %s", a.words, m.TicketID)
		}
	}
	if a.file == "" {
		if len(m.Attachments) > 0 {
			h.t.Errorf("%q arrived with %+v", a.words, m.Attachments)
		}
		return
	}
	if len(m.Attachments) != 1 || m.Attachments[0].SHA256 != a.file {
		h.t.Errorf("%q arrived with %+v, want one of %s", a.words, m.Attachments, a.file)
		return
	}
	sum := sha256.Sum256(h.helpdesk.get(strings.Replace(restapi.PathAttachment, "{id}", m.Attachments[0].ID, 1)))
	if got := hex.EncodeToString(sum[:]); got != a.file {
		h.t.Errorf("the attachment of %q has the hash %s, want %s", a.words, got, a.file)
	}
}

// belongs tells whether a message is in the ticket that came of a request.
func (h *history) belongs(m desk.Message, request desk.Key) bool {
	return slices.ContainsFunc(h.tickets(), func(t desk.Ticket) bool { return t.ID == m.TicketID && t.Key == request })
}

// intact looks at the files of the home: none was found damaged at any time, and the copy has every ticket.
func (h *history) intact() {
	h.t.Helper()
	aside, err := filepath.Glob(filepath.Join(h.home, "accounts", "*", "*.corrupt-*"))
	if err != nil || len(aside) > 0 {
		h.t.Errorf("set aside as damaged: %v, %v", aside, err)
	}
	var findings []diag.Finding
	h.ctl(&findings, "doctor")
	for _, want := range []string{"outbox.ok", "cache.ok", "work.none"} {
		if !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Code == want }) {
			h.t.Errorf("the doctor did not find %s: %+v", want, findings)
		}
	}
	var copied []struct {
		Key desk.Key `json:"key"`
	}
	h.ctl(&copied, "list")
	if have := len(h.tickets()); len(copied) != have {
		h.t.Errorf("the home has %d tickets, the helpdesk %d", len(copied), have)
	}
}
