package account

import (
	"strings"
	"sync"
	"unicode/utf8"

	"relais/internal/desk"
	"relais/ui/model"
)

// Answer is how a question for the passphrase ends.
type Answer string

// The answers.
const (
	AnswerSaid      Answer = "said"
	AnswerLater     Answer = "later"     // not now
	AnswerForgotten Answer = "forgotten" // start over
)

// PassphraseState is what the question shows.
type PassphraseState struct {
	New     bool // one is to be chosen, and said twice
	Refused bool // the one just said opens nothing
	Least   int  // characters of a new one
	Missing bool // nothing is written
	Short   bool // the new one is too short
	Differ  bool // what is written the second time is another one
	Lost    bool // the person may have forgotten it, and reads what starting over means
}

// Passphrase is one question for the passphrase of the file with the person's
// sign-in details. It ends with one answer.
type Passphrase struct {
	model.Signal
	answer func(Answer, desk.Secret)

	mu           sync.Mutex
	state        PassphraseState
	first, again string
	over         bool
}

// NewPassphrase asks for the passphrase that opens the file, refused after one that
// does not; answer is called once, on the goroutine of whoever ends it.
func NewPassphrase(refused bool, answer func(Answer, desk.Secret)) *Passphrase {
	return &Passphrase{answer: answer, state: PassphraseState{Refused: refused}}
}

// NewChoice asks for a new passphrase of at least so many characters.
func NewChoice(least int, answer func(Answer, desk.Secret)) *Passphrase {
	return &Passphrase{answer: answer, state: PassphraseState{New: true, Least: least}}
}

// Type takes what is written, the first and the second time. That the second one
// goes another way is seen at once.
func (p *Passphrase) Type(first, again string) {
	p.change(func(st *PassphraseState) {
		p.first, p.again = first, again
		st.Refused, st.Missing = false, false
		st.Short = st.New && again != "" && p.short()
		st.Differ = st.New && !strings.HasPrefix(first, again)
	})
}

func (p *Passphrase) short() bool { return utf8.RuneCountInString(p.first) < p.state.Least }

// Submit ends the question with what is written, if that will do.
func (p *Passphrase) Submit() {
	p.mu.Lock()
	st := &p.state
	st.Missing = p.first == ""
	st.Short = st.New && !st.Missing && p.short()
	st.Differ = st.New && !st.Missing && !st.Short && p.first != p.again
	good, said := !st.Missing && !st.Short && !st.Differ, desk.NewSecret(p.first)
	p.mu.Unlock()
	p.Emit()
	if good {
		p.end(AnswerSaid, said)
	}
}

// Forget says what starting over means; Remember goes back to the question.
func (p *Passphrase) Forget() { p.change(func(st *PassphraseState) { st.Lost = true }) }

// Remember goes back to the question.
func (p *Passphrase) Remember() { p.change(func(st *PassphraseState) { st.Lost = false }) }

// StartOver ends the question: the passphrase is forgotten for good.
func (p *Passphrase) StartOver() { p.end(AnswerForgotten, desk.Secret{}) }

// Later ends the question without an answer.
func (p *Passphrase) Later() { p.end(AnswerLater, desk.Secret{}) }

func (p *Passphrase) end(how Answer, said desk.Secret) {
	p.mu.Lock()
	over := p.over
	p.over, p.first, p.again = true, "", ""
	p.mu.Unlock()
	if !over {
		p.answer(how, said)
	}
}

func (p *Passphrase) change(f func(*PassphraseState)) {
	p.mu.Lock()
	f(&p.state)
	p.mu.Unlock()
	p.Emit()
}

// State is what the question shows now.
func (p *Passphrase) State() PassphraseState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}
