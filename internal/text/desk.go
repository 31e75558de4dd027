package text

import (
	"time"

	"relais/internal/desk"
)

// word looks up a word of the vocabulary. One that Relais does not know is
// shown as the helpdesk wrote it.
func word[T ~string](w *Words, family string, value T) string {
	if value == "" {
		return ""
	}
	if key := "desk." + family + "." + string(value); w.Has(key) {
		return w.T(key)
	}
	return string(value)
}

// grade looks up a word of a scale, "unknown" for what is not on it.
func grade[T ~int](w *Words, scale string, n T) string {
	if key := "desk." + scale + "." + w.Number(int(n)); w.Has(key) {
		return w.T(key)
	}
	return w.T("desk.unknown")
}

// Status is the word of a status for those who work on tickets.
func (w *Words) Status(s desk.Status) string { return word(w, "status", s) }

// Standing says where a ticket stands in the words for the person who asked:
// who has to move next, rather than the state of a process. final: they are not
// asked whether what is resolved is solved, because they can't close it.
func (w *Words) Standing(t desk.Ticket, final bool) string {
	switch {
	case t.Status == desk.StatusResolved && final:
		return w.T("desk.standing.resolved.final")
	case t.Status == desk.StatusPending && t.PendingFor.Valid():
		return w.T("desk.standing.pending." + string(t.PendingFor))
	case t.Status == desk.StatusClosed && t.Outcome == desk.OutcomeUnsolved:
		return w.T("desk.standing.closed.unsolved")
	}
	return word(w, "standing", t.Status)
}

// Kind is the word of a kind.
func (w *Words) Kind(k desk.Kind) string { return word(w, "kind", k) }

// Channel is the word of a channel.
func (w *Words) Channel(c desk.Channel) string { return word(w, "channel", c) }

// PendingFor says what a pending ticket waits for.
func (w *Words) PendingFor(p desk.PendingFor) string { return word(w, "pending", p) }

// Outcome says how a ticket ended.
func (w *Words) Outcome(o desk.Outcome) string { return word(w, "outcome", o) }

// Role is the word of a role.
func (w *Words) Role(r desk.Role) string { return word(w, "role", r) }

// Audience says who may read an article.
func (w *Words) Audience(a desk.Audience) string { return word(w, "audience", a) }

// ArticleState is the word of a state of an article.
func (w *Words) ArticleState(s desk.ArticleState) string { return word(w, "article", s) }

// ArticleKind says what an article is there for.
func (w *Words) ArticleKind(k desk.ArticleKind) string { return word(w, "article.kind", k) }

// Category names what a ticket or an article is about; one that Relais does not
// know is shown by its id.
func (w *Words) Category(id string) string {
	if key := "category." + id; w.Has(key) {
		return w.T(key)
	}
	return id
}

// Verb names what an operation does, as a thing: "Réponse", "Reply".
func (w *Words) Verb(v desk.Verb) string { return word(w, "verb", v) }

// State says how far an operation got.
func (w *Words) State(s desk.OperationState) string { return word(w, "state", s) }

// Field is the word of a field.
func (w *Words) Field(f desk.Field) string { return word(w, "field", f) }

// Priority is the word of a priority.
func (w *Words) Priority(p desk.Priority) string { return grade(w, "priority", p) }

// Impact is the word of an impact.
func (w *Words) Impact(l desk.Level) string { return grade(w, "impact", l) }

// Urgency is the word of an urgency.
func (w *Words) Urgency(l desk.Level) string { return grade(w, "urgency", l) }

// Problem says, in three sentences kept under the code, what happened, what was
// kept, and what to do next. A code that is not known is an internal fault.
func (w *Words) Problem(code desk.Code) (what, kept, next string) {
	key := "error." + string(code)
	if !w.Has(key + ".what") {
		key = "error." + string(desk.CodeInternal)
	}
	return w.T(key + ".what"), w.T(key + ".kept"), w.T(key + ".next")
}

// Needs says why an action needs a person, as Problem does. Where nobody knows whether
// it has arrived, what each answer would do depends on that.
func (w *Words) Needs(p desk.Pending) (what, kept, next string) {
	if p.Code.Unknown() {
		return w.T("unsure.what"), w.T("unsure.kept"), w.T("unsure.next")
	}
	return w.Problem(p.Code)
}

// About says which field a problem is about; "" when none is known.
func (w *Words) About(f desk.Field) string {
	if f == "" {
		return ""
	}
	return w.T("error.about", "Field", w.Field(f))
}

// Names finds the name of what a field points to: of a queue, a person, a
// ticket, a category; "" when it is not known.
type Names func(f desk.Field, id string) string

// Value is the value of a field, given in its text form, as people read it. An
// empty value reads as nothing, nobody.
func (w *Words) Value(f desk.Field, v string, now time.Time, names Names) string {
	if v == "" {
		if f == desk.FieldAssignee {
			return w.T("desk.nobody")
		}
		return w.T("desk.nothing")
	}
	var t desk.Ticket
	if t.Set(f, v) != nil {
		return v
	}
	switch f {
	case desk.FieldKind:
		return w.Kind(t.Kind)
	case desk.FieldStatus:
		return w.Status(t.Status)
	case desk.FieldOutcome:
		return w.Outcome(t.Outcome)
	case desk.FieldPendingFor:
		return w.PendingFor(t.PendingFor)
	case desk.FieldImpact:
		return w.Impact(t.Impact)
	case desk.FieldUrgency:
		return w.Urgency(t.Urgency)
	case desk.FieldPriority:
		return w.Priority(t.Priority)
	case desk.FieldPendingUntil:
		return w.When(t.PendingUntil, now)
	case desk.FieldPlannedAt:
		return w.When(t.PlannedAt, now)
	case desk.FieldDue:
		return w.When(t.Due, now)
	}
	return w.named(f, v, names)
}

func (w *Words) named(f desk.Field, id string, names Names) string {
	if names != nil {
		if name := names(f, id); name != "" {
			return name
		}
	}
	if f == desk.FieldCategory {
		return w.Category(id)
	}
	return id
}

// Sides say from when the two values of a conflict are: this person's, and the
// helpdesk's with the name of who set it. theirs is "" where nothing tells.
func (w *Words) Sides(kept time.Time, c desk.Conflict, now time.Time) (mine, theirs string) {
	mine = w.When(kept, now)
	switch {
	case c.Since.IsZero():
		return mine, ""
	case c.By == "":
		return mine, w.T("desk.side.theirs", "When", w.When(c.Since, now))
	}
	return mine, w.T("desk.side.theirs.by", "When", w.When(c.Since, now), "By", c.By)
}

// Event is one line of a ticket's history: what changed, without who and when,
// but where the person is the news.
func (w *Words) Event(e desk.Event, now time.Time, names Names) string {
	from, to := w.Value(e.Field, e.From, now, names), w.Value(e.Field, e.To, now, names)
	switch {
	case e.Field == desk.FieldAssignee && e.To == "":
		return w.T("desk.event.released")
	case e.Field == desk.FieldAssignee && e.To == e.By.ID:
		return w.T("desk.event.taken", "Name", to)
	case e.Field == desk.FieldAssignee:
		return w.T("desk.event.assigned", "Name", to)
	case e.Field == desk.FieldQueue && e.To != "":
		return w.T("desk.event.moved", "Queue", to)
	case e.Field == desk.FieldMergedInto && e.From != "":
		return w.T("desk.event.merged", "From", from, "To", to)
	case e.From == "":
		return w.T("desk.event.set", "Field", w.Field(e.Field), "To", to)
	case e.To == "":
		return w.T("desk.event.cleared", "Field", w.Field(e.Field), "From", from)
	}
	return w.T("desk.event.changed", "Field", w.Field(e.Field), "From", from, "To", to)
}
