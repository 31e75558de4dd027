package suggest_test

import (
	"strings"
	"testing"

	"relais/internal/suggest"
)

// badInput is what nobody means to ask, and much of it is asked all the same.
var badInput = map[string]string{
	"empty": "", "one letter": "i", "only spaces": " \u00a0\u202f\t\r\n", "only stop words": "est-ce que c’est ça, and what is it then?",
	"20 kB pasted":             strings.Repeat("Bonjour, voici le compte rendu de la réunion d’hier avec les fournisseurs. ", 270),
	"20 kB without a space":    strings.Repeat("imprimante", 2048),
	"20 kB of mistyped words":  strings.Repeat("imprmiante rezeau ordniateur mesagerie ", 512),
	"20 kB of different words": differentWords(20 << 10),
	"emoji":                    "🖨️🔥😡 👨‍👩‍👧‍👦 🇫🇷", "right to left": "الطابعة لا تطبع اليوم", "both directions": "imprimante \u202e etnamirpmi \u202c الطابعة",
	"control characters": "impri\x00mante\x07\x1b[31m\x7f\u2028\ufeff", "no text at all": "\xff\xfe\xc3\x28\xf0\x9f", "accents on accents": "e" + strings.Repeat("\u0301", 4096),
	"regular expression": `^(a+)+$|.*[\w\W]{1,9999}(?<=x)\b`, "search syntax": `"NEAR(imprimante, 5)" OR title:* AND NOT ^x - + ~2`,
	"SQL": `'; DROP TABLE d; --`, "markup": `<script>alert(1)</script> [x](javascript:y) ![z](http://t/p.png)`, "format": `%s %d %n {{.}} ${HOME} $(id)`,
	"an address": "https://intranet.example/a/b?c=d&e=f#imprimante", "numbers": "0x80070005 404 1e999 -0 ٣٤٥", "points": strings.Repeat("... ", 5000),
}

// differentWords returns so many bytes of words that are all different.
func differentWords(size int) string {
	var b strings.Builder
	for n := 0; b.Len() < size; n++ {
		for _, digit := range []int{n / 676 % 26, n / 26 % 26, n % 26} {
			b.WriteString([]string{"im", "pri", "man", "ter"}[digit%4])
			b.WriteByte(byte('a' + digit))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func TestBadInputIsAnsweredOrHonestlyNot(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	docs := articles(t)
	x.Put(docs...)
	for name, text := range badInput {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, q := range []suggest.Query{{}, {Typing: true}, {Always: true}, {Typing: true, Always: true, Limit: suggest.MaxHits}, {Lang: "xx", Kind: "none"}} {
				q.Text = text
				for _, h := range search(t, x, q) {
					checkHit(t, h, docs)
				}
			}
		})
	}
	for _, name := range []string{"empty", "only spaces", "only stop words", "emoji", "right to left", "no text at all", "points"} {
		if hits := search(t, x, suggest.Query{Text: badInput[name], Always: true}); len(hits) != 0 {
			t.Errorf("%s finds %v", name, ids(hits))
		}
	}
}

func TestBadDocumentsDoNotHideTheOthers(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	for name, text := range badInput {
		x.Put(suggest.Doc{ID: "title " + name, Title: text}, suggest.Doc{ID: "body " + name, Body: text, Keywords: []string{text}})
	}
	x.Put(articles(t)...)
	for text, want := range map[string]string{
		"j'ai oublié mon mot de passe": "signin-forgotten-password.fr", "my wifi has no internet": "network-wifi-no-internet.en",
	} {
		if hits := search(t, x, suggest.Query{Text: text}); len(hits) == 0 || hits[0].ID != want {
			t.Errorf("%q finds %v, want %s first", text, ids(hits), want)
		}
	}
}

func TestAnArticleOfFiveMegabytesIsFoundAndGoes(t *testing.T) {
	t.Parallel()
	x := suggest.New(suggest.HouseWords{})
	x.Put(shelf()...)
	huge := suggest.Doc{ID: "huge", Lang: "fr", Title: "Le manuel du photocopieur", Body: "Le chargeur zébré.\n" + strings.Repeat("Ouvrez le capot, fermez le capot et attendez la fin du cycle.\n", 5<<20/62)}
	x.Put(huge)
	for _, text := range []string{"manuel du photocopieur", "chargeur zébré"} {
		hits := search(t, x, suggest.Query{Text: text, Lang: "fr", Always: true})
		if len(hits) == 0 || hits[0].ID != "huge" {
			t.Fatalf("%q finds %v, want huge first", text, ids(hits))
		}
		checkHit(t, hits[0], []suggest.Doc{huge})
	}
	if hits := search(t, x, suggest.Query{Text: "les imprimantes n'impriment plus", Lang: "fr"}); len(hits) == 0 || hits[0].ID != "print.fr" {
		t.Errorf("beside it, finds %v, want print.fr first", ids(hits))
	}
	x.Remove("huge")
	if hits := search(t, x, suggest.Query{Text: "capot", Always: true}); len(hits) != 0 {
		t.Errorf("what went is still found: %v", ids(hits))
	}
}

func TestTwoLanguagesInOneSentenceFindBoth(t *testing.T) {
	t.Parallel()
	x := suggest.New(houseWords(t))
	x.Put(articles(t)...)
	for text, want := range map[string]string{
		"my imprimante is hors ligne and nothing comes out": "printing-nothing-comes-out",
		"je n'arrive pas à reset my password, c'est locked": "signin-",
		"le headset n'a plus de sound in meetings":          "meeting-headset-no-sound",
		"please help, mon disque est plein":                 "files-disk-full",
	} {
		hits := search(t, x, suggest.Query{Text: text, Lang: "fr", Always: true})
		if len(hits) == 0 || !strings.HasPrefix(hits[0].ID, want) {
			t.Errorf("%q finds %v, want %s first", text, ids(hits), want)
		}
	}
}

// BenchmarkBadInput measures the longest that each may keep somebody waiting.
func BenchmarkBadInput(b *testing.B) {
	x := suggest.New(houseWords(b))
	x.Put(articles(b)...)
	for name, text := range badInput {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				search(b, x, suggest.Query{Text: text, Typing: true, Always: true})
			}
		})
	}
}
