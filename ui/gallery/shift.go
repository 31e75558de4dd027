package gallery

import (
	"fmt"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/queues"
	"relais/ui/model/work"
)

// shift makes the states that a technician sees, in the language of who looks at
// them.
type shift struct{ sample }

var (
	hugo  = desk.PersonRef{ID: "p3", Name: "Hugo Petit"}
	zoe   = desk.PersonRef{ID: "p4", Name: "Zoé Lefèvre"}
	ines  = desk.PersonRef{ID: "p5", Name: "Inès Garcia"}
	paul  = desk.PersonRef{ID: "p6", Name: "Paul Noël"}
	karim = desk.PersonRef{ID: "p7", Name: "Karim Haddad"}
)

// person is Claire, at the first level.
func (s shift) person() desk.Person {
	return desk.Person{ID: claire.ID, Name: claire.Name, Site: s.say("Siège", "Head office"), Role: desk.RoleTechnician, Queues: []string{"level1"}}
}

func (s shift) queues() []desk.Queue {
	level := func(n int) desk.Queue {
		return desk.Queue{ID: fmt.Sprintf("level%d", n), Name: fmt.Sprintf(s.say("Niveau %d", "Level %d"), n), Level: n}
	}
	return []desk.Queue{level(1), level(2), level(3)}
}

func (s shift) row(n int, title string, p desk.Priority, who desk.PersonRef, site string, due time.Duration) desk.Row {
	return desk.Row{Ticket: desk.Ticket{
		ID: fmt.Sprint(n), Number: fmt.Sprint(n), Title: title, Kind: desk.KindIncident, Category: "mail", Status: desk.StatusOpen, Queue: "level1",
		Requester: who, Assignee: claire, Site: site, Priority: p, Due: s.now.Add(due), Created: s.ago(3 * time.Hour), Updated: s.ago(time.Hour),
	}}
}

func (s shift) list() []desk.Row {
	office := s.say("Siège", "Head office")
	rows := []desk.Row{
		s.row(2044, s.say("Caisse 3 bloquée, file d’attente", "Till 3 is stuck, people are queueing"), 5, zoe, s.say("Magasin Lyon", "Lyon shop"), -4*time.Minute),
		s.row(2043, s.say("Messagerie n’envoie plus rien", "E-mail does not send anything"), 3, amelie, office, 70*time.Minute),
		s.row(2031, s.say("Scanner\u00a0: «\u00a0hôte introuvable\u00a0»", "Scanner: “host not found”"), 3, hugo, s.say("Atelier", "Workshop"), 155*time.Minute),
		s.row(2040, s.say("Casque\u00a0: on ne m’entend pas en réunion", "Headset: nobody hears me in meetings"), 2, ines, office, 5*time.Hour),
		s.row(2038, s.say("Accès au dossier Comptabilité", "Access to the Accounting folder"), 2, paul, office, 30*time.Hour),
		s.row(2012, s.say("Poste neuf à préparer pour lundi", "New computer to prepare for Monday"), 2, ines, office, 80*time.Hour),
		s.row(1998, s.say("L’écran clignote par moments", "The screen flickers now and then"), 1, hugo, s.say("Atelier", "Workshop"), 120*time.Hour),
	}
	rows[0].Status, rows[0].Assignee = desk.StatusNew, desk.PersonRef{}
	rows[2].Assignee = karim
	rows[4].Kind = desk.KindRequest
	rows[5].Kind, rows[5].Status, rows[5].PlannedAt = desk.KindRequest, desk.StatusPlanned, s.now.Add(72*time.Hour)
	rows[6].Status, rows[6].PendingFor = desk.StatusPending, desk.PendingUser
	return rows
}

func (s shift) views() []queues.View {
	views := []queues.View{
		{ID: queues.ViewToDo, Section: queues.SectionMe, Count: 6}, {ID: queues.ViewPlanned, Section: queues.SectionMe, Count: 2},
		{ID: "level1", Section: queues.SectionTeam, Queue: s.queues()[0].Name, Count: 14}, {ID: queues.ViewUnassigned, Section: queues.SectionTeam, Count: 5},
		{ID: queues.ViewLate, Section: queues.SectionTeam, Count: 3}, {ID: queues.ViewWaiting, Section: queues.SectionTeam, Count: 9},
		{ID: "level2", Section: queues.SectionElsewhere, Queue: s.queues()[1].Name, Count: 7}, {ID: "level3", Section: queues.SectionElsewhere, Queue: s.queues()[2].Name},
		{ID: queues.ViewMajor, Section: queues.SectionElsewhere, Count: 1}, {ID: queues.ViewProblems, Section: queues.SectionElsewhere, Count: 4},
		{ID: queues.ViewDone, Section: queues.SectionElsewhere, Count: 412},
	}
	return views
}

func (s shift) idle() queues.State {
	st := queues.State{Views: s.views(), View: "level1", Rows: s.list(), Queues: map[string]desk.Queue{}, Me: s.person(), Sync: s.online(), Now: s.now}
	for _, q := range s.queues() {
		st.Queues[q.ID] = q
	}
	return st
}

func (s shift) queue() queues.State {
	st := s.idle()
	st.Selected = "2043"
	return st
}

func (s shift) offlineQueue() queues.State {
	st := s.queue()
	st.Sync = s.offline()
	st.Rows[1].Waiting, st.Rows[2].Written, st.Rows[3].Attention = 1, true, true
	return st
}

func (s shift) emptyQueue() queues.State {
	st := s.idle()
	st.View, st.Rows = queues.ViewToDo, nil
	return st
}

func (s shift) nothingFound() queues.State {
	st := s.idle()
	st.Letters, st.Rows = "xyz", nil
	return st
}

func (s shift) loadingQueue() queues.State {
	return queues.State{View: queues.ViewToDo, Views: s.views(), Loading: true, Me: s.person(), Now: s.now}
}

func (s shift) failedQueue() queues.State {
	st := s.queue()
	st.Code = desk.CodeDamaged
	return st
}

func (s shift) longQueue() queues.State {
	st := s.queue()
	for i := range st.Rows {
		st.Rows[i].Title, st.Rows[i].Site = s.long(), s.long()
		st.Rows[i].Waiting = i % 2
	}
	for i := range st.Views {
		if st.Views[i].Queue != "" {
			st.Views[i].Queue, st.Views[i].Count = s.long(), 12345
		}
	}
	return st
}

// open is a ticket in the middle of its life.
func (s shift) open() work.TicketState {
	t := s.list()[1].Ticket
	t.Impact, t.Urgency = 2, 4
	t.Answers = &desk.Answers{Form: "mail", Facts: []desk.Fact{
		{Key: "disk", Value: s.say("disque\u00a0: 3\u00a0Go libres", "disk: 3 GB free"), Unusual: true}, {Key: "model", Value: "HP 840"}, {Key: "system", Value: "Win 11 24H2"},
	}}
	view := desk.View{AsOf: s.ago(time.Minute), Conversation: desk.Conversation{
		Ticket: t,
		Messages: []desk.Message{
			{ID: "1", Author: amelie, Created: s.ago(70 * time.Minute), Attachments: []desk.Attachment{s.picture()},
				Body:  s.say("Ma messagerie n’envoie plus rien. Boîte d’envoi déjà vidée.", "My e-mail does not send anything any more. I already emptied the outbox."),
				Tried: []desk.Tried{{Article: "a", Step: 1, Text: s.say("Vider la boîte d’envoi", "Empty the outbox")}}},
			{ID: "2", Author: claire, Internal: true, Created: s.ago(4 * time.Minute), Body: s.say("Quota boîte à 98\u00a0%, disque plein\u00a0: piste cache OST.", "Mailbox quota at 98%, disk full: could be the OST cache.")},
		},
		Events: []desk.Event{
			{ID: "e1", At: s.ago(20 * time.Minute), By: claire, Field: desk.FieldAssignee, To: claire.ID},
			{ID: "e2", At: s.ago(20 * time.Minute), By: claire, Field: desk.FieldStatus, From: "new", To: "open"},
		},
	}}
	return s.ticket(view)
}

func (s shift) ticket(v desk.View) work.TicketState {
	st := work.TicketState{
		View: v, Me: s.person(), Queues: s.queues(), Matrix: desk.DefaultMatrix, Boxes: map[work.Box]work.Writing{}, Sync: s.online(), Now: s.now,
		Answers: []work.Line{
			{Question: s.say("Que se passe-t-il\u00a0?", "What happens?"), Answer: s.say("Mes messages ne partent pas", "My messages don’t leave")},
			{Question: s.say("Êtes-vous la seule personne touchée\u00a0?", "Are you the only one?"), Answer: s.say("Oui, il n’y a que moi", "Yes, just me")},
			{Question: s.say("Pouvez-vous encore travailler\u00a0?", "Can you still work?"), Answer: s.say("En partie, je dois contourner", "Partly, I work around it")},
		},
		Similar: []work.Case{
			{Ref: "1987", Number: "1987", Title: s.say("Envoi bloqué, OST saturé", "Sending stuck, OST full"), Took: 12 * time.Minute},
			{Article: true, Ref: "full.fr", Title: s.say("Boîte pleine\u00a0: faire de la place", "Mailbox full: make room"), Helped: 5, Answers: true},
			{Article: true, Ref: "slow.fr", Title: s.say("Messagerie lente", "Slow mail")},
		},
		People: []desk.Person{
			s.person(), {ID: karim.ID, Name: karim.Name, Role: desk.RoleTechnician, Queues: []string{"level1"}, Site: s.say("Siège", "Head office")},
			{ID: "p8", Name: "Nadia Roussel", Role: desk.RoleTechnician, Queues: []string{"level2"}, Site: s.say("Siège", "Head office")},
			{ID: "p9", Name: "Hélène Mercier", Role: desk.RoleLead, Queues: []string{"level1", "level2", "level3"}},
		},
		May: map[desk.Verb]bool{
			desk.VerbReply: true, desk.VerbNote: true, desk.VerbAssign: true, desk.VerbPend: true, desk.VerbPlan: true, desk.VerbEscalate: true,
			desk.VerbResolve: true, desk.VerbClose: true, desk.VerbMerge: true, desk.VerbCorrect: true,
		},
	}
	st.Reasons = []work.Reason{
		{Field: desk.FieldImpact, Question: st.Answers[1].Question, Answer: st.Answers[1].Answer},
		{Field: desk.FieldUrgency, Question: st.Answers[2].Question, Answer: st.Answers[2].Answer}, {Field: desk.FieldCategory}, {Field: desk.FieldKind},
	}
	for _, t := range topics(s.words) {
		st.Topics = append(st.Topics, work.Topic{ID: t.ID, Name: t.Title})
	}
	st.Entries = s.entries(st.View)
	return st
}

func (s shift) entries(v desk.View) []model.Entry {
	return model.Timeline(v, claire.ID, func(desk.Message) bool { return true }, func(desk.Event) bool { return true })
}

// unsent has a reply and a change that wait for the network.
func (s shift) unsent() work.TicketState {
	st := s.open()
	st.Sync = s.offline()
	st.View.Messages = append(st.View.Messages, desk.Message{Key: "k1", Author: claire, Created: s.ago(2 * time.Minute),
		Body: s.say("Bonjour Amélie, je regarde votre boîte tout de suite.", "Hello Amélie, I am looking at your mailbox right now.")})
	st.View.Pending = []desk.Pending{
		{Receipt: desk.Receipt{Key: "k1", Verb: desk.VerbReply, State: desk.StateQueued}},
		{Receipt: desk.Receipt{Key: "k2", Verb: desk.VerbPlan, State: desk.StateQueued}},
	}
	st.Entries = s.entries(st.View)
	return st
}

func (s shift) conflict() work.TicketState {
	st := s.open()
	st.View.Pending = []desk.Pending{{
		Receipt: desk.Receipt{Key: "k3", Verb: desk.VerbPend, State: desk.StateAttention, Kept: s.ago(10 * time.Minute)}, Code: desk.CodeConflict,
		Text:      s.say("On attend la pièce, je vous tiens au courant.", "We are waiting for the part, I will let you know."),
		Conflicts: []desk.Conflict{{Field: desk.FieldStatus, Base: "open", Mine: "pending", Theirs: "resolved", Since: s.ago(22 * time.Minute), By: karim.Name}},
	}}
	return st
}

func (s shift) refused() work.TicketState {
	st := s.open()
	st.View.Pending = []desk.Pending{{Receipt: desk.Receipt{Key: "k4", Verb: desk.VerbReply, State: desk.StateAttention}, Code: desk.CodeForbidden,
		Text: s.say("Pouvez-vous redémarrer\u00a0?", "Could you restart?"), Texts: map[string]string{desk.TextWords: ""}}}
	return st
}

func (s shift) replying() work.TicketState {
	st := s.open()
	st.Open = work.BoxReply
	st.Boxes[work.BoxReply] = work.Writing{Text: s.say("Bonjour Amélie,\nvotre boîte est pleine à 98\u00a0%.", "Hello Amélie,\nyour mailbox is 98% full."), Attachments: []desk.Attachment{s.picture()}}
	return st
}

func (s shift) noting() work.TicketState {
	st := s.open()
	st.Open = work.BoxNote
	return st
}

func (s shift) pending() work.TicketState {
	st := s.open()
	st.View.Ticket.Status, st.View.Ticket.PendingFor, st.View.Ticket.PendingUntil = desk.StatusPending, desk.PendingVendor, s.now.Add(26*time.Hour)
	st.View.Ticket.Priority, st.View.Ticket.Assignee = desk.PriorityMajor, desk.PersonRef{}
	st.View.Ticket.ReadOnly = map[string]string{"status": s.say("Attente fournisseur", "Waiting for vendor")}
	st.May[desk.VerbTake] = true
	st.Linked = []work.Link{{Field: desk.FieldParent, Ref: "12", Number: "12", Title: s.say("Le serveur de messagerie sature", "The mail server is full"), Kind: desk.KindProblem}}
	return st
}

func (s shift) resolved() work.TicketState {
	st := s.open()
	st.View.Ticket.Status, st.View.Ticket.Outcome = desk.StatusResolved, desk.OutcomeSolved
	st.View.Messages = append(st.View.Messages,
		desk.Message{ID: "3", Author: claire, Internal: true, Created: s.ago(3 * time.Minute), HandOver: &desk.HandOver{
			Happening: s.say("Plus aucun envoi depuis 8\u00a0h.", "Nothing leaves since 8."), Tried: s.say("- Boîte d’envoi vidée\n- Redémarrage", "- Outbox emptied\n- Restart"),
			Hypothesis: s.say("Cache OST saturé", "OST cache full"), Check: s.say("La taille du fichier OST", "The size of the OST file")}},
		desk.Message{ID: "4", Author: claire, Created: s.ago(2 * time.Minute), Body: s.say("C’est réglé\u00a0: la boîte avait besoin de place.", "It is solved: the mailbox needed room."),
			Sheet: &desk.Sheet{Solution: s.say("Cache OST recréé, archives déplacées", "OST cache rebuilt, archives moved"), Workaround: true, Cause: s.say("Disque plein", "Disk full"),
				Hypotheses: []desk.Hypothesis{{Text: s.say("Cache OST saturé", "OST cache full"), Confirmed: true}}}})
	st.Entries = s.entries(st.View)
	st.May = map[desk.Verb]bool{desk.VerbReply: true, desk.VerbNote: true, desk.VerbReopen: true, desk.VerbSaveArticle: true}
	return st
}

func (s shift) merged() work.TicketState {
	st := s.open()
	st.View.Ticket.Status = desk.StatusClosed
	st.May = map[desk.Verb]bool{desk.VerbNote: true, desk.VerbReopen: true}
	st.Linked = []work.Link{{Field: desk.FieldMergedInto, Ref: "2031", Number: "2031", Title: s.say("Plus d’envoi au Siège", "No sending at head office")}}
	return st
}

func (s shift) failed() work.TicketState {
	st := s.replying()
	st.Code, st.Unkept = desk.CodeDiskFull, true
	return st
}

func (s shift) loadingTicket() work.TicketState {
	return work.TicketState{Loading: true, Me: s.person(), Now: s.now}
}

func (s shift) goneTicket() work.TicketState {
	return work.TicketState{Code: desk.CodeNotFound, Me: s.person(), Now: s.now}
}

func (s shift) longTicket() work.TicketState {
	st := s.open()
	t := &st.View.Ticket
	t.Title, t.Site, t.Requester.Name = s.long(), s.long(), s.long()
	st.View.Messages[0].Body, st.View.Messages[1].Body = s.long()+" "+s.long(), s.long()
	st.View.Partial = true
	for i := range st.Answers {
		st.Answers[i] = work.Line{Question: s.long(), Answer: s.long()}
		st.Similar[i%2].Title = s.long()
	}
	st.Entries = s.entries(st.View)
	return st
}

// talkative has a conversation that is not shown all at once.
func (s shift) talkative() work.TicketState {
	st := s.open()
	for i := range 60 {
		m := st.View.Messages[i%2]
		m.ID, m.Created, m.Attachments, m.Tried = fmt.Sprint("m", i), s.ago(time.Duration(60-i)*time.Second), nil, nil
		st.View.Messages = append(st.View.Messages, m)
	}
	st.Entries = s.entries(st.View)
	st.View.Earlier = 440
	return st
}

// fetching is a ticket with a file that is on its way.
func fetching(c model.Coming) func(shift) work.TicketState {
	return func(s shift) work.TicketState {
		st := s.open()
		st.Coming = map[string]model.Coming{model.FileKey(s.picture()): c}
		return st
	}
}

// panelOf is a ticket on which an action is being filled in.
func panelOf(v desk.Verb) func(shift) work.TicketState {
	return func(s shift) work.TicketState {
		st := s.open()
		st.Panel, st.Fields = v, s.fields(v)
		st.Merge = s.list()[2:5]
		if v == desk.VerbResolve || v == desk.VerbClose {
			st.Missing = []string{work.FieldSolution, work.FieldReason}
		}
		if v == desk.VerbSendBack {
			st.View.Ticket.Queue = "level2"
		}
		return st
	}
}

func (s shift) fields(v desk.Verb) map[string]string {
	switch v {
	case desk.VerbPend:
		return map[string]string{work.FieldFor: string(desk.PendingVendor), work.FieldUntil: desk.FormatTime(work.Days(s.now)[0].At)}
	case desk.VerbPlan:
		return map[string]string{work.FieldAt: desk.FormatTime(s.now.Add(100 * time.Hour))}
	case desk.VerbEscalate:
		return map[string]string{work.FieldTo: "level2", work.FieldHappening: s.open().View.Ticket.Title + "\n" + s.open().View.Messages[0].Body,
			work.FieldTried: s.say("- Vider la boîte d’envoi", "- Empty the outbox")}
	case desk.VerbSendBack:
		return map[string]string{work.FieldTo: "level1"}
	case desk.VerbCorrect:
		return map[string]string{"impact": "2", "urgency": "4", "priority": "3", "category": "mail", "kind": "incident"}
	}
	return map[string]string{}
}
