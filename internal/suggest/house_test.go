package suggest_test

import (
	"strings"
	"testing"

	"relais/internal/suggest"
)

func TestHouseWordsAreUnderstood(t *testing.T) {
	t.Parallel()
	docs := []suggest.Doc{
		{ID: "password", Lang: "fr", Title: "Mot de passe oublié"},
		{ID: "slow", Lang: "fr", Title: "La lenteur au démarrage"},
		{ID: "frozen", Lang: "en", Title: "The screen is frozen"},
		{ID: "badge", Lang: "fr", Title: "Mon mdp ne passe pas au portillon"},
	}
	for _, c := range []struct {
		name, rules, text, want string
	}{
		{"one for the other", "[fr]\nmdp = mot de passe", "mon MDP", "badge password"},
		{"the other for the one", "[fr]\nmdp = mot de passe", "mot de passe", "password badge"},
		{"one way", "[fr]\nça rame > lenteur", "ça rame", "slow"},
		{"not the other way", "[fr]\nportillon > lenteur", "lenteur", "slow"},
		{"several on each side", "[fr]\nlambin, escargot > lenteur, tortue", "quel escargot", "slow"},
		{"a negation without ne", "[fr]\nne bouge pas > lenteur", "il bouge pas", "slow"},
		{"another form", "[en]\nstuck monitor > frozen screen", "two stuck monitors", "frozen"},
		{"only its language", "[en]\nrame > lenteur", "ça rame depuis que je suis là", ""},
		{"remarks and empty lines", "\ufeff# all of it\n\n[fr]\r\n rame > lenteur # slow\r\n", "rame", "slow"},
		{"the whole phrase or nothing", "[fr]\nrame encore > lenteur", "rame", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			words, err := suggest.ParseHouseWords(strings.NewReader(c.rules))
			if err != nil {
				t.Fatal(err)
			}
			x := suggest.New(words)
			x.Put(docs...)
			if got := strings.Join(ids(search(t, x, suggest.Query{Text: c.text, Always: true})), " "); got != c.want {
				t.Errorf("%q finds %q, want %q", c.text, got, c.want)
			}
		})
	}
}

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
		if _, err := suggest.ParseHouseWords(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%.40q gives %v, want %s", text, err, want)
		}
	}
}

func TestTheHouseWordsThatComeWithTheProgramAreRead(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	x.Put(suggest.Doc{ID: "slow", Lang: "fr", Title: "Mon ordinateur est lent"})
	if hits := search(t, x, suggest.Query{Text: "ça rame", Lang: "fr"}); len(hits) != 1 {
		t.Errorf("finds %v, want slow", ids(hits))
	}
}
