package wire_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/wire"
)

func file(write func(w *wire.Writer)) []byte {
	var out bytes.Buffer
	w := wire.NewWriter(&out)
	write(w)
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		numbers, text := rapid.SliceOf(rapid.Uint64()).Draw(t, "numbers"), rapid.String().Draw(t, "text")
		data := file(func(w *wire.Writer) {
			w.Number(uint64(len(numbers)))
			for _, n := range numbers {
				w.Number(n)
			}
			w.Text(text)
			w.Bytes([]byte(text))
			w.Raw([]byte("end"))
		})
		r, err := wire.NewReader(data)
		if err != nil {
			t.Fatal(err)
		}
		var got []uint64
		for range r.Count() {
			got = append(got, r.Number())
		}
		if !slices.Equal(got, numbers) || r.Text() != text || string(r.Bytes()) != text || r.Done() || string(r.Raw(3)) != "end" || !r.Done() || r.Err() != nil {
			t.Fatalf("read %v, want %v and %q", got, numbers, text)
		}
		bit := rapid.IntRange(0, 8*len(data)-1).Draw(t, "bit")
		data[bit/8] ^= 1 << (bit % 8)
		if _, err := wire.NewReader(data); !errors.Is(err, wire.ErrDamaged) {
			t.Fatalf("bit %d was flipped: %v", bit, err)
		}
	})
}

func TestWhatIsNotThereIsDamage(t *testing.T) {
	t.Parallel()
	for name, read := range map[string]func(r *wire.Reader){
		"a number": func(r *wire.Reader) { r.Number() },
		"a count":  func(r *wire.Reader) { r.Count() },
		"bytes":    func(r *wire.Reader) { r.Raw(4) },
		"fewer":    func(r *wire.Reader) { r.Raw(-1) },
	} {
		write := func(w *wire.Writer) {
			if name == "a count" {
				w.Number(3)
			}
		}
		r, err := wire.NewReader(file(write))
		if err != nil {
			t.Fatal(err)
		}
		if read(r); !errors.Is(r.Err(), wire.ErrDamaged) || r.Done() || r.Text() != "" {
			t.Errorf("%s: %v", name, r.Err())
		}
	}
	if _, err := wire.NewReader([]byte("short")); !errors.Is(err, wire.ErrDamaged) {
		t.Errorf("too short: %v", err)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestAFullDiskIsToldAtTheEnd(t *testing.T) {
	t.Parallel()
	w := wire.NewWriter(full{})
	for range 1 << 17 {
		w.Number(1)
		w.Text("a")
	}
	if err := w.Close(); err == nil {
		t.Error("nothing was told")
	}
}
