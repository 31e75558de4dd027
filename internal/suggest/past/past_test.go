package past_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/suggest/past"
)

var today = time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)

func link(words string) past.Link { return past.Link{Words: words, Count: 1, At: today} }

// helpdesk has six articles that answered questions in several words each.
func helpdesk() *past.Questions {
	x := new(past.Questions)
	for doc, words := range [][]string{
		{"mdp oublié", "mot de passe oublié session", "session bloquée mauvais mot de passe"},
		{"imprimante n’imprime plus", "impression bloquée imprimante étage", "file attente imprimante"},
		{"wifi coupé", "plus de wifi dans la salle", "réseau sans fil lent"},
		{"VPN refuse la connexion", "connexion VPN depuis la maison", "accès à distance impossible"},
		{"écran noir", "deuxième écran pas reconnu", "écran externe noir au démarrage"},
		{"boîte mail pleine", "messagerie quota dépassé", "plus de place boîte mail"},
	} {
		var links []past.Link
		for _, w := range words {
			links = append(links, link(w))
		}
		x.Put(uint32(doc), links...)
	}
	return x
}

func TestAQuestionInOtherWordsFindsWhatAnsweredIt(t *testing.T) {
	t.Parallel()
	x := helpdesk()
	for text, want := range map[string]uint32{
		"j’ai oublié mon mdp":            0,
		"mot de pase oublie":             0, // typed badly
		"l’imprimante est bloquée":       1,
		"le wifi est lent dans la salle": 2,
	} {
		met := x.Recall(text, false)
		if len(met) == 0 || met[0].Doc != want || len(met[0].Words) == 0 {
			t.Errorf("%q met %+v, want %d", text, met, want)
		}
	}
	if met := x.Recall("comment commander un clavier", false); len(met) > 0 {
		t.Errorf("a question that nobody asked met %+v", met)
	}
	if met := x.Recall("oublié mon md", true); len(met) == 0 || met[0].Doc != 0 {
		t.Errorf("an unfinished question met %+v", met)
	}
}

func TestTheWordsOfAMeetingAreThoseOfItsQuestions(t *testing.T) {
	t.Parallel()
	met := helpdesk().Recall("imprimante bloquée", false)
	if len(met) == 0 || len(met[0].Words) != 2 || met[0].Words[0] != "impression bloquée imprimante étage" {
		t.Fatalf("met %+v", met)
	}
}

func TestNothingIsSureWhereNoTwoQuestionsHaveOneAnswer(t *testing.T) {
	t.Parallel()
	x := new(past.Questions)
	for i := range 60 {
		x.Put(uint32(i), link(fmt.Sprintf("printer tray%d shows message%d on floor", i, i)))
	}
	if met := x.Recall("printer shows another message on the floor", false); len(met) > 0 && met[0].Sure > 0.1 {
		t.Errorf("sure by %.2f", met[0].Sure)
	}
	if met := x.Recall("printer tray7 shows message7 on floor", false); len(met) == 0 || met[0].Doc != 7 || met[0].Sure < 0.4 {
		t.Errorf("the same question met %+v", met)
	}
}

func TestOneQuestionRepeatedForEverChangesLittle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x, noisy := helpdesk(), helpdesk()
		count := rapid.Float64Range(2, 1e9).Draw(t, "count")
		noisy.Put(5, past.Link{Words: "boîte mail pleine", Count: count, At: today})
		for _, text := range []string{"imprimante bloquée", "mdp oublié", "wifi lent", "écran externe"} {
			if a, b := x.Recall(text, false)[0], noisy.Recall(text, false)[0]; a.Doc != b.Doc {
				t.Fatalf("%q met %+v, then %+v", text, a, b)
			}
		}
		if met := noisy.Recall("boîte mail pleine", false); met[0].Sure > 1 {
			t.Fatalf("sure by %.2f", met[0].Sure)
		}
	})
}

func TestADocumentThatAnsweredEverythingIsSureOfLittle(t *testing.T) {
	t.Parallel()
	x := new(past.Questions)
	var all []past.Link
	for doc := range 300 {
		words := fmt.Sprintf("question%d about thing%d", doc, doc%50)
		all = append(all, link(words))
		x.Put(uint32(doc), link(words))
	}
	x.Put(999, all...)
	wrong := 0
	for doc := range 300 {
		if met := x.Recall(fmt.Sprintf("question%d about thing%d", doc, doc%50), false); met[0].Doc == 999 && met[0].Sure > met[1].Sure {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("it comes first for %d questions", wrong)
	}
}

func TestOldLinksAreWorthLessThanNewOnes(t *testing.T) {
	t.Parallel()
	x := new(past.Questions)
	x.Put(1, past.Link{Words: "partage réseau inaccessible", Count: 1, At: today.AddDate(-3, 0, 0)})
	x.Put(2, link("partage réseau inaccessible"))
	x.Put(3, link("autre chose"))
	met := x.Recall("partage réseau inaccessible", false)
	if len(met) != 2 || met[0].Doc != 2 || met[1].Sure > met[0].Sure/2 {
		t.Fatalf("met %+v", met)
	}
}

func TestADateInTheFutureIsForgottenWithItsLink(t *testing.T) {
	t.Parallel()
	x := helpdesk()
	before := x.Recall("wifi lent", false)
	x.Put(9, past.Link{Words: "autre chose", Count: 1, At: today.AddDate(100, 0, 0)})
	x.Put(9)
	if after := x.Recall("wifi lent", false); !reflect.DeepEqual(before, after) {
		t.Fatalf("met %+v, then %+v", before, after)
	}
}

func TestAQuestionThatEverythingAnsweredTellsOfFew(t *testing.T) {
	t.Parallel()
	const most = 50
	x := new(past.Questions)
	for doc := range uint32(3000) {
		x.Put(doc, link("outlook lent ce matin"))
	}
	if met := x.Recall("outlook lent", false); len(met) != most || met[0].Doc != 0 {
		t.Fatalf("met %d", len(met))
	}
}

func TestWhatHelpedNobodySaysNothing(t *testing.T) {
	t.Parallel()
	x := new(past.Questions)
	x.Put(1, past.Link{Words: "mdp oublié", Count: 0, At: today}, past.Link{Words: "mdp perdu", Count: -3, At: today}, link("le la de"), link(""))
	if met := x.Recall("mdp oublié", false); x.Len() != 0 || len(met) > 0 {
		t.Fatalf("%d questions, met %+v", x.Len(), met)
	}
}

func TestForgottenIsAsIfNeverKnown(t *testing.T) {
	t.Parallel()
	vocabulary := []string{"mdp", "oublié", "imprimante", "bloquée", "wifi", "lent", "écran", "noir", "vpn", "maison", "facture", "badge"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.Custom(func(t *rapid.T) string {
			s := ""
			for _, w := range rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 4).Draw(t, "words") {
				s += w + " "
			}
			return s
		})
		fresh, used := new(past.Questions), new(past.Questions)
		for range rapid.IntRange(0, 20).Draw(t, "changes") {
			used.Put(uint32(rapid.IntRange(0, 9).Draw(t, "doc")), link(words.Draw(t, "before")))
		}
		final := map[uint32]past.Link{}
		for doc := range uint32(10) {
			used.Put(doc)
			if rapid.Bool().Draw(t, "known") {
				final[doc] = link(words.Draw(t, "after"))
			}
		}
		for _, doc := range rand.New(rand.NewPCG(1, 2)).Perm(10) {
			if l, ok := final[uint32(doc)]; ok {
				fresh.Put(uint32(doc), l)
				used.Put(uint32(doc), l)
			}
		}
		text := words.Draw(t, "text")
		if a, b := fresh.Recall(text, false), used.Recall(text, false); !reflect.DeepEqual(a, b) {
			t.Fatalf("%q met %+v in a fresh one, %+v in a used one", text, a, b)
		}
	})
}

func TestAnyTextIsFine(t *testing.T) {
	t.Parallel()
	x := helpdesk()
	rapid.Check(t, func(t *rapid.T) {
		for _, m := range x.Recall(rapid.String().Draw(t, "text"), rapid.Bool().Draw(t, "typing")) {
			if !(m.Sure >= 0 && m.Sure <= 1) {
				t.Fatalf("sure by %v", m.Sure)
			}
		}
	})
}
