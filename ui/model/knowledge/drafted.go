package knowledge

import (
	"strconv"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
)

// Drafted makes an article of a resolved ticket: what happened, what to do as
// steps, and why, in the language of the words.
func Drafted(v desk.View, w *text.Words) desk.Article {
	a := desk.Article{
		Lang: w.Lang(), Title: v.Ticket.Title, Category: v.Ticket.Category, Audience: desk.AudienceEveryone,
		State: desk.ArticleDraft, Ticket: v.Ticket.ID,
	}
	var b strings.Builder
	if len(v.Messages) > 0 {
		b.WriteString(strings.TrimSpace(v.Messages[0].Body) + "\n")
	}
	if s := lastSheet(v.Messages); s != nil {
		section(&b, w.T("kb.draft.steps"), steps(s.Solution))
		if s.Workaround {
			b.WriteString("\n" + w.T("kb.draft.workaround") + "\n")
		}
		section(&b, w.T("kb.draft.tested"), s.Tested)
		section(&b, w.T("kb.draft.why"), joined(s.Cause, s.Analysis))
	}
	a.Body = strings.TrimSpace(b.String()) + "\n"
	return a
}

// DraftID names the draft of an article that is made of a ticket.
func DraftID(ticket string) string { return desk.DraftEditor + desk.EditorTicket + ticket }

// OnDevice is an article of a ticket as a draft that stays on this device, where
// the editor finds it too.
func OnDevice(a desk.Article, at time.Time) desk.Draft {
	return desk.Draft{ID: DraftID(a.Ticket), Texts: a.Texts(), Updated: at}
}

// FromDevice is the article of such a draft.
func FromDevice(d desk.Draft) desk.Article {
	a := desk.Article{State: desk.ArticleDraft, Ticket: strings.TrimPrefix(d.ID, DraftID(""))}
	fill(&a, d.Texts)
	return a
}

func lastSheet(messages []desk.Message) *desk.Sheet {
	for i := len(messages) - 1; i >= 0; i-- {
		if messages[i].Sheet != nil {
			return messages[i].Sheet
		}
	}
	return nil
}

func section(b *strings.Builder, title, body string) {
	if body = strings.TrimSpace(body); body != "" {
		b.WriteString("\n## " + title + "\n" + body + "\n")
	}
}

func joined(parts ...string) string {
	var full []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			full = append(full, p)
		}
	}
	return strings.Join(full, "\n\n")
}

// steps numbers the lines of a solution, unless they are numbered already.
func steps(solution string) string {
	if step.MatchString(solution) {
		return solution
	}
	var list []string
	for line := range strings.Lines(solution) {
		if line = strings.TrimSpace(strings.TrimLeft(line, "-*• \t")); line != "" {
			list = append(list, strconv.Itoa(len(list)+1)+". "+line)
		}
	}
	return strings.Join(list, "\n")
}
