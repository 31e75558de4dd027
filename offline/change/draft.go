package change

import (
	"cmp"

	"relais/internal/desk"
)

// Drafted is the draft that an operation was made of. subject is the id, or the key,
// of the ticket or the article that it is about; "" for what it makes itself.
func Drafted(o Written, subject string) desk.Draft {
	d := desk.Draft{ID: string(o.Verb()) + "/" + subject, Texts: map[string]string{}, Attachments: o.Files()}
	switch o := o.(type) {
	case *Ask:
		d.ID, d.Answers, d.Tried = desk.DraftAsk, o.Ticket.Answers, o.Ticket.Message.Tried
	case *Reply:
		d.Tried = o.Message.Tried
	case *Note:
		d.Tried = o.Message.Tried
	case *Back: // is written where replies are
		d.ID = string(desk.VerbReply) + "/" + subject
	case *Pend:
		d.Texts[desk.TextFor], d.Texts[desk.TextUntil] = string(o.For), desk.FormatTime(o.Until)
	case *Escalate:
		d.Texts[desk.TextTo] = o.Queue
	case *SendBack:
		d.Texts[desk.TextTo] = o.Queue
	case *Resolve:
		o.drafted(d.Texts)
	case *SaveArticle:
		d.ID, d.Texts = desk.DraftEditor+o.editor(subject), o.Article.Texts()
	}
	for name, text := range o.Fields() {
		d.Texts[name] = *text
	}
	return d
}

// drafted adds what of a sheet is picked, and its hypotheses.
func (o *Resolve) drafted(texts map[string]string) {
	yes := map[bool]string{true: "yes"}
	texts[desk.TextWorkaround] = yes[o.Sheet.Workaround]
	var ideas []string
	for _, h := range o.Sheet.Hypotheses {
		ideas = append(ideas, h.Text)
		texts[desk.TextConfirmed] = cmp.Or(texts[desk.TextConfirmed], yes[h.Confirmed])
	}
	texts[desk.TextHypothesis] = paragraphs(ideas...)
}

// editor says what the article is written from.
func (o *SaveArticle) editor(id string) string {
	switch {
	case id != "":
		return desk.EditorArticle + id
	case o.Article.Ticket != "":
		return desk.EditorTicket + o.Article.Ticket
	}
	return desk.EditorNew + o.Article.Title
}
