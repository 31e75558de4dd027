package house_test

import (
	"strings"
	"testing"

	"relais/internal/suggest/house"
)

func TestABadLineOfHouseWordsIsNamed(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"mdp = mot de passe":                  "house words, line 1: no language before it, write [fr] or [en]",
		"[fr]\n\nmdp mot de passe":            `house words, line 3: "mdp mot de passe" has neither = nor >`,
		"[en]\npwd =":                         `house words, line 2: "pwd =" says nothing on one side`,
		"[en]\n, > password":                  `house words, line 2: ", > password" says nothing on one side`,
		"[de]\n":                              "house words, line 1: no language before it, write [fr] or [en]",
		"[fr]\n" + strings.Repeat("a", 1<<17): "read house words: bufio.Scanner: token too long",
	} {
		if _, err := house.Parse(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%.40q gives %v, want %s", text, err, want)
		}
	}
}
