package gallery

import (
	"io"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/queues"
	"relais/ui/model/work"
	screen "relais/ui/screen/technician"
	"relais/ui/screen/technician/ticket"
)

// idle is a technician who does nothing.
type idle struct{}

func (idle) Choose(string)                                          {}
func (idle) Narrow(string)                                          {}
func (idle) Select(string)                                          {}
func (idle) Step(int)                                               {}
func (idle) Fill(string, string)                                    {}
func (idle) FindTickets(string)                                     {}
func (idle) Do()                                                    {}
func (idle) Cancel()                                                {}
func (idle) OpenBox(work.Box)                                       {}
func (idle) Write(work.Box, string)                                 {}
func (idle) Attach(work.Box, string, func() (io.ReadCloser, error)) {}
func (idle) Detach(work.Box, int)                                   {}
func (idle) Send()                                                  {}
func (idle) Take()                                                  {}
func (idle) Begin(desk.Verb)                                        {}
func (idle) OpenFile(desk.Attachment)                               {}
func (idle) StopFile(desk.Attachment)                               {}
func (idle) Earlier()                                               {}
func (idle) Answers(string)                                         {}
func (idle) Edit(desk.Pending)                                      {}
func (idle) Settle(desk.Key, desk.Settle)                           {}

// closed is a window for a ticket in which nothing leads anywhere.
var closed = ticket.Window{
	Go:     func(model.Place) {},
	Pick:   func(func(string, func() (io.ReadCloser, error))) {},
	Browse: func(string) {},
}

// boards are the states of the queues. The ticket is nil where none is open.
var boards = []struct {
	name   string
	board  func(shift) queues.State
	ticket func(shift) work.TicketState
}{
	{"queues/full", shift.queue, shift.open},
	{"queues/nothing open", shift.idle, nil},
	{"queues/offline", shift.offlineQueue, shift.unsent},
	{"queues/empty", shift.emptyQueue, nil},
	{"queues/filtered", shift.nothingFound, nil},
	{"queues/loading", shift.loadingQueue, shift.loadingTicket},
	{"queues/error", shift.failedQueue, shift.goneTicket},
	{"queues/long", shift.longQueue, shift.longTicket},
	{"ticket/reply", shift.queue, shift.replying},
	{"ticket/note", shift.queue, shift.noting},
	{"ticket/conflict", shift.offlineQueue, shift.conflict},
	{"ticket/refused", shift.offlineQueue, shift.refused},
	{"ticket/pending", shift.queue, shift.pending},
	{"ticket/resolved", shift.queue, shift.resolved},
	{"ticket/closed", shift.queue, shift.merged},
	{"ticket/failed", shift.queue, shift.failed},
	{"ticket/many", shift.queue, shift.talkative},
	{"ticket/file comes", shift.queue, fetching(model.Coming{Bytes: 87_000})},
	{"ticket/file waits", shift.queue, fetching(model.Coming{Bytes: 87_000, Waits: true})},
	{"panel/assign", shift.queue, panelOf(desk.VerbAssign)},
	{"panel/pend", shift.queue, panelOf(desk.VerbPend)},
	{"panel/plan", shift.queue, panelOf(desk.VerbPlan)},
	{"panel/escalate", shift.queue, panelOf(desk.VerbEscalate)},
	{"panel/send back", shift.queue, panelOf(desk.VerbSendBack)},
	{"panel/resolve", shift.queue, panelOf(desk.VerbResolve)},
	{"panel/close", shift.queue, panelOf(desk.VerbClose)},
	{"panel/reopen", shift.queue, panelOf(desk.VerbReopen)},
	{"panel/merge", shift.queue, panelOf(desk.VerbMerge)},
	{"panel/correct", shift.queue, panelOf(desk.VerbCorrect)},
}

func technician() []Row {
	rows := make([]Row, 0, len(boards))
	for _, r := range boards {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			s := shift{sampleOf(w, now)}
			board := screen.NewBoard(w, idle{})
			board.Render(r.board(s))
			if r.ticket != nil {
				page := ticket.New(w, idle{}, closed)
				page.Render(r.ticket(s))
				board.Open(page)
			}
			return board.Object()
		}})
	}
	return rows
}
