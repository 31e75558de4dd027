package suggest_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest"
)

// vocabulary from which documents are drawn: few words, so that they meet.
var vocabulary = strings.Fields(`imprimante Imprimantes imprimer l’écran écran noir Wi-Fi wifi réseau réseaux bloqué bloquée bloque
	Outlook 365 OneDrive mot de passe printer printers printing screen black the network locked 0x80070005 e-mail email sans fil 11`)

func drawText(most int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, most).Draw(t, "words"), rapid.SampledFrom([]string{" ", "\n", "\u00a0", ". "}).Draw(t, "gap"))
	})
}

func drawDoc(id string) *rapid.Generator[suggest.Doc] {
	return rapid.Custom(func(t *rapid.T) suggest.Doc {
		return suggest.Doc{
			ID: id, Lang: rapid.SampledFrom([]string{"fr", "en", ""}).Draw(t, "lang"), Title: drawText(5).Draw(t, "title"), Body: drawText(60).Draw(t, "body"),
			Keywords: rapid.SliceOfN(drawText(3), 0, 2).Draw(t, "keywords"), Helped: rapid.IntRange(0, 9).Draw(t, "helped"),
		}
	})
}

func drawQuery() *rapid.Generator[suggest.Query] {
	return rapid.Custom(func(t *rapid.T) suggest.Query {
		text := rapid.OneOf(drawText(6), rapid.String()).Draw(t, "text")
		if rapid.Bool().Draw(t, "cut") {
			text = text[:rapid.IntRange(0, len(text)).Draw(t, "at")]
		}
		return suggest.Query{
			Text: text, Lang: rapid.SampledFrom([]string{"fr", "en", ""}).Draw(t, "lang"), Typing: rapid.Bool().Draw(t, "typing"),
			Always: rapid.Bool().Draw(t, "always"), Limit: rapid.IntRange(0, 9).Draw(t, "limit"),
		}
	})
}

func TestAnIndexThatChangedIsLikeAFreshOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words, err := suggest.ParseHouseWords(strings.NewReader("[fr]\nbécane = écran, réseau\n"))
		if err != nil {
			t.Fatal(err)
		}
		x, kept := suggest.New(words), map[string]suggest.Doc{}
		for range rapid.IntRange(1, 25).Draw(t, "changes") {
			id := fmt.Sprint("d", rapid.IntRange(0, 8).Draw(t, "id"))
			if rapid.IntRange(0, 3).Draw(t, "kind") == 0 {
				x.Remove(id, "unknown", id)
				delete(kept, id)
				continue
			}
			d := drawDoc(id).Draw(t, "doc")
			x.Put(drawDoc(id).Draw(t, "other"), d)
			kept[id] = d
		}
		fresh := suggest.New(words)
		for _, id := range slices.Backward(slices.Sorted(maps.Keys(kept))) {
			fresh.Put(kept[id])
		}
		if x.Len() != len(kept) || fresh.Len() != len(kept) {
			t.Fatalf("lengths %d and %d, want %d", x.Len(), fresh.Len(), len(kept))
		}
		for range 5 {
			q := drawQuery().Draw(t, "query")
			got, err := x.Search(t.Context(), q)
			want, err2 := fresh.Search(t.Context(), q)
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v finds\n%+v, a fresh index\n%+v", q, got, want)
			}
		}
	})
}

func TestAnyTextIsSearchedAndFoundWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := suggest.New(suggest.HouseWords{})
		text := rapid.OneOf(rapid.String(), drawText(80))
		var docs []suggest.Doc
		for i := range rapid.IntRange(1, 5).Draw(t, "docs") {
			docs = append(docs, suggest.Doc{ID: fmt.Sprint(i), Title: text.Draw(t, "title"), Body: text.Draw(t, "body")})
		}
		x.Put(docs...)
		for range 4 {
			q := drawQuery().Draw(t, "query")
			hits, err := x.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			again, _ := x.Search(t.Context(), q)
			if !reflect.DeepEqual(hits, again) {
				t.Fatalf("%+v finds %+v, then %+v", q, hits, again)
			}
			for _, h := range hits {
				checkHit(t, h, docs)
			}
		}
	})
}

func checkHit(t interface {
	Helper()
	Fatalf(string, ...any)
}, h suggest.Hit, docs []suggest.Doc) {
	t.Helper()
	d := docs[slices.IndexFunc(docs, func(d suggest.Doc) bool { return d.ID == h.ID })]
	if h.Title != d.Title || !strings.Contains(d.Body, h.Passage) || len(h.Passage) > 160 {
		t.Fatalf("%+v is not of %+v", h, d)
	}
	for _, in := range []struct {
		text  string
		spans []suggest.Span
	}{{h.Title, h.InTitle}, {h.Passage, h.InPassage}} {
		end := 0
		for _, s := range in.spans {
			if s.Start < end || s.End <= s.Start || s.End > len(in.text) || !boundary(in.text, s.Start) || !boundary(in.text, s.End) {
				t.Fatalf("bad span %v in %q of %v", s, in.text, in.spans)
			}
			end = s.End
		}
	}
}

// boundary tells whether a rune begins at this byte; a stray byte is one.
func boundary(s string, at int) bool {
	for i := range s {
		if i == at {
			return true
		}
	}
	return at == len(s)
}

func TestSearchesAndChangesGoTogether(t *testing.T) {
	t.Parallel()
	x := newShelf(t)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 50 {
				switch id := fmt.Sprint("new", i%7); worker {
				case 0:
					x.Put(suggest.Doc{ID: id, Lang: "fr", Title: fmt.Sprint("Imprimante numéro", i), Body: "Papier mot" + fmt.Sprint(i)})
				case 1:
					x.Remove(id)
				default:
					hits, err := x.Search(t.Context(), suggest.Query{Text: "imprimnate", Lang: "fr", Typing: true, Always: true})
					if err != nil || len(hits) == 0 {
						t.Errorf("found %v, %v", hits, err)
					}
				}
			}
		})
	}
	group.Wait()
}

func FuzzSearch(f *testing.F) {
	for _, text := range []string{"", "imprimante", "l’écran est noir", "\xff\x80", "000\x82", "🙂", "الطابعة", `.*(\d`, "Wi-Fi 365", "a'b'c-d.e", "ı̇ß", "가각"} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, title, text string) {
		d := suggest.Doc{ID: "1", Title: title, Body: text}
		x := suggest.New(suggest.HouseWords{})
		x.Put(d)
		hits, err := x.Search(t.Context(), suggest.Query{Text: text, Typing: true, Always: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			checkHit(t, h, []suggest.Doc{d})
		}
		x.Remove("1")
		if hits, _ := x.Search(t.Context(), suggest.Query{Text: text, Always: true}); len(hits) != 0 {
			t.Fatalf("what went is still found: %v", hits)
		}
	})
}
