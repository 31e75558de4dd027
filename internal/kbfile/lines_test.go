package kbfile_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"relais/internal/kbfile"
)

func TestLinesAreReadWhateverEndsThem(t *testing.T) {
	t.Parallel()
	var got []string
	for l := range kbfile.Lines(strings.NewReader("\ufeffone\r\n\n  two\n\t\nthree"), 100) {
		if l.Err != nil {
			t.Fatal(l.Err)
		}
		got = append(got, string(l.Text))
		if want := map[string]int{"one": 1, "two": 3, "three": 5}[string(l.Text)]; l.Number != want {
			t.Errorf("%q is line %d, want %d", l.Text, l.Number, want)
		}
	}
	if strings.Join(got, " ") != "one two three" {
		t.Errorf("read %q", got)
	}
}

func TestALineThatIsTooLongIsSkippedAndTold(t *testing.T) {
	t.Parallel()
	var got []string
	for l := range kbfile.Lines(strings.NewReader("a\n"+strings.Repeat("x", 1<<18)+"\nb\n"+strings.Repeat("x", 1<<17)), 1<<16) {
		switch {
		case l.Err == nil:
			got = append(got, string(l.Text))
		case errors.Is(l.Err, kbfile.ErrLong):
			got = append(got, "long")
		default:
			t.Fatal(l.Err)
		}
	}
	if strings.Join(got, " ") != "a long b long" {
		t.Errorf("read %q", got)
	}
}

func TestWhatStopsReadingIsTold(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk is gone")
	var last kbfile.Line
	for l := range kbfile.Lines(iotest.ErrReader(broken), 100) {
		last = l
	}
	if !errors.Is(last.Err, broken) {
		t.Errorf("ended with %v", last.Err)
	}
}

func TestAnIDMayBeANumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]kbfile.ID{`"a1"`: "a1", `12`: "12", `"12"`: "12", `""`: ""} {
		var id kbfile.ID
		if err := kbfile.Decode([]byte(text), &id); err != nil || id != want {
			t.Errorf("%s is read as %q, %v", text, id, err)
		}
	}
	for _, text := range []string{`{}`, `[1]`, `true`, `"a" "b"`, "\"\xff\"", ``} {
		var id kbfile.ID
		if err := kbfile.Decode([]byte(text), &id); err == nil {
			t.Errorf("%s is read as %q", text, id)
		}
	}
}
