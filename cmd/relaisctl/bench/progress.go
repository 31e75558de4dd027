package bench

import (
	"fmt"
	"io"
	"time"

	"relais/cmd/relaisctl/cli"
	"relais/internal/text"
)

// between is how often people are told how far it is.
const between = 200 * time.Millisecond

// progress tells somebody at a terminal how far it is, on one line.
type progress struct {
	to    io.Writer // nil: nobody looks
	words *text.Words
	now   func() time.Time
	last  time.Time
	wrote bool
}

func newProgress(p *cli.Program) *progress {
	w, err := p.Words()
	if !p.Watched || p.JSON || err != nil {
		return &progress{}
	}
	return &progress{to: p.Err, words: w, now: p.Now}
}

func (p *progress) say(key string, n int) {
	if p.to == nil || p.now().Sub(p.last) < between {
		return
	}
	p.last, p.wrote = p.now(), true
	fmt.Fprintf(p.to, "\r\033[K%s", p.words.N(key, n))
}

// end leaves the line empty.
func (p *progress) end() {
	if p.wrote {
		fmt.Fprint(p.to, "\r\033[K")
		p.wrote = false
	}
}
