package gallery

import (
	"io"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/ask"
	"relais/ui/model/requests"
	screen "relais/ui/screen/employee"
	"relais/ui/screen/employee/followup"
	"relais/ui/screen/employee/look"
)

// still does nothing: the screens of the gallery are for looking at.
type still struct{}

func (still) Type(string)                                  {}
func (still) Rest(bool)                                    {}
func (still) Pick(string)                                  {}
func (still) Continue()                                    {}
func (still) Back()                                        {}
func (still) Choose(string)                                {}
func (still) Write(string)                                 {}
func (still) Next()                                        {}
func (still) Reconsider()                                  {}
func (still) SetTitle(string)                              {}
func (still) Change(int)                                   {}
func (still) Attach(string, func() (io.ReadCloser, error)) {}
func (still) Detach(int)                                   {}
func (still) Send()                                        {}
func (still) Later()                                       {}
func (still) Discard()                                     {}
func (still) Home()                                        {}
func (still) Reload()                                      {}
func (still) OpenFile(desk.Attachment)                     {}
func (still) StopFile(desk.Attachment)                     {}
func (still) Tick(int, bool)                               {}
func (still) Solved()                                      {}
func (still) NotSolved()                                   {}
func (still) Earlier()                                     {}

// alone is a window in which nothing leads anywhere.
var alone = look.Window{
	Go:          func(model.Place) {},
	Pick:        func(func(string, func() (io.ReadCloser, error))) {},
	Browse:      func(string) {},
	SaveReceipt: func(desk.Key) {},
}

func employee() []Row {
	var rows []Row
	for _, r := range askStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			s := screen.NewAsk(w, topics(w), still{}, alone)
			s.Render(r.state(sampleOf(w, now)))
			return s.Object()
		}})
	}
	for _, r := range listStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			s := followup.NewList(w, still{}, alone)
			s.Render(r.state(sampleOf(w, now)))
			return s.Object()
		}})
	}
	for _, r := range requestStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			s := followup.NewPage(w, still{}, alone)
			s.Render(r.state(sampleOf(w, now)))
			return s.Object()
		}})
	}
	return rows
}

// made is a state with its name.
type made[S any] struct {
	name  string
	state func(sample) S
}

func askStates() []made[ask.State] {
	return slices.Concat(homeStates(), sentenceStates(), questionStates(), reviewStates(), receiptStates())
}

func homeStates() []made[ask.State] {
	return []made[ask.State]{
		{"home/first", func(s sample) ask.State { return s.home() }},
		{"home/requests", func(s sample) ask.State {
			st := s.home()
			st.Mine = s.rows()[:3]
			return st
		}},
		{"home/typing", func(s sample) ask.State {
			st := s.typed()
			st.Suggestions = s.hits()
			return st
		}},
		{"home/file", func(s sample) ask.State {
			st := s.home()
			st.Attachments, st.Refused = []desk.Attachment{s.picture()}, model.Refused{Name: "vide.txt", Code: desk.CodeInvalid}
			return st
		}},
		{"home/nothing found", func(s sample) ask.State { return s.typed() }},
		{"home/resume", func(s sample) ask.State {
			st := s.asked()
			st.Stage = ask.StageDescribe
			return st
		}},
		{"home/offline", func(s sample) ask.State {
			st := s.home()
			st.Mine = s.rows()[:3]
			st.Mine[0].Waiting, st.Sync = 1, s.offline()
			return st
		}},
		{"home/error", func(s sample) ask.State {
			st := s.typed()
			st.Code, st.Kept, st.Unkept = desk.CodeDiskFull, false, true
			return st
		}},
		{"home/long", func(s sample) ask.State {
			st := s.typed()
			st.Text, st.Name = s.long(), "Marie-Anticonstitutionnellement de La Rochefoucauld-Liancourt"
			st.Suggestions = []model.Hit{{ID: "a", Title: []model.Piece{{Text: s.long()}}, Passage: []model.Piece{{Text: s.long()}}, Helped: 1234}}
			return st
		}},
	}
}

func sentenceStates() []made[ask.State] {
	return []made[ask.State]{
		{"sentence/topic", func(s sample) ask.State { return s.sentence("printing") }},
		{"sentence/other", func(s sample) ask.State { return s.sentence(ask.OtherForm) }},
		{"sentence/topics", func(s sample) ask.State {
			st := s.typed()
			st.Stage, st.Topics = ask.StageSentence, true
			return st
		}},
	}
}

func questionStates() []made[ask.State] {
	return []made[ask.State]{
		{"question/one", func(s sample) ask.State { return s.asked() }},
		{"question/back", func(s sample) ask.State {
			st := s.asked()
			st.Chosen = []string{"partly"}
			return st
		}},
		{"question/many", func(s sample) ask.State {
			st := s.asked()
			st.Question.Type, st.Chosen = ask.Many, []string{"yes", "no"}
			return st
		}},
		{"question/words", func(s sample) ask.State {
			st := s.asked()
			st.Question = ask.Question{ID: "which", Type: ask.Words, Text: s.say("Quelle imprimante\u00a0?", "Which printer?"),
				Help: s.say("Son nom, ou l’endroit où elle se trouve.", "Its name, or the place where it stands.")}
			return st
		}},
		{"question/long", func(s sample) ask.State {
			st := s.asked()
			st.Text, st.Question.Text, st.Question.Options[1].Text = s.long(), s.long(), s.long()
			return st
		}},
	}
}

func reviewStates() []made[ask.State] {
	return []made[ask.State]{
		{"review/full", func(s sample) ask.State { return s.review() }},
		{"review/short", func(s sample) ask.State {
			st := s.typed()
			st.Stage = ask.StageReview
			return st
		}},
		{"review/offline", func(s sample) ask.State {
			st := s.review()
			st.Sync = s.offline()
			return st
		}},
		{"review/file refused", func(s sample) ask.State {
			st := s.review()
			st.Refused = model.Refused{Name: "film de l’écran.mp4", Code: desk.CodeTooLarge}
			return st
		}},
		{"review/sending", func(s sample) ask.State {
			st := s.review()
			st.Sending = true
			return st
		}},
		{"review/error", func(s sample) ask.State {
			st := s.review()
			st.Code = desk.CodeReadOnly
			return st
		}},
		{"review/long", func(s sample) ask.State {
			st := s.review()
			st.Text, st.Title, st.Lines[0].Answer, st.Attachments[0].Name = s.long()+"\n\n"+s.long(), s.long(), s.long(), s.long()+".png"
			return st
		}},
	}
}

func receiptStates() []made[ask.State] {
	return []made[ask.State]{
		{"receipt/leaving", func(s sample) ask.State { return s.receipt(desk.StateQueued) }},
		{"receipt/offline", func(s sample) ask.State {
			st := s.receipt(desk.StateQueued)
			st.Sync = s.offline()
			return st
		}},
		{"receipt/arrived", func(s sample) ask.State { return s.receipt(desk.StateAccepted) }},
		{"receipt/attention", func(s sample) ask.State { return s.receipt(desk.StateAttention) }},
	}
}

func listStates() []made[requests.ListState] {
	return []made[requests.ListState]{
		{"requests/full", func(s sample) requests.ListState { return s.list() }},
		{"requests/empty", func(s sample) requests.ListState { return requests.ListState{Sync: s.online(), Now: s.now} }},
		{"requests/loading", func(s sample) requests.ListState { return requests.ListState{Loading: true, Now: s.now} }},
		{"requests/error", func(s sample) requests.ListState {
			return requests.ListState{Code: desk.CodeDamaged, Now: s.now}
		}},
		{"requests/offline", func(s sample) requests.ListState {
			st := s.list()
			st.Sync = s.offline()
			return st
		}},
		{"requests/long", func(s sample) requests.ListState {
			st := s.list()
			for _, rows := range st.Groups {
				rows[0].Title = s.long()
				rows[0].Assignee.Name = "Maximilienne-Anticonstitutionnellement Dupont"
			}
			return st
		}},
	}
}

func requestStates() []made[requests.PageState] {
	return []made[requests.PageState]{
		{"request/try", func(s sample) requests.PageState { return s.page() }},
		{"request/question", func(s sample) requests.PageState {
			st := s.page()
			st.Asked = &requests.Asked{By: claire, Text: s.say("Quelle est la **marque** écrite sur la station d’accueil\u00a0?", "Which **brand** is written on the docking station?")}
			return st
		}},
		{"request/open", func(s sample) requests.PageState { return s.pageIn(desk.StatusOpen) }},
		{"request/resolved", func(s sample) requests.PageState { return s.pageIn(desk.StatusResolved) }},
		{"request/closed", func(s sample) requests.PageState { return s.pageIn(desk.StatusClosed) }},
		{"request/writing", func(s sample) requests.PageState {
			st := s.pageIn(desk.StatusOpen)
			st.Text = s.say("J’ai essayé les deux étapes\u00a0: l’écran reste noir.", "I tried both steps: the screen stays black.")
			st.Attachments = []desk.Attachment{s.picture()}
			return st
		}},
		{"request/offline", func(s sample) requests.PageState { return s.waiting() }},
		{"request/merged", func(s sample) requests.PageState {
			st := s.pageIn(desk.StatusClosed)
			st.View.Ticket.MergedInto = "7"
			return st
		}},
		{"request/loading", func(s sample) requests.PageState { return requests.PageState{Loading: true, Now: s.now} }},
		{"request/not found", func(s sample) requests.PageState { return requests.PageState{Code: desk.CodeNotFound, Now: s.now} }},
		{"request/error", func(s sample) requests.PageState {
			st := s.page()
			st.Code = desk.CodeDiskFull
			return st
		}},
		{"request/long", func(s sample) requests.PageState {
			st := s.page()
			st.View.Ticket.Title, st.Asked.Tasks[0].Text, st.View.Messages[0].Body = s.long(), s.long(), s.long()+"\n\n"+s.long()
			return st
		}},
		{"request/file comes", func(s sample) requests.PageState { return s.fetching(model.Coming{Bytes: 87_000}) }},
		{"request/file waits", func(s sample) requests.PageState { return s.fetching(model.Coming{Bytes: 87_000, Waits: true}) }},
		{"request/many", func(s sample) requests.PageState { return s.talkative() }},
	}
}
