package helpdesk

import (
	"strings"
	"testing"
)

func TestAnIDTravelsInAPath(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"a": true, "é": true, "7": true, "amélie.d_2@x+y-z": true, strings.Repeat("é", 64): true,
		"": false, strings.Repeat("é", 65): false, ".a": false, "-a": false, "a/b": false, "a b": false, "a\n": false, "a\xff": false, "\xffa": false,
	} {
		if got := isID(id); got != want {
			t.Errorf("%q: got %v", id, got)
		}
	}
}
