package threads_test

import (
	"strings"
	"testing"

	"relais/internal/bench/threads"
)

func TestTheSameSeedMakesTheSameThreads(t *testing.T) {
	t.Parallel()
	for _, texts := range [][]string{nil, {strings.Repeat("the printer is jammed, the paper too. ", 9), "my screen stays black"}} {
		a, b := threads.New(7, texts), threads.New(7, texts)
		for range 20 {
			one, other := a.Thread(), b.Thread()
			if one != other || len(strings.Fields(one.Body)) < 40 {
				t.Fatalf("made %+v, then %+v", one, other)
			}
		}
		if a.Title() != b.Title() || a.Paragraph() != b.Paragraph() {
			t.Error("other questions")
		}
	}
}

func TestWordsAreThoseOfTheTexts(t *testing.T) {
	t.Parallel()
	m := threads.New(1, []string{"Printer, printer: (paper)!", "Printer tray"})
	for w := range strings.FieldsSeq(m.Paragraph()) {
		if !strings.Contains(" Printer printer paper tray ", " "+strings.TrimSuffix(w, ".")+" ") {
			t.Errorf("%q is no word of the texts", w)
		}
	}
}
