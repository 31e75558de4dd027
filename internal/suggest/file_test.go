package suggest_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest"
	"relais/internal/suggest/wire"
)

func saved(t interface{ Fatal(...any) }, x *suggest.Index) []byte {
	var file bytes.Buffer
	if err := x.Save(&file, "of Tuesday"); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestALoadedIndexIsLikeTheSavedOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := suggest.New(suggest.HouseWords{})
		ids := map[string]bool{}
		for range rapid.IntRange(0, 40).Draw(t, "docs") {
			id := fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "id"))
			x.Put(drawDoc(id).Draw(t, "doc"))
			if ids[id] = true; rapid.IntRange(0, 4).Draw(t, "goes") == 0 {
				x.Remove(id)
				delete(ids, id)
			}
		}
		y, stamp, err := suggest.Load(saved(t, x), suggest.HouseWords{})
		if err != nil || stamp != "of Tuesday" {
			t.Fatalf("loaded %q: %v", stamp, err)
		}
		if got := y.IDs(); len(got) != len(ids) || slices.ContainsFunc(got, func(id string) bool { return !ids[id] }) {
			t.Fatalf("has %v, want %v", got, ids)
		}
		for range 3 { // as it is, and after a change
			q := drawQuery().Draw(t, "query")
			got, err := y.Search(t.Context(), q)
			want, err2 := x.Search(t.Context(), q)
			if err != nil || err2 != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("%+v finds\n%+v, in the saved one\n%+v (%v, %v)", q, got, want, err, err2)
			}
			d := drawDoc(fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "id"))).Draw(t, "change")
			x.Put(d)
			y.Put(d)
		}
	})
}

func TestADamagedFileIsNeverLoaded(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	for i := range 40 {
		x.Put(suggest.Doc{ID: fmt.Sprint(i), Lang: "fr", Title: fmt.Sprint("Imprimante numéro ", i), Body: "Rallumez l’imprimante, puis attendez."})
	}
	file := saved(t, x)
	for at := 0; at < len(file); at += len(file)/500 + 1 { // package wire flips every bit
		bad := slices.Clone(file)
		bad[at] ^= 1 << (at % 8)
		if _, _, err := suggest.Load(bad, suggest.HouseWords{}); !errors.Is(err, suggest.ErrDamaged) {
			t.Fatalf("byte %d of %d was changed: %v", at, len(file), err)
		}
		if _, _, err := suggest.Load(file[:at], suggest.HouseWords{}); !errors.Is(err, suggest.ErrDamaged) {
			t.Fatalf("cut at %d of %d: %v", at, len(file), err)
		}
	}
}

func TestAFileOfAnotherVersionIsNotLoaded(t *testing.T) {
	t.Parallel()
	if _, _, err := suggest.Load(other(), suggest.HouseWords{}); err == nil || errors.Is(err, suggest.ErrDamaged) {
		t.Errorf("loaded: %v", err)
	}
}

// other is a whole file that something else wrote.
func other() []byte {
	var file bytes.Buffer
	w := wire.NewWriter(&file)
	w.Text("relais search index 0")
	if err := w.Close(); err != nil {
		return nil
	}
	return file.Bytes()
}

func TestNothingThatWasSaidInATicketOutlivesIt(t *testing.T) {
	t.Parallel()
	const said = "Madame Durandal a perdu son badge"
	x := suggest.New(suggest.HouseWords{})
	var ids []string
	var docs []suggest.Doc
	for i := range 40 {
		ids = append(ids, fmt.Sprint(i))
		docs = append(docs, suggest.Doc{ID: ids[i], Lang: "fr", Title: "Badge", Body: fmt.Sprint(said, " numéro ", i), Kind: "ticket", Staff: true})
	}
	x.Put(docs...)
	x.Remove(ids...)
	var file bytes.Buffer
	if err := x.Save(&file, ""); err != nil || bytes.Contains(file.Bytes(), []byte(said)) {
		t.Errorf("it still stands in the file, or %v", err)
	}
}
