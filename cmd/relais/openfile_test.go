package main

import "testing"

func TestWhatWouldRunIsNotOpened(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{
		"/a/photo.png": false, "/a/rapport.pdf": false, "/a.exe/notes.txt": false, "/a/sans-extension": false, "/a/exe": false,
		"/a/facture.pdf.exe": true, "/a/FACTURE.EXE": true, "/a/facture.exe. ": true, "/a/outil.desktop": true, "/a/script.sh": true, `C:\a\lien.lnk`: true,
	} {
		if got := runs(path); got != want {
			t.Errorf("%q: got %v", path, got)
		}
	}
}
