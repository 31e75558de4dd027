package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"relais/internal/desk"
	"relais/internal/form"
	"relais/internal/text"
	"relais/offline"
	"relais/ui/model"
	"relais/ui/model/account"
	"relais/ui/model/ask"
	"relais/ui/model/knowledge"
	"relais/ui/model/queues"
	"relais/ui/model/requests"
	"relais/ui/model/shell"
	"relais/ui/model/work"
)

// models makes the view-models of one desk. It is what ui.Models asks for.
type models struct {
	app   *app
	desk  *offline.Desk
	forms *form.Set
	now   func() time.Time
	frame *shell.Shell
	flow  *ask.Flow

	boarding sync.Once
	board    *queues.Board // nil before anybody looks at the queues: many never do

	syncing atomic.Bool // because somebody asked
}

func newModels(a *app, d *offline.Desk) *models {
	m := &models{
		app: a, desk: d, forms: a.forms, now: a.now,
		frame: shell.New(d, a.now),
		flow:  ask.New(d, a.forms, a.lang, a.now),
	}
	m.frame.Lacking(int(a.lacks.Swap(0)))
	return m
}

func (m *models) Shell() *shell.Shell { return m.frame }
func (m *models) Flow() *ask.Flow     { return m.flow }

func (m *models) Board() *queues.Board {
	m.boarding.Do(func() { m.board = queues.NewBoard(m.desk, m.now) })
	return m.board
}

func (m *models) Requests() *requests.List { return requests.NewList(m.desk, m.now) }

func (m *models) Request(ref string) *requests.Page {
	return requests.NewPage(m.desk, m.forms, ref, m.app.lang, m.now, m.app.openFile)
}

func (m *models) Ticket(ref string) *work.Ticket {
	return work.NewTicket(m.desk, m.forms, ref, m.app.lang, m.now, m.app.openFile)
}

func (m *models) Browse() *knowledge.Browse { return knowledge.NewBrowse(m.desk, m.app.lang, m.now) }

// Article opens an article; what was tried in it goes into the request when it did
// not help.
func (m *models) Article(id, query string) *knowledge.Page {
	return knowledge.NewPage(m.desk, id, query, func(tried []desk.Tried, words string) {
		m.flow.Carry(tried, words)
		m.frame.Go(model.Place{Name: model.PlaceHome})
	}, m.now)
}

// Editor opens an article to be written; its texts are in the article's language.
func (m *models) Editor(ref string) *knowledge.Editor {
	return knowledge.NewEditor(m.desk, ref, func(lang string) *text.Words {
		if lang == "" {
			lang = m.app.lang()
		}
		return m.app.catalogue.In(lang)
	}, m.now)
}

func (m *models) Outbox() *account.Outbox {
	return account.NewOutbox(m.desk, m.flow, m.app.sync, m.frame.Go, m.now)
}

func (m *models) SignIn() *account.SignIn {
	return account.NewSignIn(m.app, m.app.before())
}

func (m *models) Settings() *account.Settings { return account.NewSettings(m.app) }

// SyncNow syncs without anybody waiting for it, once at a time: a key that is held
// down asks many times.
func (m *models) SyncNow() {
	if !m.syncing.CompareAndSwap(false, true) {
		return
	}
	m.app.work.Go(func() {
		defer m.syncing.Store(false)
		_, _ = m.app.sync(m.app.ctx) // the frame of the window shows how it went
	})
}

// Unlock asks for the passphrase, without anybody waiting for the answer.
func (m *models) Unlock() { m.app.work.Go(m.app.unlock) }

// Close keeps what is being typed and stops following the desk.
func (m *models) Close() {
	m.frame.Close()
	m.flow.Close()
	m.boarding.Do(func() {})
	if m.board != nil {
		m.board.Close()
	}
}

// sync asks for a sync of the desk in use.
func (a *app) sync(ctx context.Context) (desk.SyncResult, error) {
	s := a.taken()
	return s.during(ctx, func(ctx context.Context) (desk.SyncResult, error) { return a.session.Sync(ctx, s.desk) })
}
