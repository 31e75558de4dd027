package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"relais/client/rest"
	"relais/client/transport"
	"relais/internal/desk"
	"relais/offline"
	"relais/ui/model/knowledge"
	"relais/ui/model/work"
)

// listener stands between a desk and its helpdesk, and keeps all that is said to the helpdesk.
type listener struct {
	mu       sync.Mutex
	said     strings.Builder
	requests int
}

func (l *listener) before(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := httputil.DumpRequest(r, true)
		address, _ := url.QueryUnescape(r.URL.String()) // what can't be unescaped is in raw
		l.mu.Lock()
		l.requests++
		l.said.WriteString(strings.ToLower(address + "\n" + string(raw) + "\n"))
		l.mu.Unlock()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// heard is how often there was a word, in how many requests.
func (l *listener) heard(word string) (times, requests int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.said.String(), word), l.requests
}

// typing is somebody at a desk whose helpdesk is far away, behind a listener.
type typing struct {
	*models
	t   *testing.T
	ear *listener
}

func typingAs(t *testing.T, login string) *typing {
	t.Helper()
	o := openAs(t, login)
	helpdesk, err := url.Parse(o.demo.URL())
	if err != nil {
		t.Fatal(err)
	}
	ear := &listener{}
	web := httptest.NewServer(ear.before(httputil.NewSingleHostReverseProxy(helpdesk)))
	t.Cleanup(web.Close)
	far := transport.Options{Base: web.URL}
	token, _, err := rest.SignIn(t.Context(), far, login, desk.NewSecret("relais-demo"), "test")
	if err != nil {
		t.Fatal(err)
	}
	d, err := offline.Open(t.Context(), offline.Options{
		Home: t.TempDir(), Account: login, Connect: func(context.Context) (desk.Backend, error) { return rest.Open(far, token) },
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &typing{models: newModels(o.app, d), t: t, ear: ear}
	t.Cleanup(func() {
		p.Close()
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	p.syncs()
	return p
}

// syncs syncs twice: what one leaves to the next leaves too.
func (p *typing) syncs() {
	p.t.Helper()
	for range 2 {
		if r, err := p.desk.Sync(p.t.Context()); err != nil || r.Code != "" {
			p.t.Fatalf("sync: %+v, %v", r, err)
		}
	}
}

// until waits for what happens in the background.
func (p *typing) until(what string, so func() bool) {
	p.t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			p.t.Fatalf("%s: it did not happen", what)
		}
	}
}

// some is a ticket that this person sees.
func (p *typing) some() string {
	p.t.Helper()
	rows, err := p.desk.Tickets(p.t.Context(), desk.Filter{Open: true, Limit: 1})
	if err != nil || len(rows) == 0 {
		p.t.Fatalf("tickets %v, %v", rows, err)
	}
	return rows[0].ID
}

// shy is what is typed, and stands nowhere else.
const shy = "quokka"

// letters types it behind some words, key by key.
func letters(words string, take func(string)) {
	for i := range shy {
		take(words + shy[:i+1])
	}
}

// silent checks that the helpdesk heard nothing of it, though it was spoken to.
func (p *typing) silent() {
	p.t.Helper()
	_, before := p.ear.heard(shy)
	p.syncs()
	if times, now := p.ear.heard(shy[:4]); times > 0 || now == before {
		p.t.Fatalf("before anything was sent the helpdesk heard it %d times, in %d requests of which %d were syncs", times, now, now-before)
	}
}

// loud checks that what was sent is heard: the listener is not deaf.
func (p *typing) loud(what string) {
	p.t.Helper()
	before, _ := p.ear.heard(shy)
	p.syncs()
	if times, _ := p.ear.heard(shy); times == before {
		p.t.Errorf("the helpdesk heard nothing of %s", what)
	}
}

func TestNothingThatAnEmployeeTypesLeavesTheComputerBeforeItIsSent(t *testing.T) {
	p := typingAs(t, "amelie")
	flow := p.Flow()
	const words = "My wifi has no internet"
	flow.Type(words)
	p.until("answers appear while typing", func() bool { return len(flow.State().Suggestions) > 0 })
	letters(words+" ", flow.Type)
	flow.Attach(shy+".txt", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("a " + shy)), nil })
	p.until("the file is there", func() bool { return len(flow.State().Attachments) == 1 })
	flow.Continue()
	letters("", flow.Write)
	letters("", flow.SetTitle)
	p.until("the draft is kept", func() bool { return flow.State().Kept })

	browse := p.Browse()
	letters("", browse.Search)
	p.until("articles were searched", func() bool { return browse.State().Searched })
	browse.Missed()
	browse.Close()
	articles, err := p.desk.Articles(t.Context(), "en")
	if err != nil || len(articles) == 0 {
		t.Fatalf("articles %v, %v", articles, err)
	}
	article := p.Article(articles[0].ID, shy)
	article.Tick(0, true)
	article.Close()

	request := p.Request(p.some())
	letters("", request.Write)
	p.silent()
	request.Send()
	p.until("the reply is kept", func() bool { return p.desk.Status().Waiting > 0 })
	p.loud("a reply")
	request.Close()
	p.until("the request is kept", func() bool { flow.Send(); return flow.State().Receipt.Key != "" })
	p.loud("a request")
}

func TestNothingThatATechnicianTypesLeavesTheComputerBeforeItIsSent(t *testing.T) {
	p := typingAs(t, "claire")
	ticket := p.Ticket(p.some())
	defer ticket.Close()
	for _, v := range []desk.Verb{desk.VerbPend, desk.VerbEscalate, desk.VerbSendBack, desk.VerbResolve, desk.VerbClose, desk.VerbReopen, desk.VerbCorrect, desk.VerbAssign, desk.VerbMerge} {
		ticket.Begin(v)
		for _, field := range []string{"reason", "solution", "happening", "assignee", "title"} {
			letters("", func(s string) { ticket.Fill(field, s) })
		}
		letters("", ticket.FindTickets)
		ticket.Cancel()
	}
	letters("", p.Board().Narrow)

	editor := p.Editor("new/" + shy)
	for _, field := range []string{knowledge.FieldTitle, knowledge.FieldBody, knowledge.FieldKeywords} {
		letters("", func(s string) { editor.Fill(field, s) })
	}
	editor.Close()

	for _, box := range []work.Box{work.BoxReply, work.BoxNote} {
		ticket.OpenBox(box)
		letters("", func(s string) { ticket.Write(box, s) })
	}
	p.silent()
	ticket.Send()
	p.until("the note is kept", func() bool { return p.desk.Status().Waiting > 0 })
	p.loud("a note")
}
