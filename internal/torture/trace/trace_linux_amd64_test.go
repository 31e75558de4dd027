package trace_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"relais/internal/torture/trace"
)

// The test runs itself as the program that is watched.
const folder = "TRACE_TEST_FOLDER"

func TestMain(m *testing.M) {
	if root := os.Getenv(folder); root != "" {
		os.Exit(change(root))
	}
	os.Exit(m.Run())
}

// change changes a folder in several ways.
func change(root string) int {
	if err := os.Chdir(root); err != nil {
		return 2
	}
	f, err := os.OpenFile("a", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return 2
	}
	_, err = f.WriteString("hello")
	_, at := f.WriteAt([]byte("J"), 0)
	err = errors.Join(err, at, f.Truncate(4), f.Sync(), f.Close(), os.Mkdir("sub", 0o700), os.Rename("a", "b"))
	if errors.Is(err, syscall.ENOSPC) {
		fmt.Print("full")
		return 3
	}
	fmt.Print("done")
	err = errors.Join(err, os.Remove("b"), os.Remove(filepath.Join(root, "sub")))
	if err != nil {
		return 2
	}
	return 0
}

// watch runs the program and notes its calls.
func watch(t *testing.T, before func(trace.Call) trace.Verdict) (syscall.WaitStatus, []string) {
	t.Helper()
	root := t.TempDir()
	var files [3]*os.File
	for i := range files {
		f, err := os.Create(filepath.Join(t.TempDir(), "stream"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	var calls []string
	status, err := trace.Run(trace.Program{
		Path: os.Args[0], Env: []string{folder + "=" + root}, Files: files, Folder: root, Before: before,
		After: func(c trace.Call, failed error) {
			one := fmt.Sprintf("%s %s %s %d %q %d %v", c.Op, rel(root, c.Path), rel(root, c.To), c.Offset, c.Data, c.Size, failed)
			calls = append(calls, one)
		},
	})
	if errors.Is(err, trace.ErrForbidden) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return status, calls
}

func rel(root, path string) string {
	if !strings.HasPrefix(path, root) {
		return "-"
	}
	return strings.TrimPrefix(path, root)
}

var all = []string{
	`create /a - 0 "" 0 <nil>`, `write /a - 0 "hello" 0 <nil>`, `write /a - 0 "J" 0 <nil>`, `truncate /a - 0 "" 4 <nil>`, `sync /a - 0 "" 0 <nil>`,
	`make folder /sub - 0 "" 0 <nil>`, `rename /a /b 0 "" 0 <nil>`, `say - - 0 "done" 0 <nil>`, `remove /b - 0 "" 0 <nil>`, `remove /sub - 0 "" 0 <nil>`,
}

func TestAllChangesAreSeenInTheirOrder(t *testing.T) {
	t.Parallel()
	status, calls := watch(t, nil)
	seen := slices.DeleteFunc(slices.Clone(calls), func(c string) bool { return strings.Contains(c, "remove /sub") && !strings.HasSuffix(c, "<nil>") })
	if status.ExitStatus() != 0 || !slices.Equal(seen, all) {
		t.Errorf("it ended with %d after %q", status.ExitStatus(), calls)
	}
}

func TestACallFailsWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	status, calls := watch(t, func(c trace.Call) trace.Verdict {
		if c.Op == trace.Write {
			return trace.Verdict{Fail: syscall.ENOSPC}
		}
		return trace.Verdict{}
	})
	if status.ExitStatus() != 3 || calls[1] != `write /a - 0 "hello" 0 no space left on device` {
		t.Errorf("it ended with %d after %q", status.ExitStatus(), calls)
	}
}

func TestTheProgramIsKilledBeforeACall(t *testing.T) {
	t.Parallel()
	status, calls := watch(t, func(c trace.Call) trace.Verdict { return trace.Verdict{Kill: c.Op == trace.Rename} })
	if status.Signal() != syscall.SIGKILL || len(calls) != 6 {
		t.Errorf("it ended with %v after %q", status.Signal(), calls)
	}
}
