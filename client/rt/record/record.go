// Package record is the small file that carries what Request Tracker has no place
// for, and the words that say the same to a person.
package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf16"

	"relais/internal/desk"
)

// Record is what Request Tracker has no place for. It travels as a small file
// with the message that it belongs to, beside words that say the same to a
// person; Relais hides the file and reads it.
type Record struct {
	Relais int      `json:"relais"` // version of this form
	Key    desk.Key `json:"key"`
	Body   *string  `json:"body,omitempty"`  // as it was typed, where the text says more; nil: it is the text
	Files  int      `json:"files,omitempty"` // how many files came with it

	Names []string `json:"names,omitempty"` // of the files, where Request Tracker does not keep them as they are

	Note  bool `json:"note,omitempty"`  // no message: a reason, values, or the internal half of a public message
	Split bool `json:"split,omitempty"` // this half is not all: a public half follows

	Channel  desk.Channel   `json:"channel,omitempty"`
	Lang     string         `json:"lang,omitempty"`
	Site     string         `json:"site,omitempty"`
	Answers  *desk.Answers  `json:"answers,omitempty"`
	Tried    []desk.Tried   `json:"tried,omitempty"`
	HandOver *desk.HandOver `json:"handOver,omitempty"`
	Sheet    *desk.Sheet    `json:"sheet,omitempty"`

	Set    desk.Patch   `json:"set,omitempty"`    // values that have no field of their own there
	Then   desk.Patch   `json:"then,omitempty"`   // fields that are set after this message
	Reason string       `json:"reason,omitempty"` // why Fields were changed
	Fields []desk.Field `json:"fields,omitempty"`
}

// Prefix is how the name of the file begins.
const Prefix = "relais-"

const (
	version = 1
	suffix  = ".json"
)

// Name is the name of the file, by which its Key is found too.
func Name(key desk.Key) string { return Prefix + string(key) + suffix }

// Is tells whether a file of this name is a record.
func Is(name string) bool {
	key, ok := strings.CutPrefix(name, Prefix)
	return ok && desk.Key(strings.TrimSuffix(key, suffix)).Valid()
}

// Plain tells whether a message needs no record beside it.
func (r Record) Plain() bool {
	return r.Body == nil && !r.Note && r.Names == nil && r.Channel == "" && r.Lang == "" && r.Site == "" && r.Answers == nil && len(r.Tried) == 0 &&
		r.HandOver == nil && r.Sheet == nil && len(r.Set) == 0 && len(r.Then) == 0 && r.Reason == ""
}

// Encode writes the record in ASCII, because lists of attachments take every
// byte of a file for a letter.
func (r Record) Encode() ([]byte, error) {
	r.Relais = version
	raw, err := json.Marshal(r)
	if err != nil {
		return nil, &desk.Error{Code: desk.CodeInternal, Op: "write record", Err: err}
	}
	var ascii bytes.Buffer
	for _, c := range string(raw) {
		switch {
		case c < 0x80:
			ascii.WriteRune(c)
		case c < 0x10000:
			fmt.Fprintf(&ascii, `\u%04x`, c)
		default:
			high, low := utf16.EncodeRune(c)
			fmt.Fprintf(&ascii, `\u%04x\u%04x`, high, low)
		}
	}
	return ascii.Bytes(), nil
}

// Decode reads a record; nil for one that is damaged or of a later form.
func Decode(content string) *Record {
	var r Record
	if json.Unmarshal([]byte(content), &r) != nil || r.Relais < 1 || r.Relais > version || !r.Key.Valid() {
		return nil
	}
	return &r
}

// paper collects lines for people.
type paper struct {
	words
	lines []string
}

func (p *paper) say(label, text string) {
	if text = strings.TrimSpace(text); text != "" {
		p.lines = append(p.lines, label+p.colon+" "+text)
	}
}

func (p *paper) list(label string, items []string) {
	if len(items) > 0 {
		p.lines = append(p.lines, label+p.colon+"\n- "+strings.Join(items, "\n- "))
	}
}

// Readable is the text of a message for people who read it in Request Tracker.
func (r Record) Readable(body, lang string) string {
	w := wordsIn(lang)
	p := &paper{words: w}
	if h := r.HandOver; h != nil {
		p.say(w.happening, h.Happening)
		p.say(w.tried, h.Tried)
		p.say(w.hypothesis, h.Hypothesis)
		p.say(w.context, h.Context)
		p.say(w.check, h.Check)
	}
	if r.Sheet != nil {
		p.sheet(w, r.Sheet)
	}
	p.list(w.steps, steps(r.Tried))
	if r.Answers != nil {
		p.list(w.answers, w.given(r.Answers))
		p.list(w.facts, w.found(r.Answers))
	}
	p.say(w.reason, r.Reason)
	for _, f := range r.Set.Fields() {
		if r.Note || f == desk.FieldPendingFor || f == desk.FieldPendingUntil { // what a message waits for is a part of it
			p.say(w.field(f), cmp.Or(w.value(f, r.Set[f]), "–"))
		}
	}
	return strings.Join(append(nonEmpty(body), p.lines...), "\n\n")
}

func nonEmpty(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return []string{text}
}

func (p *paper) sheet(w words, s *desk.Sheet) {
	p.say(w.analysis, s.Analysis)
	var ideas []string
	for _, h := range s.Hypotheses {
		verdict := w.refuted
		if h.Confirmed {
			verdict = w.confirmed
		}
		ideas = append(ideas, h.Text+" ("+verdict+")")
	}
	p.list(w.hypothesis, ideas)
	label := w.solution
	if s.Workaround {
		label = w.workaround
	}
	p.say(label, s.Solution)
	p.say(w.tested, s.Tested)
	p.say(w.cause, s.Cause)
}

func steps(tried []desk.Tried) []string {
	var list []string
	for _, t := range tried {
		list = append(list, t.Text)
	}
	return list
}

// given are answers, in the words of who gave them. Without words there are the keys.
func (w words) given(a *desk.Answers) []string {
	var list []string
	for _, told := range a.Told {
		list = append(list, told.Question+" "+told.Answer)
	}
	if len(list) > 0 {
		return list
	}
	for _, g := range a.Given {
		said := append([]string(nil), g.Values...)
		list = append(list, g.Question+w.colon+" "+strings.Join(append(said, nonEmpty(g.Text)...), ", "))
	}
	return list
}

func (w words) found(a *desk.Answers) []string {
	var list []string
	for _, f := range a.Facts {
		list = append(list, f.Key+w.colon+" "+f.Value)
	}
	return list
}
