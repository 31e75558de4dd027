package gallery

import (
	"fmt"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/model/requests"
)

// sample makes states in the language of who looks at them.
type sample struct {
	words *text.Words
	now   time.Time
}

func sampleOf(w *text.Words, now time.Time) sample { return sample{w, now} }

// say picks the words of the language.
func (s sample) say(fr, en string) string {
	if s.words.Lang() == "fr" {
		return fr
	}
	return en
}

func (s sample) ago(d time.Duration) time.Time { return s.now.Add(-d) }

// long is a title of two hundred letters with words that no line can hold.
func (s sample) long() string {
	return "Anticonstitutionnellement, l’ordonnancement hyperspectroradiométrique desserviceschargésdelamaintenanceetdelexploitationdesréseaux " +
		"ne répond plus depuis la mise à jour de cette nuit, sauf au troisième étage"
}

func (s sample) online() desk.SyncStatus {
	return desk.SyncStatus{SignedIn: true, Online: true, Pulled: s.ago(time.Minute)}
}

func (s sample) offline() desk.SyncStatus {
	return desk.SyncStatus{SignedIn: true, Since: s.ago(14 * time.Minute), Pulled: s.ago(14 * time.Minute), Waiting: 1, Code: desk.CodeUnreachable}
}

var (
	amelie = desk.PersonRef{ID: "p1", Name: "Amélie Durand"}
	claire = desk.PersonRef{ID: "p2", Name: "Claire Martin"}
)

func topics(w *text.Words) []ask.Topic {
	s := sample{words: w}
	return []ask.Topic{
		{ID: "signin", Icon: "key", Title: s.say("Je n’arrive pas à me connecter", "I can’t sign in"), Home: true},
		{ID: "slow", Icon: "slow", Title: s.say("Mon ordinateur rame", "My computer is slow"), Home: true},
		{ID: "network", Icon: "wifi", Title: "Internet, Wi-Fi", Home: true},
		{ID: "mail", Icon: "mail", Title: s.say("Messagerie", "E-mail"), Home: true},
		{ID: "printing", Icon: "printer", Title: s.say("Impression", "Printing"), Home: true},
		{ID: "software", Icon: "window", Title: s.say("Un programme ne marche plus", "A program stopped working"), Home: true},
		{ID: "request", Icon: "gift", Title: s.say("J’ai besoin de quelque chose", "I need something"), Home: true},
		{ID: "other", Icon: "chat", Title: s.say("Autre chose", "Something else"), Home: true},
		{ID: "meeting", Icon: "headset", Title: s.say("Réunion, appel, salle", "Meeting, call, room")},
		{ID: "hardware", Icon: "screen", Title: s.say("Écran, clavier, souris…", "Screen, keyboard, mouse…")},
		{ID: "files", Icon: "folder", Title: s.say("Fichiers et dossiers", "Files and folders")},
		{ID: "security", Icon: "shield", Title: s.say("Message louche, appareil perdu", "Odd message, lost device")},
		{ID: "howto", Icon: "question", Title: s.say("Comment faire…", "How do I…")},
	}
}

func (s sample) home() ask.State {
	return ask.State{Stage: ask.StageDescribe, Name: "Amélie Durand", MineLoaded: true, Sync: s.online(), Now: s.now}
}

func (s sample) typed() ask.State {
	st := s.home()
	st.Text, st.Kept = s.say("ma messagerie n’envoie plus rien", "my e-mail does not send anything any more"), true
	return st
}

func (s sample) sentence(topic string) ask.State {
	st := s.home()
	st.Stage = ask.StageSentence
	for _, t := range topics(s.words) {
		if t.ID == topic {
			st.Topic = t
		}
	}
	return st
}

func (s sample) hits() []model.Hit {
	found := func(before, word, after string) []model.Piece {
		return []model.Piece{{Text: before}, {Text: word, Found: true}, {Text: after}}
	}
	return []model.Hit{
		{ID: "outbox", Title: found(s.say("Mes ", "My "), s.say("messages", "messages"), s.say(" restent dans la boîte d’envoi", " stay in the outbox")), Helped: 12,
			Passage: found(s.say("Vérifiez «\u00a0Travailler hors connexion\u00a0», puis videz la boîte d’", "Check “Work offline”, then empty the "), s.say("envoi", "outbox"), "…")},
		{ID: "full", Title: found("", s.say("Boîte", "Mailbox"), s.say(" pleine\u00a0: faire de la place en 3 minutes", " full: make room in 3 minutes")), Helped: 5, Learned: []string{s.say("mail bloqué", "mail stuck")},
			Passage: found(s.say("Quand la boîte dépasse 2\u00a0Go, plus rien ne part…", "When the mailbox is over 2 GB, nothing leaves any more…"), "", "")},
	}
}

func (s sample) asked() ask.State {
	st := s.typed()
	st.Stage, st.Topic = ask.StageQuestion, ask.Topic{ID: "mail", Icon: "mail", Title: s.say("Messagerie", "E-mail")}
	st.Question = ask.Question{ID: "work", Type: ask.One, Text: s.say("Pouvez-vous encore travailler\u00a0?", "Can you still work?"),
		Help: s.say("Pour savoir à quel point c’est pressé.", "So that we know how pressing it is."),
		Options: []ask.Option{
			{ID: "yes", Text: s.say("Oui, c’est surtout gênant", "Yes, it is mostly annoying")},
			{ID: "partly", Text: s.say("En partie\u00a0: je dois contourner", "Partly: I have to work around it")},
			{ID: "no", Text: s.say("Non, je suis bloqué(e)", "No, I am stuck")},
			{ID: "unknown", Text: s.say("Je ne sais pas", "I don’t know"), Unknown: true},
		}}
	st.Given = []desk.Answer{{Question: "what", Values: []string{"send"}}, {Question: "who", Values: []string{"me"}}}
	st.Lines = []ask.Line{
		{Question: s.say("Que se passe-t-il\u00a0?", "What happens?"), Answer: s.say("Mes messages ne partent pas", "My messages don’t leave")},
		{Question: s.say("Êtes-vous la seule personne touchée\u00a0?", "Are you the only one?"), Answer: s.say("Oui, il n’y a que moi", "Yes, just me")},
	}
	st.Tried = []desk.Tried{{Article: "outbox", Step: 1, Text: s.say("Vider la boîte d’envoi", "Empty the outbox")}}
	st.Asked, st.Left = 2, 1
	return st
}

func (s sample) picture() desk.Attachment {
	return desk.Attachment{ID: "a1", Name: "capture.png", Size: 214_000, SHA256: "1", MediaType: "image/png"}
}

func (s sample) review() ask.State {
	st := s.asked()
	st.Stage, st.Question = ask.StageReview, ask.Question{}
	st.Text = s.say("Ma messagerie n’envoie plus rien\nDepuis ce matin, tout reste dans la boîte d’envoi. J’ai redémarré une fois.",
		"My e-mail does not send anything any more\nSince this morning everything stays in the outbox. I restarted once.")
	st.Lines = append(st.Lines, ask.Line{Question: s.say("Pouvez-vous encore travailler\u00a0?", "Can you still work?"), Answer: s.say("En partie\u00a0: je dois contourner", "Partly: I have to work around it")},
		ask.Line{Question: s.say("Autre chose à nous dire\u00a0?", "Anything else to tell us?")})
	st.Attachments = []desk.Attachment{s.picture()}
	return st
}

func (s sample) receipt(state desk.OperationState) ask.State {
	st := s.home()
	st.Stage = ask.StageSent
	st.Receipt = desk.Receipt{Key: "0195d0a0-0000-7000-8000-00000a7f21c4", State: state, Kept: s.ago(time.Minute),
		Title: s.say("Ma messagerie n’envoie plus rien", "My e-mail does not send anything any more")}
	if state == desk.StateAccepted {
		st.Receipt.Number, st.Receipt.Ticket, st.Receipt.Accepted = "2061", "61", s.now
	}
	return st
}

func (s sample) rows() []desk.Row {
	ticket := func(number, fr, en string, status desk.Status, age time.Duration) desk.Row {
		return desk.Row{Ticket: desk.Ticket{ID: number, Number: number, Title: s.say(fr, en), Status: status, Requester: amelie, Assignee: claire,
			Created: s.ago(age + 3*time.Hour), Updated: s.ago(age)}}
	}
	rows := []desk.Row{
		ticket("2041", "Double écran noir au réveil", "Second screen black after sleep", desk.StatusPending, 16*time.Hour),
		ticket("2038", "Accès au dossier Comptabilité", "Access to the Accounting folder", desk.StatusPlanned, 26*time.Hour),
		ticket("", "Ma messagerie n’envoie plus rien", "My e-mail does not send anything any more", desk.StatusNew, 4*time.Minute),
		ticket("2044", "Le clavier tape deux fois la même lettre", "The keyboard types letters twice", desk.StatusOpen, 40*time.Minute),
		ticket("2035", "Casque sans fil pour les réunions", "Wireless headset for meetings", desk.StatusPending, 3*24*time.Hour),
		ticket("2029", "Wi-Fi très lent en salle 204", "Wi-Fi very slow in room 204", desk.StatusResolved, 20*time.Hour),
		ticket("1987", "Impression recto verso", "Two-sided printing", desk.StatusClosed, 30*24*time.Hour),
		ticket("1950", "Installation du logiciel de paie", "Payroll program", desk.StatusClosed, 90*24*time.Hour),
	}
	rows[0].PendingFor, rows[4].PendingFor = desk.PendingUser, desk.PendingPart
	rows[1].PlannedAt = s.now.Add(6 * time.Hour)
	rows[2].ID, rows[2].Key, rows[2].Assignee, rows[2].Waiting = "", "0195d0a0-0000-7000-8000-00000a7f21c4", desk.PersonRef{}, 1
	rows[3].Written = true
	return rows
}

func (s sample) list() requests.ListState {
	st := requests.ListState{Groups: map[requests.Group][]desk.Row{}, Sync: s.online(), Now: s.now}
	for _, r := range s.rows() {
		g := requests.GroupOf(r.Ticket, false)
		st.Groups[g] = append(st.Groups[g], r)
		st.Count++
	}
	return st
}

// page is a request whose technician asks to try two things.
func (s sample) page() requests.PageState {
	st := s.pageIn(desk.StatusPending)
	st.View.Ticket.PendingFor = desk.PendingUser
	st.Asked = &requests.Asked{By: claire, Tasks: []requests.Task{
		{Text: s.say("Débrancher la station d’accueil, attendre 10 secondes, rebrancher", "Unplug the docking station, wait 10 seconds, plug it in again"), Done: true},
		{Text: s.say("Ouvrir **Paramètres › Affichage** et choisir «\u00a0Étendre\u00a0»", "Open **Settings › Display** and choose “Extend”")},
	}}
	return st
}

func (s sample) pageIn(status desk.Status) requests.PageState {
	t := s.rows()[0].Ticket
	t.Status, t.PendingFor, t.Created = status, "", s.ago(44*time.Hour)
	messages := []desk.Message{
		{ID: "1", TicketID: t.ID, Author: amelie, Created: s.ago(44 * time.Hour), Attachments: []desk.Attachment{s.picture()},
			Body:  s.say("Quand j’ouvre le portable le matin, l’écran de droite reste noir.", "When I open the laptop in the morning, the screen on the right stays black."),
			Tried: []desk.Tried{{Article: "a", Step: 1, Text: s.say("Éteindre et rallumer l’écran", "Turn the screen off and on again")}}},
		{ID: "2", TicketID: t.ID, Author: claire, Created: s.ago(16 * time.Hour),
			Body: s.say("Bonjour Amélie, merci pour la capture. Pouvez-vous essayer les deux étapes ci-dessus\u00a0?", "Hello Amélie, thank you for the screenshot. Could you try the two steps above?")},
	}
	events := []desk.Event{{ID: "e1", TicketID: t.ID, At: s.ago(17 * time.Hour), By: claire, Field: desk.FieldAssignee, To: claire.ID}}
	if status.Done() {
		events = append(events, desk.Event{ID: "e2", TicketID: t.ID, At: s.ago(time.Hour), By: claire, Field: desk.FieldStatus, From: "open", To: string(status)})
	}
	view := desk.View{Conversation: desk.Conversation{Ticket: t, Messages: messages, Events: events}, AsOf: s.ago(14 * time.Minute)}
	told := []model.Line{
		{Question: s.say("Que se passe-t-il\u00a0?", "What is going on?"), Answer: s.say("L’écran ne s’allume pas", "The screen does not turn on")},
		{Question: s.say("Pouvez-vous encore travailler\u00a0?", "Can you still work?"), Answer: s.say("En partie\u00a0: je dois contourner", "Partly: I have to work around it")},
	}
	return requests.PageState{View: view, Entries: entries(view), Told: told, Receipt: "0195d0a0-0000-7000-8000-00000a7f21c4", MayReply: status != desk.StatusClosed,
		MayConfirm: status != desk.StatusClosed, MayBack: status.Done(), Sync: s.online(), Now: s.now}
}

func entries(v desk.View) []model.Entry {
	return model.Timeline(v, amelie.ID, func(desk.Message) bool { return true }, func(desk.Event) bool { return true })
}

// fetching has a file that is on its way.
func (s sample) fetching(c model.Coming) requests.PageState {
	st := s.pageIn(desk.StatusOpen)
	st.Coming = map[string]model.Coming{model.FileKey(s.picture()): c}
	return st
}

// talkative has a conversation that is not shown all at once.
func (s sample) talkative() requests.PageState {
	st := s.pageIn(desk.StatusOpen)
	for i := range 20 {
		m := st.View.Messages[i%2]
		m.ID, m.Created, m.Attachments, m.Tried = fmt.Sprint("m", i), s.ago(time.Duration(20-i)*time.Minute), nil, nil
		st.View.Messages = append(st.View.Messages, m)
	}
	st.Entries = entries(st.View)
	st.View.Earlier = 478
	return st
}

// waiting is a request with a reply that has not left yet.
func (s sample) waiting() requests.PageState {
	st := s.pageIn(desk.StatusOpen)
	st.Sync = s.offline()
	st.View.Messages = append(st.View.Messages, desk.Message{Key: "k", Author: amelie, Created: s.ago(5 * time.Minute),
		Body: s.say("C’est fait, mais l’écran reste noir.", "Done, but the screen stays black.")})
	st.View.Pending = []desk.Pending{{Receipt: desk.Receipt{Key: "k", State: desk.StateQueued}}}
	st.Entries = entries(st.View)
	return st
}
