package ask

import (
	"maps"
	"slices"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
)

// advance goes to the first question that has no answer yet, or to the review.
// It needs the lock.
func (f *Flow) advance(s *State) {
	s.Chosen, s.Written, s.question = nil, "", nil
	switch {
	case s.form == nil:
		s.Stage = StageDescribe
		return
	case blank(s.Text):
		s.Stage = StageSentence
		return
	}
	q, ok := s.form.Next(s.Given)
	s.Asked, s.Left = s.form.Path(s.Given)
	s.shown = f.now()
	if !ok {
		s.Stage = StageReview
		return
	}
	s.Stage, s.question, s.Written = StageQuestion, q, s.words[q.ID]
	if o, ok := q.Suggest(s.Text, f.lang()); ok { // to be confirmed
		s.Chosen = []string{o}
	}
}

// doubleClick is how soon after a question or the review came a click, or a key,
// still belongs to what was there before.
const doubleClick = 250 * time.Millisecond

// Choose picks an option of the question. Where only one can be picked it is the
// answer, and the next question comes; picking again takes a choice back where
// several can be. A double click answers one question, not two.
func (f *Flow) Choose(option string) {
	f.edit(func(s *State) {
		switch {
		case s.question == nil || f.now().Sub(s.shown) < doubleClick:
		case s.question.Type == form.TypeMany:
			s.Chosen = toggle(s.question, s.Chosen, option)
		default:
			s.Chosen = []string{option}
			f.answer(s)
		}
	})
}

// toggle picks an option or takes it back. "None of these" and "I don't know"
// stand alone.
func toggle(q *form.Question, list []string, v string) []string {
	if slices.Contains(list, v) {
		return slices.DeleteFunc(slices.Clone(list), func(have string) bool { return have == v })
	}
	alone := map[string]bool{}
	for _, o := range q.Options {
		alone[o.ID] = o.Way != ""
	}
	if alone[v] {
		return []string{v}
	}
	rest := slices.DeleteFunc(slices.Clone(list), func(have string) bool { return alone[have] })
	return append(rest, v)
}

// Write takes the words given to a question that is answered in words.
func (f *Flow) Write(text string) {
	if s := f.State(); s.question == nil || s.Written == text {
		return
	}
	short := f.shorten(text)
	f.edit(func(s *State) {
		s.Written = short
		s.words = maps.Clone(s.words)
		if s.words == nil {
			s.words = map[string]string{}
		}
		s.words[s.question.ID] = short
	})
}

// Next takes what is picked or written as the answer; a question in words may be
// left empty. What was suggested is not taken by a double click.
func (f *Flow) Next() {
	f.edit(func(s *State) {
		switch {
		case s.question == nil:
		case s.question.Type == form.TypeText:
			f.answer(s)
		case len(s.Chosen) > 0 && f.now().Sub(s.shown) >= doubleClick:
			f.answer(s)
		}
	})
}

// answer needs the lock.
func (f *Flow) answer(s *State) {
	a := desk.Answer{Question: s.question.ID, Values: s.Chosen, Text: strings.TrimSpace(s.Written)}
	given := slices.Clone(s.Given)
	if i := slices.IndexFunc(given, func(g desk.Answer) bool { return g.Question == a.Question }); i >= 0 {
		given[i] = a
	} else {
		given = append(given, a)
	}
	s.Given = s.form.Prune(given)
	s.words = maps.Clone(s.words)
	delete(s.words, a.Question)
	f.advance(s)
}

// Back goes to the question before, with its answer still picked; from the first
// one to the person's own words.
func (f *Flow) Back() {
	f.edit(func(s *State) {
		if s.Stage == StageSentence {
			f.leaveSentence(s)
			return
		}
		at := len(s.Given)
		if s.Stage == StageQuestion && s.question != nil {
			at = position(s.Given, s.question.ID)
		}
		if at == 0 || s.Stage == StageDescribe {
			s.home()
			return
		}
		f.reopen(s, at-1)
	})
}

// leaveSentence goes back to where the sentence or another topic was asked for.
// It needs the lock.
func (f *Flow) leaveSentence(s *State) {
	if s.Topics {
		s.Topics = false
		f.advance(s)
		return
	}
	s.home()
}

// home shows the first page. A topic that nothing was said about is forgotten.
func (s *State) home() {
	s.Stage, s.question, s.Topics = StageDescribe, nil, false
	if blank(s.Text) && len(s.Given) == 0 {
		s.form, s.picked = nil, false
	}
}

func position(given []desk.Answer, question string) int {
	if i := slices.IndexFunc(given, func(a desk.Answer) bool { return a.Question == question }); i >= 0 {
		return i
	}
	return len(given)
}

// Change goes back to one answer to give another.
func (f *Flow) Change(i int) {
	f.edit(func(s *State) {
		if i >= 0 && i < len(s.Given) {
			f.reopen(s, i)
		}
	})
}

// reopen shows the question of an answer again. It needs the lock.
func (f *Flow) reopen(s *State, i int) {
	at := slices.IndexFunc(s.form.Questions, func(q form.Question) bool { return q.ID == s.Given[i].Question })
	if at < 0 {
		return
	}
	s.Stage, s.question = StageQuestion, &s.form.Questions[at]
	s.Chosen, s.Written = slices.Clone(s.Given[i].Values), s.Given[i].Text
	if typed, ok := s.words[s.question.ID]; ok {
		s.Written = typed
	}
	s.Asked, s.Left = s.form.Path(s.Given[:i])
}
