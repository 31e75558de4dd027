package requests

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"relais/internal/desk"
)

// Asked is what the helpdesk waits for from the person who asked.
type Asked struct {
	By    desk.PersonRef
	ID    string // of the message that asks; "" when no words came with it
	Text  string // the helpdesk's words, without the tasks
	Tasks []Task // in order
}

// Task is one thing that the person is asked to try.
type Task struct {
	Text string
	Done bool // ticked here, and not sent yet
}

// task is a line of a Markdown list of things to do.
var task = regexp.MustCompile(`^\s*[-*] \[[ xX]\] +(.+)$`)

// asked finds the helpdesk's last public words while it waits for the requester.
func asked(v desk.View, me string, ticked map[string]bool) *Asked {
	if v.Ticket.Status != desk.StatusPending || v.Ticket.PendingFor != desk.PendingUser {
		return nil
	}
	for _, m := range slices.Backward(v.Messages) {
		if !m.Internal && m.Author.ID != me {
			a := &Asked{By: m.Author, ID: m.ID}
			a.read(m.Body, ticked)
			return a
		}
	}
	return &Asked{By: v.Ticket.Assignee}
}

// read parts the tasks of a message from its other words.
func (a *Asked) read(body string, ticked map[string]bool) {
	var rest []string
	for line := range strings.Lines(body) {
		if found := task.FindStringSubmatch(strings.TrimRight(line, "\r\n")); found != nil {
			a.Tasks = append(a.Tasks, Task{Text: found[1], Done: ticked[found[1]]})
			continue
		}
		rest = append(rest, line)
	}
	a.Text = strings.TrimSpace(strings.Join(rest, ""))
}

// Tick notes that a task was done, or was not.
func (p *Page) Tick(i int, done bool) {
	p.change(func(s *PageState) {
		if s.Asked == nil || i < 0 || i >= len(s.Asked.Tasks) {
			return
		}
		next := *s.Asked
		next.Tasks = slices.Clone(next.Tasks)
		next.Tasks[i].Done = done
		s.Asked = &next
		p.tried = maps.Clone(p.tried)
		if p.tried == nil {
			p.tried = map[string]bool{}
		}
		p.tried[next.Tasks[i].Text] = done
		p.typed = true
		p.keep.Keep(p.draft())
	})
}

// ticks are the ticked tasks for the draft. It needs the lock.
func (p *Page) ticks() (list []desk.Tried) {
	for _, text := range slices.Sorted(maps.Keys(p.tried)) {
		if p.tried[text] {
			list = append(list, desk.Tried{Step: len(list) + 1, Text: text})
		}
	}
	return list
}

// restoreTicks takes the ticked tasks of a kept draft. It needs the lock.
func (p *Page) restoreTicks(list []desk.Tried) {
	for _, t := range list {
		p.tried[t.Text] = true
	}
	if p.state.Asked == nil {
		return
	}
	next := *p.state.Asked
	next.Tasks = slices.Clone(next.Tasks)
	for i, t := range next.Tasks {
		next.Tasks[i].Done = p.tried[t.Text]
	}
	p.state.Asked = &next
}

// report is the reply with, below it, what was tried of what was asked for.
func (s PageState) report() string {
	body := strings.TrimSpace(s.Text)
	if s.Asked == nil || !slices.ContainsFunc(s.Asked.Tasks, func(t Task) bool { return t.Done }) {
		return body
	}
	lines := []string{}
	for _, t := range s.Asked.Tasks {
		mark := "[ ]"
		if t.Done {
			mark = "[x]"
		}
		lines = append(lines, "- "+mark+" "+t.Text)
	}
	return strings.TrimSpace(body + "\n\n" + strings.Join(lines, "\n"))
}
