package account

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
)

// PassphraseActions is what a person can do with the question.
type PassphraseActions interface {
	Type(first, again string)
	Submit()
	Later()
	Forget()
	Remember()
	StartOver()
}

// Passphrase is the question for the passphrase: a card that stands over the page.
type Passphrase struct {
	words    *text.Words
	on       PassphraseActions
	fresh    bool
	title    *part.Text
	why      *part.Text
	phrase   *part.Field
	again    *part.Field
	submit   *part.Button
	question *fyne.Container
	lost     *fyne.Container
	back     *part.Button
	focus    func(fyne.Focusable)
	card     *part.Card
	least    int  // characters of a new one
	asked    bool // whether starting over was shown last
}

// NewPassphrase builds the question; focus puts the cursor into a control.
func NewPassphrase(w *text.Words, on PassphraseActions, fresh bool, focus func(fyne.Focusable)) *Passphrase {
	sort := "known"
	if fresh {
		sort = "new"
	}
	p := &Passphrase{words: w, on: on, fresh: fresh, focus: focus, title: part.NewSection(w.T("passphrase." + sort + ".title")).Lines(2), why: part.NewBody(w.T("passphrase." + sort + ".why"))}
	p.phrase, p.again = part.NewSecretField(w.T("passphrase.phrase"), "", ""), part.NewSecretField(w.T("passphrase.again"), "", "")
	for _, f := range []*part.Field{p.phrase, p.again} {
		f.OnChanged = func(string) { on.Type(p.phrase.Text(), p.again.Text()) }
		f.OnKey = p.key
		f.OnSubmitted = func(string) { on.Submit() }
	}
	if fresh {
		p.phrase.OnSubmitted = func(said string) {
			if said == p.again.Text() || utf8.RuneCountInString(said) < p.least {
				on.Submit()
				return
			}
			focus(p.again.Control())
		}
	}
	part.Name(p.phrase.Control(), "passphrase.phrase")
	part.Name(p.again.Control(), "passphrase.again")
	p.submit = part.Name(part.NewPrimary(w.T("passphrase.ok"), on.Submit), "passphrase.ok")
	later := part.Name(part.NewSecondary(w.T("passphrase.later"), on.Later), "passphrase.later")
	forgotten := part.Name(part.NewQuiet(w.T("passphrase.forgotten"), on.Forget), "passphrase.forgotten")
	part.ShowIf(p.again, fresh)
	part.ShowIf(forgotten, !fresh)
	p.question = flow.Stack(16, p.phrase, p.again, flow.Wrap(12, p.submit, later, forgotten))
	start := part.Name(part.NewPrimary(w.T("passphrase.lost.start"), on.StartOver), "passphrase.start-over")
	p.back = part.Name(part.NewSecondary(w.T("passphrase.lost.back"), on.Remember), "passphrase.back")
	p.lost = flow.Stack(16, flow.Wrap(12, start, p.back))
	p.card = part.NewCard(flow.Stack(16, flow.Stack(6, p.title, p.why), p.question, p.lost))
	return p
}

// key has Escape say "not now".
func (p *Passphrase) key(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyEscape {
		return false
	}
	p.on.Later()
	return true
}

// Object is the card.
func (p *Passphrase) Object() fyne.CanvasObject { return p.card }

// Focus is where to begin; where starting over is at stake, with the way back.
func (p *Passphrase) Focus() fyne.Focusable {
	if p.asked {
		return p.back
	}
	return p.phrase.Control()
}

// Render shows st.
func (p *Passphrase) Render(st account.PassphraseState) {
	w := p.words
	wrong := ""
	switch {
	case st.Refused:
		wrong = w.T("passphrase.refused")
	case st.Missing:
		wrong = w.T("passphrase.missing")
	case st.Short:
		wrong = w.T("passphrase.short", "Least", st.Least)
	}
	if p.least = st.Least; p.fresh {
		p.phrase.SetHelp(w.T("passphrase.least", "Least", st.Least))
	}
	p.phrase.SetWrong(wrong)
	differ := ""
	if st.Differ {
		differ = w.T("passphrase.differ")
	}
	p.again.SetWrong(differ)
	part.ShowIf(p.question, !st.Lost)
	part.ShowIf(p.lost, st.Lost)
	if st.Lost != p.asked {
		p.asked = st.Lost
		p.title.Set(w.T("passphrase.known.title"))
		p.why.Set(w.T("passphrase.known.why"))
		if st.Lost {
			p.title.Set(w.T("passphrase.lost.title"))
			p.why.Set(w.T("passphrase.lost.why"))
		}
		defer p.focus(p.Focus())
	}
	part.Relay(p.card)
}
