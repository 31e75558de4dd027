package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"relais/internal/desk"
	"relais/internal/text"
)

// Answer prints v for programs, or what say writes for people, who may need more
// areas of the words.
func (p *Program) Answer(v any, say func(*Page), more ...string) error {
	return p.answer(v, say, append(slices.Clone(full), more...))
}

// answer prints for programs also where the words can't be read: nothing that was
// done is kept from people.
func (p *Program) answer(v any, say func(*Page), of []string) (err error) {
	var w *text.Words
	if !p.JSON {
		w, err = p.words(p.Language(), of)
	}
	if w == nil {
		encoder := json.NewEncoder(p.Out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return errors.Join(output(encoder.Encode(v)), err)
	}
	page := &Page{Words: w, out: bufio.NewWriter(p.Out)}
	say(page)
	return output(page.out.Flush())
}

// output is what the failure to write an answer means: what was asked for is done.
func output(err error) error {
	if err == nil {
		return nil
	}
	return &Problem{Code: desk.CodeOf(desk.StorageError("write", "standard output", err)), Key: "ctl.output.unwritten", Cause: err}
}

// Note tells people something beside the answer, on the error stream.
func (p *Program) Note(key string, args ...any) {
	if p.JSON {
		return
	}
	if w, err := p.Words(); err == nil && w.Has(key) {
		fmt.Fprintln(p.Err, "relaisctl: "+Plain(w.T(key, args...)))
	}
}

// Page writes for people: whole lines, one thing each, so that a screen reader
// reads them in order.
type Page struct {
	*text.Words
	out *bufio.Writer
}

// Line writes a line, or several.
func (g *Page) Line(s string) { fmt.Fprintln(g.out, Plain(s)) }

// Gap leaves a line empty.
func (g *Page) Gap() { fmt.Fprintln(g.out) }

// Field writes a label with its value; nothing when there is none.
func (g *Page) Field(label, value string) {
	if strings.TrimSpace(value) != "" {
		g.Line(g.T("ctl.field", "Label", label, "Value", value))
	}
}

// Plain takes out of a text what could move a terminal's cursor, hide letters or
// turn their direction.
func Plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// Receipt prints the proof that something was kept, and what people want to know
// besides, in words of the area "ctl".
func (p *Program) Receipt(r desk.Receipt, more ...func(*Page)) error {
	return p.answer(r, func(g *Page) {
		g.Line(g.T("ctl.receipt.kept", "What", g.Verb(r.Verb), "When", g.Full(r.Kept)))
		g.Field(g.T("ctl.label.receipt"), string(r.Key))
		g.Field(g.T("ctl.label.state"), g.State(r.State))
		for _, say := range more {
			say(g)
		}
	}, brief)
}

// longest is how much text is read from standard input, in bytes. What is over
// the limit of a message travels as a file.
const longest = 100 << 20

// Text is what a flag says, or standard input where it says "-".
func (p *Program) Text(value string) (string, error) {
	if value != "-" {
		return value, nil
	}
	raw, err := io.ReadAll(io.LimitReader(p.In, longest+1))
	if err != nil {
		return "", &Problem{Code: desk.CodeVanished, Key: "ctl.input.unread", Cause: err}
	}
	if len(raw) > longest {
		return "", Fail(desk.CodeTooLarge, "ctl.input.long")
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD"), nil
}

// maxSecret bounds a password or token on standard input.
const maxSecret = 64 << 10

// Secret reads a password or a token from standard input.
func (p *Program) Secret() (desk.Secret, error) {
	raw, err := io.ReadAll(io.LimitReader(p.In, maxSecret))
	s := desk.NewSecret(strings.TrimRight(string(raw), "\r\n"))
	if err != nil || s.Empty() {
		return s, &Problem{Code: desk.CodeInvalid, Key: "ctl.input.no-secret", Cause: err}
	}
	return s, nil
}
