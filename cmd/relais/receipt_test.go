package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAFileIsWrittenBesideThoseOfItsName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, want := range []string{"Reçu 7.txt", "Reçu 7 (2).txt", "Reçu 7 (3).txt"} {
		path, err := newFile(folder, "Reçu 7", ".txt", []byte(want))
		if err != nil || filepath.Base(path) != want {
			t.Fatalf("got %q, %v, want %q", path, err, want)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s has %q, %v", want, got, err)
		}
	}
}
