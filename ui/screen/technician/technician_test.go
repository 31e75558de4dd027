package technician_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"relais/internal/desk"
	"relais/ui/model/queues"
	"relais/ui/screen/employee/looktest"
	"relais/ui/screen/technician"
)

// recorder notes what the queues ask for.
type recorder struct{ looktest.Notes }

func (r *recorder) Choose(view string)    { r.Note("choose %s", view) }
func (r *recorder) Narrow(letters string) { r.Note("narrow %s", letters) }
func (r *recorder) Select(ref string)     { r.Note("select %s", ref) }
func (r *recorder) Step(by int)           { r.Note("step %d", by) }

var claire = desk.Person{ID: "p2", Name: "Claire Martin", Role: desk.RoleTechnician, Queues: []string{"level1"}}

func row(n int, due time.Duration) desk.Row {
	id := fmt.Sprint(n)
	return desk.Row{Ticket: desk.Ticket{
		ID: id, Number: id, Title: "Écran " + id, Kind: desk.KindIncident, Status: desk.StatusOpen, Queue: "level1", Site: "Siège", Priority: 3,
		Requester: desk.PersonRef{ID: "p1", Name: "Amélie Durand"}, Assignee: claire.Ref(), Due: looktest.Now.Add(due), Updated: looktest.Now.Add(-time.Hour),
	}}
}

func queue(rows ...desk.Row) queues.State {
	return queues.State{
		View: queues.ViewLate, Rows: rows, Me: claire, Now: looktest.Now, Queues: map[string]desk.Queue{"level1": {ID: "level1", Name: "Niveau 1", Level: 1}},
		Views: []queues.View{
			{ID: queues.ViewToDo, Section: queues.SectionMe, Count: 6}, {ID: "level1", Section: queues.SectionTeam, Queue: "Niveau 1", Count: 14},
			{ID: queues.ViewLate, Section: queues.SectionTeam}, {ID: queues.ViewDone, Section: queues.SectionElsewhere, Count: 412},
		},
		Sync: desk.SyncStatus{Online: true, Pulled: looktest.Now.Add(-time.Minute)},
	}
}

func board(t *testing.T, s queues.State) (*technician.Board, *recorder, fyne.Window) {
	t.Helper()
	r := &recorder{}
	b := technician.NewBoard(looktest.French(t), r)
	b.Render(s)
	w := looktest.Open(t, b.Object())
	w.Resize(fyne.NewSize(1100, 760))
	return b, r, w
}

// filter is the line that narrows the rows down.
func filter(t *testing.T, w fyne.Window) fyne.Focusable {
	t.Helper()
	for _, o := range looktest.Shown(w) {
		if e, ok := o.(interface{ SelectedText() string }); ok {
			return e.(fyne.Focusable)
		}
	}
	t.Fatal("there is no filter")
	return nil
}

func TestAViewIsOpenedByAClick(t *testing.T) {
	_, r, w := board(t, queue(row(1, time.Hour)))
	test.Tap(looktest.Control(t, w, "À faire"))
	test.Tap(looktest.Control(t, w, "Niveau 1"))
	r.Expect(t, "choose todo", "choose level1")
	words := looktest.Words(w)
	if !slices.Contains(words, "14") || slices.Contains(words, "0") || slices.Contains(words, "412") {
		t.Errorf("counts in %q", words)
	}
}

func TestARowSaysWhatComesNext(t *testing.T) {
	late, planned, waits, request, unsent, major, problem := row(1, -4*time.Minute), row(2, time.Hour), row(3, time.Hour), row(4, 26*time.Hour), row(5, time.Hour), row(6, time.Hour), row(7, time.Hour)
	planned.Status, planned.PlannedAt = desk.StatusPlanned, looktest.Now.Add(24*time.Hour)
	waits.Status, waits.PendingFor = desk.StatusPending, desk.PendingVendor
	request.Kind, request.Status = desk.KindRequest, desk.StatusResolved
	unsent.Waiting, unsent.Assignee = 1, desk.PersonRef{ID: "p7", Name: "Karim Haddad"}
	planned.Written = true
	major.Priority, major.Attention = desk.PriorityMajor, true
	problem.Kind, problem.Queue = desk.KindProblem, "level9"
	_, _, w := board(t, queue(late, planned, waits, request, unsent, major, problem))
	for _, want := range []string{
		"7 tickets · à jour à 09:11", "Moyenne", "−4\u00a0min", "Amélie Durand · Siège · Niveau 1 · réponse commencée", "· attend le fournisseur", "demande",
		"· résolu 08:12", "· avec Karim · réponse non envoyée", "Majeure", "à vérifier", "problème", "· level9",
	} {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
}

func TestArrowKeysGoThroughTheRows(t *testing.T) {
	b, r, w := board(t, queue(row(1, time.Hour), row(2, time.Hour), row(3, time.Hour)))
	w.Canvas().Focus(b.Focus())
	looktest.Press(b.Focus(), fyne.KeyDown)
	looktest.Press(b.Focus(), fyne.KeyDown)
	looktest.Press(b.Focus(), fyne.KeyUp)
	r.Expect(t, "select 1", "select 2", "select 1")
}

func TestTheFilterKeepsItsCursorAndLeadsToTheRows(t *testing.T) {
	s := queue(row(1, time.Hour), row(2, time.Hour))
	b, r, w := board(t, s)
	f := filter(t, w)
	w.Canvas().Focus(f)
	test.Type(f, "ecr")
	s.Letters = "ecr"
	b.Render(s)
	looktest.Press(f, fyne.KeyLeft)
	b.Render(s)
	test.Type(f, "x")
	if got := f.(interface{ CursorTextOffset() int }).CursorTextOffset(); got != 3 || w.Canvas().Focused() != f {
		t.Errorf("the cursor is at %d, the focus on %T", got, w.Canvas().Focused())
	}
	looktest.Press(f, fyne.KeyEscape)
	looktest.Press(f, fyne.KeyDown)
	if w.Canvas().Focused() != b.Focus() {
		t.Errorf("the focus is on %T", w.Canvas().Focused())
	}
	r.Expect(t, "narrow e", "narrow ec", "narrow ecr", "narrow ecxr", "narrow")
}

func TestAnEmptyListSaysWhy(t *testing.T) {
	b, _, w := board(t, queue())
	says := func(want string) {
		t.Helper()
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
	says("Tout est à jour")
	if looktest.Says(w, "Choisissez un ticket") {
		t.Error("there is nothing to pick")
	}
	s := queue()
	s.View = "level1"
	b.Render(s)
	says("Rien dans cette liste")
	s.Letters = "xyz"
	b.Render(s)
	says("ne contient «\u00a0xyz\u00a0»")
	s = queue()
	s.Sync, s.Loading = desk.SyncStatus{}, true
	b.Render(s)
	says("première réception en cours")
	if looktest.Says(w, "Tout est à jour") {
		t.Error("a list that is not there yet is not empty")
	}
}

func TestAListSaysHowOldItIsAndWhatFailed(t *testing.T) {
	s := queue(row(1, time.Hour))
	s.Sync.Online, s.Code = false, desk.CodeDamaged
	_, _, w := board(t, s)
	for _, want := range []string{"1 ticket · hors connexion, vue de 09:11", "Un fichier de Relais est abîmé"} {
		if !looktest.Says(w, want) {
			t.Errorf("does not say %q: %q", want, looktest.Words(w))
		}
	}
}

func TestWithNothingOpenTheMostPressingTicketIsOneClickAway(t *testing.T) {
	b, r, w := board(t, queue(row(1, time.Hour)))
	test.Tap(looktest.Control(t, w, "Ouvrir le plus urgent"))
	r.Expect(t, "step 1")
	if b.Back() {
		t.Error("there is no step back")
	}
}

func TestRenderingTwiceBuildsNothingAnew(t *testing.T) {
	s := queue(row(1, time.Hour))
	b, _, w := board(t, s)
	before := looktest.Control(t, w, "Niveau 1")
	b.Render(s)
	s.Views = slices.Insert(slices.Clone(s.Views), 2, queues.View{ID: "level2", Section: queues.SectionTeam, Queue: "Niveau 2"})
	b.Render(s)
	if looktest.Control(t, w, "Niveau 1") != before || !looktest.Has(w, "Niveau 2") {
		t.Error("the views were built anew, or the new one is missing")
	}
}

func TestMovedBordersAreTold(t *testing.T) {
	b, _, w := board(t, queue())
	var got []float32
	b.OnResized = func(widths []float32) { got = widths }
	b.SetWidths([]float32{180, 400})
	for _, o := range looktest.Shown(w) {
		if border, ok := o.(desktop.Cursorable); ok && border.Cursor() == desktop.HResizeCursor {
			looktest.Press(o.(fyne.Focusable), fyne.KeyRight)
			break
		}
	}
	if !slices.Equal(got, []float32{196, 400}) {
		t.Errorf("got %v", got)
	}
}
