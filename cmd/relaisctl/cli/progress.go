package cli

import (
	"fmt"
	"io"
	"time"

	"relais/internal/text"
)

// between is how often people are told how far it is.
const between = 200 * time.Millisecond

// Progress tells somebody at a terminal how far it is, on one line of the error
// stream. Where nobody looks, it says nothing.
type Progress struct {
	to    io.Writer // nil: nobody looks
	words *text.Words
	now   func() time.Time
	last  time.Time
	wrote bool
}

// Progress begins to tell.
func (p *Program) Progress() *Progress {
	w, err := p.Words()
	if !p.Watched || p.JSON || err != nil {
		return &Progress{}
	}
	return &Progress{to: p.Err, words: w, now: p.Now}
}

// Say tells a number in the words of key.
func (p *Progress) Say(key string, n int) {
	if p.to == nil || p.now().Sub(p.last) < between {
		return
	}
	p.last, p.wrote = p.now(), true
	fmt.Fprintf(p.to, "\r\033[K%s", p.words.N(key, n))
}

// End leaves the line empty. It may be called twice.
func (p *Progress) End() {
	if p.wrote {
		fmt.Fprint(p.to, "\r\033[K")
		p.wrote = false
	}
}
