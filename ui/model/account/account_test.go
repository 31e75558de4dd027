package account_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/ui/model"
	"relais/ui/model/account"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// fake is a desk, a gateway and a keeper that remember what was done.
type fake struct {
	model.Signal
	mu       sync.Mutex
	did      []string
	err      error
	unsigned int
	seems    string // the kind that is found at any address
	there    string // the only kind that signing in works with; "": any
	pending  []desk.Pending
	given    []desk.Pending
	prefs    account.Preferences
	draft    string // into which things are taken back
	role     desk.Role
}

// asking is where requests are written.
type asking struct{ *fake }

func (a asking) TakeBack(k desk.Key, done func(error)) { done(a.done("ask again " + string(k))) }

func (f *fake) done(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.did = append(f.did, what)
	return f.err
}

func (f *fake) Outbox(context.Context) ([]desk.Pending, error) { return f.pending, nil }
func (f *fake) Settle(_ context.Context, k desk.Key, how desk.Settle) error {
	return f.done("settle " + string(k) + " " + string(how))
}
func (f *fake) TakeBack(_ context.Context, k desk.Key) (desk.Draft, error) {
	return desk.Draft{ID: f.draft}, f.done("take back " + string(k))
}
func (f *fake) Me() desk.Person     { return desk.Person{Role: f.role} }
func (f *fake) open(to model.Place) { _ = f.done(fmt.Sprint("open ", to)) }
func (f *fake) Queues(context.Context) ([]desk.Queue, error) {
	return []desk.Queue{{ID: "level2", Name: "Level 2"}}, nil
}
func (f *fake) People(context.Context, string) ([]desk.Person, error) {
	return []desk.Person{{ID: "p2", Name: "Claire"}}, nil
}
func (f *fake) Ticket(context.Context, string) (desk.View, error) {
	return desk.View{Conversation: desk.Conversation{Ticket: desk.Ticket{Assignee: desk.PersonRef{ID: "p7", Name: "Karim"}},
		Messages: []desk.Message{{Author: desk.PersonRef{ID: "p8", Name: "Nadia"}}}, Events: []desk.Event{{By: desk.PersonRef{ID: "p9", Name: "Hélène"}}}}}, nil
}
func (f *fake) Discarded(context.Context) ([]desk.Pending, error) { return f.given, nil }
func (f *fake) Status() desk.SyncStatus                           { return desk.SyncStatus{} }
func (f *fake) Kinds() []string                                   { return []string{"relais", "rt"} }
func (f *fake) KindAt(_ context.Context, url string) string {
	_ = f.done("look at " + url)
	return f.seems
}
func (f *fake) SignIn(_ context.Context, kind, url, login string, password desk.Secret) (desk.Welcome, error) {
	err := f.done("sign in " + kind + " " + url + " " + login + " " + password.Reveal())
	if f.there != "" && kind != f.there {
		err = &desk.Error{Code: desk.CodeWrongServer}
	}
	return desk.Welcome{Server: "Desk"}, err
}
func (f *fake) Unsigned(context.Context) (int, error) { return f.unsigned, nil }
func (f *fake) Adopt(context.Context) (int, error)    { return f.unsigned, f.done("adopt") }
func (f *fake) Enter()                                { _ = f.done("enter") }

func (f *fake) Preferences() account.Preferences { return f.prefs }
func (f *fake) Locked() account.Locks            { return account.Locks{"lang": "RELAIS_LANG"} }
func (f *fake) Set(_ context.Context, p account.Preferences) error {
	return f.done("set " + p.Lang)
}
func (f *fake) Who() account.Who                             { return account.Who{Server: "Desk"} }
func (f *fake) Become(_ context.Context, login string) error { return f.done("become " + login) }
func (f *fake) Unsent(context.Context) (int, error)          { return 2, nil }
func (f *fake) SignOut(_ context.Context, copied bool) error {
	return f.done("sign out " + strconv.FormatBool(copied))
}

func TestTheOutboxTellsWhatNeedsThePersonFromWhatLeavesByItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{pending: []desk.Pending{
			{Receipt: desk.Receipt{Key: "a", State: desk.StateQueued}},
			{Receipt: desk.Receipt{Key: "b", State: desk.StateAttention}},
		}, given: []desk.Pending{{Receipt: desk.Receipt{Key: "z", State: desk.StateDiscarded}}}}
		o := account.NewOutbox(f, asking{f}, func(context.Context) (desk.SyncResult, error) { return desk.SyncResult{Pushed: 1}, nil }, f.open, func() time.Time { return noon })
		defer o.Close()
		synctest.Wait()
		if s := o.State(); len(s.Attention) != 1 || s.Attention[0].Key != "b" || len(s.Waiting) != 1 || len(s.GivenUp) != 1 || s.Loading {
			t.Fatalf("%+v", s)
		}
		o.Settle("b", desk.SettleRetry)
		o.SyncNow()
		synctest.Wait()
		if s := o.State(); !slices.Equal(f.did, []string{"settle b retry"}) || s.Result == nil || s.Result.Pushed != 1 || s.Syncing {
			t.Fatalf("%v, %+v", f.did, s)
		}
	})
}

func TestWhatWasRefusedIsChangedWhereItWasWritten(t *testing.T) {
	t.Parallel()
	for draft, c := range map[string]struct {
		verb desk.Verb
		role desk.Role
		did  string
	}{
		"ask":                    {desk.VerbAsk, "", "ask again a, open {home  }"},
		"reply/2041":             {desk.VerbReply, "", "take back a, open {request 2041 }"},
		"note/2041":              {desk.VerbNote, desk.RoleTechnician, "take back a, open {queues 2041 }"},
		"resolve/2041":           {desk.VerbResolve, desk.RoleLead, "take back a, open {queues 2041 resolve}"},
		"editor/article/7":       {desk.VerbSaveArticle, desk.RoleTechnician, "take back a, open {editor article/7 }"},
		"editor/new/some / more": {desk.VerbSaveArticle, desk.RoleTechnician, "take back a, open {editor new/some / more }"},
	} {
		t.Run(draft, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &fake{draft: draft, role: c.role}
				o := account.NewOutbox(f, asking{f}, nil, f.open, time.Now)
				defer o.Close()
				o.Edit(desk.Pending{Receipt: desk.Receipt{Key: "a", Verb: c.verb}})
				synctest.Wait()
				if got := strings.Join(f.did, ", "); got != c.did {
					t.Errorf("did %s", got)
				}
			})
		})
	}
}

func TestWhatCanNotBeTakenBackStaysAndSaysWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{err: &desk.Error{Code: desk.CodeInterrupted}}
		o := account.NewOutbox(f, asking{f}, nil, f.open, time.Now)
		defer o.Close()
		synctest.Wait()
		for _, verb := range []desk.Verb{desk.VerbAsk, desk.VerbReply} {
			o.Edit(desk.Pending{Receipt: desk.Receipt{Key: "a", Verb: verb}})
			synctest.Wait()
			if s := o.State(); s.Code != desk.CodeInterrupted || len(f.did) != 1 {
				t.Errorf("%s: %v, %+v", verb, f.did, s)
			}
			f.did = nil
		}
		o.OpenTicket(desk.Pending{Receipt: desk.Receipt{Ticket: "2041"}})
		if !slices.Equal(f.did, []string{"open {request 2041 }"}) {
			t.Errorf("%v", f.did)
		}
	})
}

func TestASyncThatEndsEarlySaysWhyAndConflictsHaveNames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{pending: []desk.Pending{{Receipt: desk.Receipt{Key: "a", State: desk.StateAttention},
			Conflicts: []desk.Conflict{{Field: desk.FieldQueue}, {Field: desk.FieldAssignee}}}}}
		early := func(context.Context) (desk.SyncResult, error) {
			return desk.SyncResult{Code: desk.CodeUnreachable}, nil
		}
		o := account.NewOutbox(f, asking{f}, early, f.open, func() time.Time { return noon })
		defer o.Close()
		o.SyncNow()
		synctest.Wait()
		s := o.State()
		want := map[string]string{"level2": "Level 2", "p2": "Claire", "p7": "Karim", "p8": "Nadia", "p9": "Hélène"}
		if s.Code != desk.CodeUnreachable || !maps.Equal(s.Names, want) {
			t.Fatalf("%+v", s)
		}
	})
}

func signIn(t *testing.T, f *fake) *account.SignIn {
	t.Helper()
	s := account.NewSignIn(f, account.Known{Kind: "relais", URL: "https://desk.example"})
	t.Cleanup(s.Close)
	return s
}

func TestSigningInNeedsEveryField(t *testing.T) {
	t.Parallel()
	f := &fake{}
	s := signIn(t, f)
	s.Submit(desk.NewSecret(""))
	if got := s.State().Missing; !slices.Equal(got, []string{"login", "password"}) || len(f.did) != 0 {
		t.Fatalf("missing %v, did %v", got, f.did)
	}
}

func TestSigningInEntersAndARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{err: &desk.Error{Code: desk.CodeUnauthorized}}
		s := signIn(t, f)
		s.Fill("login", "amelie")
		s.Submit(desk.NewSecret("no"))
		synctest.Wait()
		if st := s.State(); st.Code != desk.CodeUnauthorized || st.Busy || st.Login != "amelie" {
			t.Fatalf("%+v", st)
		}
		f.err, f.did = nil, nil
		s.Submit(desk.NewSecret("yes"))
		synctest.Wait()
		if !slices.Equal(f.did, []string{"sign in relais https://desk.example amelie yes", "enter"}) {
			t.Fatalf("did %v", f.did)
		}
	})
}

func TestSigningInFindsOutWhichHelpdeskItIs(t *testing.T) {
	t.Parallel()
	const look = "look at https://desk.example"
	try := func(kind string) string { return "sign in " + kind + " https://desk.example amelie yes" }
	for _, c := range []struct {
		name, chosen, seems, there, shown string
		code                              desk.Code
		did                               []string
	}{
		{"nobody chose", "", "rt", "rt", "rt", "", []string{look, try("rt"), "enter"}},
		{"another one was chosen", "relais", "rt", "rt", "rt", "", []string{try("relais"), look, try("rt"), "enter"}},
		{"the right one was chosen", "rt", "rt", "rt", "rt", "", []string{try("rt"), "enter"}},
		{"there is none", "relais", "relais", "none", "relais", desk.CodeWrongServer, []string{try("relais"), look}},
		{"there is none, and nobody chose", "", "relais", "none", "", desk.CodeWrongServer, []string{look, try("relais")}},
		{"it only seems to be another one", "relais", "rt", "none", "relais", desk.CodeWrongServer, []string{try("relais"), look, try("rt")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				f := &fake{seems: c.seems, there: c.there}
				s := account.NewSignIn(f, account.Known{Kind: c.chosen, URL: "https://desk.example", Login: "amelie"})
				defer s.Close()
				if got := s.State().Kind; got != c.chosen {
					t.Fatalf("it begins with %q", got)
				}
				s.Submit(desk.NewSecret("yes"))
				synctest.Wait()
				if st := s.State(); st.Kind != c.shown || st.Code != c.code || !slices.Equal(f.did, c.did) {
					t.Fatalf("%+v, did %q", st, f.did)
				}
			})
		})
	}
}

func TestWhatWasAskedBeforeSigningInIsOnlyGivenWithAYes(t *testing.T) {
	t.Parallel()
	for adopt, want := range map[bool][]string{true: {"adopt", "enter"}, false: {"enter"}} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{unsigned: 2}
			s := signIn(t, f)
			s.Fill("login", "amelie")
			s.Submit(desk.NewSecret("yes"))
			synctest.Wait()
			if s.State().Offer != 2 || len(f.did) != 1 {
				t.Fatalf("%+v, did %v", s.State(), f.did)
			}
			f.did = nil
			s.Answer(adopt)
			synctest.Wait()
			if !slices.Equal(f.did, want) {
				t.Fatalf("did %v", f.did)
			}
		})
	}
}

func TestPreferencesThatCantBeKeptGoBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{err: &desk.Error{Code: desk.CodeReadOnly}, prefs: account.Preferences{Lang: "fr"}}
		s := account.NewSettings(f)
		defer s.Close()
		s.Set(account.Preferences{Lang: "en"})
		synctest.Wait()
		if st := s.State(); st.Preferences.Lang != "fr" || st.Code != desk.CodeReadOnly || !st.Locked.Has("lang") || st.Locked.Has("theme") {
			t.Fatalf("%+v", st)
		}
		f.err = nil
		s.Become("claire")
		synctest.Wait()
		if !slices.Contains(f.did, "become claire") || s.State().Busy {
			t.Fatalf("did %v", f.did)
		}
	})
}

func TestSigningOutIsAskedForAndSaysWhatStays(t *testing.T) {
	t.Parallel()
	for copied, want := range map[bool]string{true: "sign out true", false: "sign out false"} {
		synctest.Test(t, func(t *testing.T) {
			f := &fake{}
			s := account.NewSettings(f)
			defer s.Close()
			s.SignOut()
			synctest.Wait()
			if l := s.State().Leaving; l == nil || l.Unsent != 2 || !l.Copied || len(f.did) != 0 {
				t.Fatalf("%+v, did %v", l, f.did)
			}
			s.Stay()
			s.Leave()
			s.SignOut()
			synctest.Wait()
			s.Copy(copied)
			s.Leave()
			synctest.Wait()
			if !slices.Equal(f.did, []string{want}) || s.State().Leaving != nil || s.State().Busy {
				t.Fatalf("did %v", f.did)
			}
		})
	}
}

func TestWhoHasSignedOutReadsWhatWaitsForThem(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := account.NewSignIn(&fake{}, account.Known{Kind: "rt", Login: "amelie", Again: true, Left: true})
		defer s.Close()
		synctest.Wait()
		if st := s.State(); !st.Left || !st.Again || st.Unsent != 2 || st.Kind != "rt" {
			t.Fatalf("%+v", st)
		}
	})
}

func TestTheLastPreferencesAreTheOnesThatStay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{}
		s := account.NewSettings(f)
		want := []string{}
		for i := range 50 {
			s.Set(account.Preferences{Lang: strconv.Itoa(i)})
			want = append(want, "set "+strconv.Itoa(i))
		}
		s.Close()
		if !slices.Equal(f.did, want) {
			t.Fatalf("did %v", f.did)
		}
	})
}

func TestWhoLeavesWithoutAnAnswerIsSignedInAllTheSame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := &fake{unsigned: 2}
		s := signIn(t, f)
		s.Fill("login", "amelie")
		s.Submit(desk.NewSecret("yes"))
		synctest.Wait()
		s.Close()
		s.Close()
		if !slices.Equal(f.did[1:], []string{"enter"}) {
			t.Fatalf("did %v", f.did)
		}
	})
}
