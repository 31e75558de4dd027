package shelf_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/internal/suggest/shelf"
)

func drawPage(t *rapid.T) (p shelf.Page, body string) {
	p.Title = rapid.String().Draw(t, "title")
	p.Keywords = rapid.SliceOfN(rapid.String(), 0, 3).Draw(t, "keywords")
	p.Names = rapid.SliceOfN(rapid.IntRange(0, 5000), 0, 4).Draw(t, "names")
	p.Seq = rapid.SliceOfN(rapid.Uint32(), 0, 50).Draw(t, "seq")
	body = strings.Repeat(rapid.String().Draw(t, "body"), rapid.SampledFrom([]int{0, 1, 3, 2000}).Draw(t, "times"))
	return p, body
}

func learned(n int) *shelf.Shelf {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("Éteignez puis rallumez l’imprimante numéro %d, et attendez qu’elle soit prête.", i))
	}
	s := new(shelf.Shelf)
	s.Learn(texts)
	return s
}

func TestWhatWasPackedIsUnpacked(t *testing.T) {
	t.Parallel()
	knows, plain := learned(100), new(shelf.Shelf)
	rapid.Check(t, func(t *rapid.T) {
		p, body := drawPage(t)
		s := rapid.SampledFrom([]*shelf.Shelf{knows, plain}).Draw(t, "shelf")
		packed := s.Pack(&p, body)
		got := shelf.Page{Keywords: []string{"of another"}, Names: []int{7}, Seq: []uint32{9}}
		if whole := s.Whole(packed, &got); whole != body {
			t.Fatalf("%q was unpacked as %q", body, whole)
		}
		if first := s.Start(packed, &got); !strings.HasPrefix(body, first) || len(first) < min(len(body), 1<<14-utf8.UTFMax) || len(first) > 1<<14 {
			t.Fatalf("a body of %d bytes starts with %d: %q", len(body), len(first), first)
		}
		s.Open(packed, &got)
		if fmt.Sprint(got) != fmt.Sprint(p) {
			t.Fatalf("%v was unpacked as %v", p, got)
		}
	})
}

func TestWhatIsUsualTakesLittleRoom(t *testing.T) {
	t.Parallel()
	body := "Éteignez puis rallumez l’imprimante numéro 12345, et attendez qu’elle soit prête."
	s := learned(100)
	if n := len(s.Pack(&shelf.Page{}, body)); n > len(body)/2 {
		t.Errorf("%d bytes packed into %d", len(body), n)
	}
	other := new(shelf.Shelf)
	if !other.Restore(s.Usual()) {
		t.Fatal("what was learned is not understood")
	}
	if got := other.Whole(s.Pack(&shelf.Page{}, body), new(shelf.Page)); got != body {
		t.Errorf("another shelf unpacks %q", got)
	}
}

func TestTooFewTextsTeachNothing(t *testing.T) {
	t.Parallel()
	if s := learned(3); s.Usual() != nil {
		t.Errorf("learned %q", s.Usual())
	}
	s := new(shelf.Shelf)
	if !s.Restore(nil) || s.Restore([]byte{1}) || !reflect.DeepEqual(s, new(shelf.Shelf)) {
		t.Errorf("restored %+v", s)
	}
}
