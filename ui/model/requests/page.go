package requests

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/ui/model"
)

// PageDesk is what the page of one request needs of the desk.
type PageDesk interface {
	model.DraftStore
	Me() desk.Person
	Capabilities() desk.Capabilities
	Status() desk.SyncStatus
	Watch(func()) (stop func())
	Recent(ctx context.Context, ref string) (desk.View, error)
	Ticket(ctx context.Context, ref string) (desk.View, error)
	Receipt(ctx context.Context, key desk.Key) (desk.Receipt, error)
	Draft(ctx context.Context, id string) (desk.Draft, bool, error)
	Attach(ctx context.Context, name string, r io.Reader) (desk.Attachment, error)
	model.Fetcher
	Reply(ctx context.Context, ref string, m desk.NewMessage, draft string) (desk.Receipt, error)
	Confirm(ctx context.Context, ref string) (desk.Receipt, error)
	Back(ctx context.Context, ref, reason, draft string) (desk.Receipt, error)
}

// PageState is what the page shows.
type PageState struct {
	View        desk.View
	Entries     []model.Entry
	Asked       *Asked       // nil unless it is the requester's turn
	Told        []model.Line // the answers of the guided form, in the reader's language
	Receipt     desk.Key     // of the request, when it was made on this computer
	Loading     bool
	Text        string // of the reply
	Attachments []desk.Attachment
	Coming      map[string]model.Coming // files that are being fetched, by model.FileKey
	Sending     bool
	MayReply    bool
	MayConfirm  bool          // "it's solved"
	MayBack     bool          // "it's back"
	Code        desk.Code     // of the last thing that failed
	Refused     model.Refused // the last file, if it could not be attached
	Unkept      bool          // the reply could not be written to the disk
	Sync        desk.SyncStatus
	Now         time.Time
}

// Page is one request with its conversation and the reply that is being written.
type Page struct {
	model.Signal
	desk  PageDesk
	forms *form.Set
	lang  func() string
	ref   string
	now   func() time.Time
	tasks *model.Tasks
	files *model.Downloads
	keep  *model.Keeper
	stop  func()
	whole atomic.Bool // the conversation is read to its beginning

	mu    sync.Mutex
	state PageState
	typed bool            // the reply was touched, so that the kept one no longer replaces it
	tried map[string]bool // tasks that were ticked, by their words
}

// NewPage begins to read the request that ref names: a number, an id, or the key
// of a receipt. It reads answers in the language that lang tells, and hands files
// to open; both may be called on any goroutine.
func NewPage(d PageDesk, forms *form.Set, ref string, lang func() string, now func() time.Time, open func(path string)) *Page {
	p := &Page{desk: d, forms: forms, lang: lang, ref: ref, now: now, tasks: model.NewTasks(), tried: map[string]bool{}, state: PageState{Loading: true, Now: now()}}
	p.keep = model.NewKeeper(d, p.kept)
	p.files = model.NewDownloads(d, p.tasks, open, p.fetching)
	p.stop = d.Watch(p.followed)
	p.tasks.Go(p.loadDraft)
	p.Reload()
	return p
}

// Ref is what the page was opened with.
func (p *Page) Ref() string { return p.ref }

func (p *Page) draftID() string { return "reply/" + p.ref }

func (p *Page) followed() {
	if p.desk.Status().Online {
		p.files.Resume()
	}
	p.Reload()
}

// Reload reads the request again: what a first screen shows, until Earlier.
func (p *Page) Reload() { p.tasks.Again("page", p.load) }

// Earlier reads what a first screen of a long conversation leaves out, from now on.
func (p *Page) Earlier() {
	p.whole.Store(true)
	p.Reload()
}

// view reads the request, and all of it where the end says too little.
func (p *Page) view(ctx context.Context) (desk.View, error) {
	if !p.whole.Load() {
		v, err := p.desk.Recent(ctx, p.ref)
		if err != nil || enough(v, p.desk.Me().ID) {
			return v, err
		}
		p.whole.Store(true)
	}
	return p.desk.Ticket(ctx, p.ref)
}

func (p *Page) load(ctx context.Context) {
	view, err := p.view(ctx)
	if ctx.Err() != nil {
		return
	}
	told := model.Told(p.forms, view.Ticket.Answers, p.lang())
	kept, _ := p.desk.Receipt(ctx, view.Ticket.Key) // none for what was asked elsewhere
	p.change(func(s *PageState) {
		s.Loading, s.Sync, s.Now = false, p.desk.Status(), p.now()
		if err != nil {
			s.Code = desk.CodeOf(err)
			return
		}
		s.View, s.Entries, s.Told, s.Receipt = view, entries(view, p.desk.Me().ID), told, kept.Key
		s.Asked = asked(view, p.desk.Me().ID, p.tried)
		s.MayReply = view.Ticket.Status != desk.StatusClosed
		s.MayConfirm = s.MayReply && p.desk.Capabilities().Settable(desk.FieldStatus) &&
			desk.MayMove(desk.RoleRequester, view.Ticket.Status, desk.StatusClosed)
		s.MayBack = view.Ticket.Status.Done()
	})
}

func (p *Page) loadDraft(ctx context.Context) {
	d, found, err := p.desk.Draft(ctx, p.draftID())
	if ctx.Err() != nil {
		return
	}
	p.change(func(s *PageState) {
		if err != nil {
			s.Code = desk.CodeOf(err)
		}
		if found && !p.typed {
			s.Text, s.Attachments = d.Texts["text"], d.Attachments
			p.restoreTicks(d.Tried)
		}
	})
}

// Write takes the reply as it is typed.
func (p *Page) Write(text string) {
	text, file, over := model.Overflow(text)
	if over {
		p.Attach(model.Pasted, file)
	}
	p.mu.Lock()
	if p.state.Text == text {
		p.mu.Unlock()
		return
	}
	p.state.Text, p.typed = text, true
	d := p.draft()
	p.mu.Unlock()
	p.keep.Keep(d)
	p.Emit()
}

// draft needs the lock.
func (p *Page) draft() desk.Draft {
	d := desk.Draft{ID: p.draftID(), Attachments: p.state.Attachments, Tried: p.ticks(), Updated: p.now()}
	if p.state.Text != "" {
		d.Texts = map[string]string{"text": p.state.Text}
	}
	return d
}

func (p *Page) kept(err error) {
	p.mu.Lock()
	same := p.state.Unkept == (err != nil)
	p.state.Unkept = err != nil
	p.mu.Unlock()
	if !same {
		p.Emit()
	}
}

// Attach adds a file to the reply. It closes what open returns.
func (p *Page) Attach(name string, open func() (io.ReadCloser, error)) {
	p.tasks.InTurn(func(ctx context.Context) {
		a, err := model.Attach(ctx, p.desk, name, open)
		p.change(func(s *PageState) {
			s.Refused = model.Refused{}
			if err != nil {
				s.Refused = model.Refused{Name: name, Code: desk.CodeOf(err)}
			} else {
				s.Attachments = append(s.Attachments[:len(s.Attachments):len(s.Attachments)], a)
				p.typed = true
				p.keep.Keep(p.draft())
			}
		})
	})
}

// Detach takes a file out of the reply again.
func (p *Page) Detach(i int) {
	p.change(func(s *PageState) {
		if i < 0 || i >= len(s.Attachments) {
			return
		}
		rest := append([]desk.Attachment{}, s.Attachments[:i]...)
		s.Attachments = append(rest, s.Attachments[i+1:]...)
		p.typed = true
		p.keep.Keep(p.draft())
	})
}

// OpenFile fetches an attachment and hands it over to be looked at.
func (p *Page) OpenFile(a desk.Attachment) { p.files.Open(a) }

// StopFile gives up fetching an attachment.
func (p *Page) StopFile(a desk.Attachment) { p.files.Stop(a) }

func (p *Page) fetching(failed desk.Code) {
	p.change(func(s *PageState) {
		s.Coming = p.files.Coming()
		if failed != "" {
			s.Code = failed
		}
	})
}

// Send sends the reply, if there is anything in it.
func (p *Page) Send() {
	p.act(func(ctx context.Context, m desk.NewMessage) error {
		if m.Body == "" && len(m.Attachments) == 0 {
			return nil
		}
		_, err := p.desk.Reply(ctx, p.ref, m, p.draftID())
		return err
	})
}

// Solved says that the matter is settled. A reply that was begun goes first.
func (p *Page) Solved() {
	p.act(func(ctx context.Context, m desk.NewMessage) error {
		if m.Body != "" || len(m.Attachments) > 0 {
			if _, err := p.desk.Reply(ctx, p.ref, m, p.draftID()); err != nil {
				return err
			}
			p.left(m)
		}
		_, err := p.desk.Confirm(ctx, p.ref)
		return err
	})
}

// NotSolved says that the trouble is back, or still there; what is written in the
// reply is the reason.
func (p *Page) NotSolved() {
	p.act(func(ctx context.Context, m desk.NewMessage) error {
		_, err := p.desk.Back(ctx, p.ref, m.Body, p.draftID())
		return err
	})
}

// act runs one action at a time, with the files that are still being attached; a
// second click while one runs does nothing.
func (p *Page) act(do func(context.Context, desk.NewMessage) error) {
	p.mu.Lock()
	if p.state.Sending {
		p.mu.Unlock()
		return
	}
	p.state.Sending = true
	p.mu.Unlock()
	p.Emit()
	p.tasks.InTurn(func(ctx context.Context) {
		ctx = context.WithoutCancel(ctx) // leaving the page right after the click takes nothing back
		m := p.State().message()
		err := p.keep.Flush(ctx)
		if err == nil {
			err = do(ctx, m)
		}
		if err == nil {
			p.left(m)
		}
		p.change(func(s *PageState) { s.Sending, s.Code = false, desk.CodeOf(err) })
		if err == nil {
			p.Reload()
		}
	})
}

// message is the reply as it stands.
func (s PageState) message() desk.NewMessage {
	m := desk.NewMessage{Body: s.report()}
	for _, a := range s.Attachments {
		m.Attachments = append(m.Attachments, desk.Blob{Attachment: a})
	}
	return m
}

// left empties the reply that is on its way, unless there is more in it by now.
func (p *Page) left(sent desk.NewMessage) {
	p.change(func(s *PageState) {
		if s.report() == sent.Body {
			s.Text, s.Attachments, p.typed, p.tried = "", nil, true, nil
		}
	})
}

func (p *Page) change(f func(*PageState)) {
	p.mu.Lock()
	f(&p.state)
	p.mu.Unlock()
	p.Emit()
}

// State is what the page shows now. What it points to is not to be changed.
func (p *Page) State() PageState {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// Close keeps the reply and stops following the desk.
func (p *Page) Close() {
	p.stop()
	p.tasks.Close()
	p.keep.Close()
}
