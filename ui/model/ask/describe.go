package ask

import (
	"context"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/internal/suggest"
	"relais/ui/model"
)

const (
	suggestions  = 3
	suggestAfter = 30 * time.Millisecond // after the last key
	suggestFrom  = 2                     // letters
)

// Type takes the person's own words as they are typed.
func (f *Flow) Type(text string) {
	if f.State().Text == text {
		return
	}
	short := f.shorten(text)
	f.edit(func(s *State) {
		s.Text = short
		if !s.picked && len(s.Given) == 0 {
			s.form = nil
		}
	})
	f.suggest()
}

// shorten makes a file of a paste that is too long for a field.
func (f *Flow) shorten(text string) string {
	short, file, over := model.Overflow(text)
	if over {
		f.Attach(model.Pasted, file)
	}
	return short
}

// suggest looks for articles that fit the words; a newer key makes an older
// answer stale.
func (f *Flow) suggest() {
	f.tasks.Latest("suggest", suggestAfter, func(ctx context.Context) {
		s := f.State()
		words := strings.TrimSpace(s.Text)
		var hits []model.Hit
		enough := utf8.RuneCountInString(words) >= suggestFrom
		if enough {
			found, err := f.desk.Search(ctx, suggest.Query{
				Text: s.Text, Lang: f.lang(), Kind: "article", Limit: suggestions, Typing: true,
			})
			if ctx.Err() != nil || err != nil {
				return
			}
			hits = model.Hits(found)
		}
		f.change(func(now *State) {
			if now.Text != s.Text { // it is looked for again
				return
			}
			if !enough {
				now.found.Clear()
			}
			now.found.Take(s.Text, hits)
			now.Suggestions = now.found.Shown()
		})
	})
}

// restAfter is how long after it left the suggestions a pointer may still be on its
// way to another one.
const restAfter = 400 * time.Millisecond

// Rest tells whether the pointer or the focus rests on a suggestion. Until it
// leaves them, they keep their places.
func (f *Flow) Rest(on bool) {
	if !on {
		f.tasks.Latest("rest", restAfter, func(ctx context.Context) {
			f.change(func(s *State) {
				if ctx.Err() == nil { // otherwise it came back
					s.found.Release()
					s.Suggestions = s.found.Shown()
				}
			})
		})
		return
	}
	f.tasks.Latest("rest", 0, func(context.Context) {})
	f.mu.Lock()
	defer f.mu.Unlock()
	f.state.found.Hold()
}

// Pick begins the form of a tile. Without words of the person's own, it first
// asks for one sentence.
func (f *Flow) Pick(formID string) {
	fm, ok := f.forms.Form(formID)
	if !ok {
		return
	}
	f.edit(func(s *State) {
		if s.form != fm {
			s.form, s.Given = fm, nil
		}
		s.picked, s.Topics = true, false
		f.advance(s)
	})
}

// Continue goes from the person's words to the questions of the form that was
// picked, or else of the one that fits the words.
func (f *Flow) Continue() {
	if blank(f.State().Text) {
		return
	}
	f.edit(func(s *State) {
		if s.form == nil {
			id, ok := f.forms.Guess(s.Text, f.lang())
			if !ok {
				id = OtherForm
			}
			s.form, _ = f.forms.Form(id)
		}
		s.Topics = false
		f.advance(s)
	})
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }

// Reconsider lets the person pick another topic than the one that was guessed.
// The answers stay until another one is picked.
func (f *Flow) Reconsider() {
	f.edit(func(s *State) { s.Stage, s.Topics, s.question = StageSentence, true, nil })
}

// OtherForm is for what fits no other form.
const OtherForm = "other"

// Carry takes over what was tried in an article that did not help.
func (f *Flow) Carry(tried []desk.Tried, query string) {
	f.edit(func(s *State) {
		if s.Text == "" {
			s.Text = query
		}
		for _, t := range tried {
			if !contains(s.Tried, t) {
				s.Tried = append(s.Tried[:len(s.Tried):len(s.Tried)], t)
			}
		}
	})
	if f.State().Text != "" {
		f.Continue()
	}
}

func contains(list []desk.Tried, t desk.Tried) bool {
	for _, have := range list {
		if have.Article == t.Article && have.Step == t.Step {
			return true
		}
	}
	return false
}

// Attach adds a file. It closes what open returns.
func (f *Flow) Attach(name string, open func() (io.ReadCloser, error)) {
	f.tasks.InTurn(func(ctx context.Context) {
		a, err := model.Attach(ctx, f.desk, name, open)
		if err != nil {
			f.change(func(s *State) { s.Refused = model.Refused{Name: name, Code: desk.CodeOf(err)} })
			return
		}
		f.edit(func(s *State) {
			s.Attachments = append(s.Attachments[:len(s.Attachments):len(s.Attachments)], a)
		})
	})
}

// Detach takes a file out again.
func (f *Flow) Detach(i int) {
	f.edit(func(s *State) {
		if i >= 0 && i < len(s.Attachments) {
			rest := append([]desk.Attachment{}, s.Attachments[:i]...)
			s.Attachments = append(rest, s.Attachments[i+1:]...)
		}
	})
}
