package diag_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relais/internal/desk"
	"relais/internal/diag"
)

var now = time.Date(2026, 11, 20, 9, 12, 0, 0, time.UTC)

// well is a computer on which everything is as it should be.
func well(t *testing.T) diag.Surroundings {
	t.Helper()
	good := func(context.Context) error { return nil }
	return diag.Surroundings{
		Home:     t.TempDir(),
		Settings: func() []error { return nil },
		Outbox:   good,
		Cache:    good,
		Keyring:  good,
		Helpdesk: func(context.Context) (desk.Welcome, error) {
			return desk.Welcome{Server: "Aide", Version: "1.2", Time: now.Add(-time.Minute)}, nil
		},
		Work: func(context.Context) (desk.SyncStatus, []desk.Pending, error) {
			return desk.SyncStatus{Pulled: now.Add(-5 * time.Minute)}, nil, nil
		},
		Now:  func() time.Time { return now },
		Room: func(string) (diag.Bytes, error) { return 80_000_000_000, nil },
		Tray: func(context.Context) (bool, error) { return true, nil },
	}
}

func codes(list []diag.Finding) (codes []string) {
	for _, f := range list {
		codes = append(codes, f.Code)
	}
	return codes
}

func TestAHealthyComputerIsFineInTheOrderOfTheTable(t *testing.T) {
	t.Parallel()
	list := diag.Run(t.Context(), well(t))
	want := "home.ok room.ok settings.ok outbox.ok cache.ok keyring.ok helpdesk.ok clock.ok work.fresh work.none tray.ok"
	if got := strings.Join(codes(list), " "); got != want {
		t.Errorf("found %s", got)
	}
	if got := diag.Worst(list); got != diag.Fine {
		t.Errorf("worst %s", got)
	}
}

func TestEachFaultIsNamed(t *testing.T) {
	t.Parallel()
	fails := func(code desk.Code) func(context.Context) error {
		return func(context.Context) error { return desk.Errorf(code, "open", "token=hunter2") }
	}
	refuses := func(code desk.Code) func(context.Context) (desk.Welcome, error) {
		return func(context.Context) (desk.Welcome, error) { return desk.Welcome{}, desk.Errorf(code, "sign in", "no") }
	}
	at := func(when time.Time) func(context.Context) (desk.Welcome, error) {
		return func(context.Context) (desk.Welcome, error) { return desk.Welcome{Time: when}, nil }
	}
	for _, c := range []struct {
		want     string
		severity diag.Severity
		fault    func(*diag.Surroundings)
	}{
		{"room.low", diag.Note, func(s *diag.Surroundings) { s.Room = func(string) (diag.Bytes, error) { return 400_000_000, nil } }},
		{"room.none", diag.Trouble, func(s *diag.Surroundings) { s.Room = func(string) (diag.Bytes, error) { return 0, nil } }},
		{"room.unknown", diag.Note, func(s *diag.Surroundings) { s.Room = func(string) (diag.Bytes, error) { return 0, errors.New("no") } }},
		{"settings.damaged", diag.Note, func(s *diag.Surroundings) { s.Settings = notices(desk.CodeDamaged) }},
		{"settings.invalid", diag.Note, func(s *diag.Surroundings) { s.Settings = notices(desk.CodeInvalid) }},
		{"settings.failed", diag.Trouble, func(s *diag.Surroundings) { s.Settings = notices(desk.CodeReadOnly) }},
		{"outbox.damaged", diag.Trouble, func(s *diag.Surroundings) { s.Outbox = fails(desk.CodeDamaged) }},
		{"outbox.newer", diag.Trouble, func(s *diag.Surroundings) { s.Outbox = fails(desk.CodeNewer) }},
		{"outbox.failed", diag.Trouble, func(s *diag.Surroundings) { s.Outbox = fails(desk.CodeConflict) }},
		{"cache.damaged", diag.Note, func(s *diag.Surroundings) { s.Cache = fails(desk.CodeDamaged) }},
		{"cache.disk-full", diag.Trouble, func(s *diag.Surroundings) { s.Cache = fails(desk.CodeDiskFull) }},
		{"keyring.unavailable", diag.Note, func(s *diag.Surroundings) { s.Keyring = fails(desk.CodeUnavailable) }},
		{"keyring.sealed", diag.Fine, func(s *diag.Surroundings) { s.Sealed, s.Keyring = true, fails(desk.CodeUnavailable) }},
		{"helpdesk.none", diag.Note, func(s *diag.Surroundings) { s.Helpdesk = nil }},
		{"helpdesk.unreachable", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = refuses(desk.CodeUnreachable) }},
		{"helpdesk.untrusted", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = refuses(desk.CodeUntrusted) }},
		{"helpdesk.unauthorized", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = refuses(desk.CodeUnauthorized) }},
		{"helpdesk.wrong-server", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = refuses(desk.CodeWrongServer) }},
		{"helpdesk.failed", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = refuses(desk.CodeInternal) }},
		{"clock.wrong", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = at(now.Add(-time.Hour)) }},
		{"clock.wrong", diag.Trouble, func(s *diag.Surroundings) { s.Helpdesk = at(now.Add(time.Hour)) }},
		{"helpdesk.ok", diag.Fine, func(s *diag.Surroundings) { s.Helpdesk = at(time.Time{}) }},
		{"helpdesk.weaker", diag.Note, func(s *diag.Surroundings) {
			s.Helpdesk = func(context.Context) (desk.Welcome, error) {
				return desk.Welcome{Missing: []desk.Missing{{Code: "key-field"}}}, nil
			}
		}},
		{"work.attention", diag.Trouble, func(s *diag.Surroundings) { s.Work = works(desk.SyncStatus{Attention: 2, Pulled: now}) }},
		{"work.unadopted", diag.Note, func(s *diag.Surroundings) { s.Earlier = func(context.Context) (int, error) { return 2, nil } }},
		{"work.waiting", diag.Note, func(s *diag.Surroundings) {
			s.Work = works(desk.SyncStatus{Pulled: now}, desk.Pending{Receipt: desk.Receipt{Kept: now.Add(-time.Hour)}})
		}},
		{"work.old", diag.Note, func(s *diag.Surroundings) { s.Work = works(desk.SyncStatus{Pulled: now.Add(-25 * time.Hour)}) }},
		{"work.never", diag.Note, func(s *diag.Surroundings) { s.Work = works(desk.SyncStatus{}) }},
		{"tray.none", diag.Note, func(s *diag.Surroundings) { s.Tray = func(context.Context) (bool, error) { return false, nil } }},
		{"tray.unknown", diag.Note, func(s *diag.Surroundings) {
			s.Tray = func(context.Context) (bool, error) { return false, errors.New("no bus") }
		}},
	} {
		s := well(t)
		c.fault(&s)
		list := diag.Run(t.Context(), s)
		if !slices.Contains(codes(list), c.want) || diag.Worst(list) != c.severity {
			t.Errorf("%s: found %v, worst %s", c.want, codes(list), diag.Worst(list))
		}
		if raw, err := json.Marshal(list); err != nil || strings.Contains(string(raw), "hunter2") {
			t.Errorf("%s: %s, %v", c.want, raw, err)
		}
	}
}

func notices(code desk.Code) func() []error {
	return func() []error { return []error{&desk.Error{Code: code, Op: "read", Subject: "settings.toml"}} }
}

func works(status desk.SyncStatus, waiting ...desk.Pending) func(context.Context) (desk.SyncStatus, []desk.Pending, error) {
	return func(context.Context) (desk.SyncStatus, []desk.Pending, error) { return status, waiting, nil }
}

func TestTheHomeIsTriedByWriting(t *testing.T) {
	t.Parallel()
	s := well(t)
	s.Home = filepath.Join(s.Home, "not", "there")
	if list := diag.Run(t.Context(), s); list[0].Code != "home.ok" {
		t.Errorf("a new home: %+v", list[0])
	}
	if entries, err := os.ReadDir(s.Home); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	s.Home = filepath.Join(s.Home, "file")
	if err := os.WriteFile(s.Home, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if list := diag.Run(t.Context(), s); list[0].Code != "home.read-only" || list[0].Args["Path"] != s.Home {
		t.Errorf("a file: %+v", list[0])
	}
}

func TestTheDiskOfAHomeThatIsNotThereYetIsMeasured(t *testing.T) {
	t.Parallel()
	s := well(t)
	s.Home, s.Room = filepath.Join(s.Home, "not", "there"), nil
	for _, f := range diag.Run(t.Context(), s) {
		if strings.HasPrefix(f.Code, "room.") && (f.Code == "room.unknown" || f.Args["Free"] == diag.Bytes(0)) {
			t.Errorf("%+v", f)
		}
	}
}

func TestACheckThatHangsIsSlowAndTheOthersAreTold(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		s := diag.Surroundings{
			Home:     home,
			Cache:    func(context.Context) error { <-release; return nil },
			Helpdesk: func(ctx context.Context) (desk.Welcome, error) { <-ctx.Done(); return desk.Welcome{}, ctx.Err() },
			Room:     func(string) (diag.Bytes, error) { return 1 << 40, nil },
			Tray:     func(context.Context) (bool, error) { return true, nil },
		}
		start := time.Now()
		list := diag.Run(t.Context(), s)
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("took %v", took)
		}
		i := slices.IndexFunc(list, func(f diag.Finding) bool { return f.Code == "slow" && f.Args["Check"] == "cache" })
		if i < 0 || list[0].Code != "home.ok" || diag.Worst(list) != diag.Trouble {
			t.Errorf("found %v", codes(list))
		}
		close(release)
		synctest.Wait()
	})
}

// plain makes sentences that show what was filled in.
type plain struct{}

func (plain) T(key string, args ...any) string { return key + " " + fmt.Sprintln(args...) }
func (plain) Size(bytes int64) string          { return fmt.Sprint(bytes, " bytes") }
func (plain) For(d time.Duration) string       { return fmt.Sprint("for ", d) }

func (plain) Missing(m desk.Missing) (what, ask string) { return "no " + m.Code, "a " + m.Code }

func TestSentencesShowSizesAndTimesAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		f    diag.Finding
		want string
	}{
		{diag.Finding{Code: "room.low", Args: map[string]any{"Free": diag.Bytes(7)}}, "doctor.room.low Free 7 bytes"},
		{diag.Finding{Code: "clock.wrong", Args: map[string]any{"Skew": time.Hour}}, "doctor.clock.wrong Skew for 1h0m0s"},
		{diag.Finding{Code: "work.attention", Args: map[string]any{"Count": 2}}, "doctor.work.attention Count 2"},
		{diag.Finding{Code: "helpdesk.weaker", Args: map[string]any{"What": desk.Missing{Code: "field"}}}, "doctor.helpdesk.weaker Ask a field What no field"},
		{diag.Finding{Code: "home.ok"}, "doctor.home.ok"},
	} {
		if got := strings.TrimSpace(c.f.Sentence(plain{})); got != c.want {
			t.Errorf("%s reads %q, want %q", c.f.Code, got, c.want)
		}
	}
}
