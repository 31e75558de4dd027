package suggest_test

import (
	"slices"
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

func TestAShortFormFindsWhatItStandsFor(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	x.Put(
		suggest.Doc{ID: "one", Lang: "fr", Title: "Ouvrir un compte", Body: "Le compte personnel de formation (CPF) s’ouvre en ligne."},
		suggest.Doc{ID: "two", Lang: "fr", Title: "Se former", Body: "Avec le compte personnel de formation (CPF)."},
		suggest.Doc{ID: "hours", Lang: "fr", Title: "Les heures du compte personnel de formation"},
		suggest.Doc{ID: "badge", Lang: "fr", Title: "Le badge"},
	)
	finds := func(x *suggest.Index) bool {
		return slices.Contains(ids(search(t, x, suggest.Query{Text: "heures CPF", Always: true})[:1]), "hours") &&
			slices.Contains(ids(search(t, x, suggest.Query{Text: "mon cpf", Always: true})), "hours")
	}
	if !finds(x) {
		t.Error("what it stands for is not found")
	}
	again, _, err := suggest.Load(saved(t, x), suggest.HouseWords{})
	if err != nil || !finds(again) {
		t.Errorf("it is forgotten in the file: %v", err)
	}
	x.Remove("one")
	if hits := search(t, x, suggest.Query{Text: "mon cpf", Always: true}); slices.Contains(ids(hits), "hours") {
		t.Errorf("one text that is left still explains it: %v", ids(hits))
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
