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

// pasted names the file that a long paste becomes.
const pasted = "texte.txt"

// Type takes the person's own words as they are typed.
func (f *Flow) Type(text string) {
	if f.State().Text == text {
		return
	}
	short, file, over := model.Overflow(text)
	if over {
		f.Attach(pasted, file)
	}
	f.edit(func(s *State) {
		s.Text = short
		if strings.TrimSpace(short) == "" && len(s.Given) == 0 {
			s.Form = nil
		}
	})
	f.suggest()
}

// suggest looks for articles that fit the words; a newer key makes an older
// answer stale.
func (f *Flow) suggest() {
	f.tasks.Latest("suggest", suggestAfter, func(ctx context.Context) {
		s := f.State()
		words := strings.TrimSpace(s.Text)
		var hits []suggest.Hit
		if utf8.RuneCountInString(words) >= suggestFrom {
			found, err := f.desk.Search(ctx, suggest.Query{
				Text: s.Text, Lang: f.lang(), Kind: "article", Limit: suggestions, Typing: true,
			})
			if ctx.Err() != nil || err != nil {
				return
			}
			hits = found
		}
		f.change(func(s *State) { s.Suggestions = hits })
	})
}

// Pick begins the form of a tile. Without words of the person's own, it first
// asks for one sentence.
func (f *Flow) Pick(formID string) {
	fm, ok := f.forms.Form(formID)
	if !ok {
		return
	}
	f.edit(func(s *State) {
		if s.Form != fm {
			s.Form, s.Given = fm, nil
		}
		f.advance(s)
	})
}

// Continue goes from the person's words to the questions of the form that fits
// them.
func (f *Flow) Continue() {
	if strings.TrimSpace(f.State().Text) == "" {
		return
	}
	f.edit(func(s *State) {
		if s.Form == nil {
			id, ok := f.forms.Guess(s.Text, f.lang())
			if !ok {
				id = otherForm
			}
			s.Form, _ = f.forms.Form(id)
		}
		f.advance(s)
	})
}

// otherForm is for what fits no other form.
const otherForm = "other"

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
	f.tasks.Go(func(ctx context.Context) {
		a, err := f.copy(ctx, name, open)
		if err != nil {
			f.change(func(s *State) { s.Code = desk.CodeOf(err) })
			return
		}
		f.edit(func(s *State) {
			s.Attachments = append(s.Attachments[:len(s.Attachments):len(s.Attachments)], a)
		})
	})
}

func (f *Flow) copy(ctx context.Context, name string, open func() (io.ReadCloser, error)) (desk.Attachment, error) {
	r, err := open()
	if err != nil {
		return desk.Attachment{}, &desk.Error{Code: desk.CodeVanished, Op: "attach", Err: err}
	}
	defer r.Close()
	return f.desk.Attach(ctx, name, r)
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
