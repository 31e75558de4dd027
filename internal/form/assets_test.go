package form_test

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/form"
)

// shipped loads the forms that come with the program.
func shipped(t testing.TB) *form.Set {
	t.Helper()
	sub, err := fs.Sub(assets.Forms, "forms")
	if err != nil {
		t.Fatal(err)
	}
	s, err := form.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheThirteenFormsComeInTheOrderOfTheirTiles(t *testing.T) {
	t.Parallel()
	var home, more []string
	for _, f := range shipped(t).Forms() {
		if f.Home {
			home = append(home, f.ID)
		} else {
			more = append(more, f.ID)
		}
		if _, err := fs.Stat(assets.Icons, "icons/"+f.Icon+".svg"); err != nil {
			t.Errorf("form %s: %v", f.ID, err)
		}
	}
	if got, want := strings.Join(home, " "), "signin slow network mail printing software request other"; got != want {
		t.Errorf("on the first page: %s, want %s", got, want)
	}
	if got, want := strings.Join(more, " "), "meeting hardware files security howto"; got != want {
		t.Errorf("behind it: %s, want %s", got, want)
	}
}

// texts gives every text of a form with the place where it stands.
func texts(f *form.Form) map[string]form.Text {
	all := map[string]form.Text{f.ID + " tile": f.Tile, f.ID + " title": f.Title}
	for _, q := range f.Questions {
		all[f.ID+" "+q.ID] = q.Text
		if q.Help != nil {
			all[f.ID+" "+q.ID+" help"] = q.Help
		}
		for _, o := range q.Options {
			all[f.ID+" "+q.ID+" "+o.ID] = o.Text
		}
	}
	return all
}

// itWords are words that an employee can't be expected to know. A few that have
// become everyday words stay allowed: Internet, Wi-Fi, USB stick, program, update.
var itWords = map[string]*regexp.Regexp{
	"fr": regexp.MustCompile(`(?i)\b(dns|dhcp|ip|vpn|url|lan|proxy|cache|cookies?|ports?|pilotes?|serveurs?|navigateurs?|routeurs?|commutateurs?|` +
		`pare-feu|firewall|partitions?|processus|protocoles?|domaines?|active directory|annuaire|authentification|mfa|2fa|jetons?|certificats?|` +
		`système d.exploitation|os|bios|ram|cpu|processeur|lecteurs? réseau|adresse mac|ssid|logs?|journaux|configurations?|paramétrage|` +
		`incident|ticket|priorité|impact|urgence|criticité|catégorie|synchronisation|registre|imap|smtp|pop)\b`),
	"en": regexp.MustCompile(`(?i)\b(dns|dhcp|ip|vpn|url|lan|proxy|caches?|cookies?|ports?|drivers?|servers?|browsers?|routers?|switches|` +
		`firewall|partitions?|process|protocols?|domains?|active directory|directory|authentication|mfa|2fa|tokens?|certificates?|` +
		`operating system|os|bios|ram|cpu|processor|network drives?|mac address|ssid|logs?|configurations?|settings|` +
		`incident|ticket|priority|impact|urgency|severity|category|synchronisation|registry|imap|smtp|pop)\b`),
}

func TestNoEmployeeIsAskedAnITQuestion(t *testing.T) {
	t.Parallel()
	for _, f := range shipped(t).Forms() {
		for place, text := range texts(f) {
			for lang, words := range itWords {
				if found := words.FindString(text.In(lang)); found != "" {
					t.Errorf("%s (%s) says %q: %s", place, lang, found, text.In(lang))
				}
			}
		}
	}
}

var (
	plainSpace = regexp.MustCompile(`[ \p{L}][:;?»]`)
	tooLong    = map[string]int{"fr": 62, "en": 62}
)

func TestTextsAreShortCalmAndWellSet(t *testing.T) {
	t.Parallel()
	for _, f := range shipped(t).Forms() {
		for place, text := range texts(f) {
			for lang, limit := range tooLong {
				s := text.In(lang)
				if strings.ContainsAny(s, "!'\"<>") {
					t.Errorf("%s (%s): shouts, or has a straight quote: %s", place, lang, s)
				}
				if n := len([]rune(s)); n > limit && !strings.HasSuffix(place, "help") {
					t.Errorf("%s (%s): %d letters are too many: %s", place, lang, n, s)
				}
			}
			if plainSpace.MatchString(text.In("fr")) {
				t.Errorf("%s: a non-breaking space is missing: %s", place, text.In("fr"))
			}
		}
	}
}

func TestSecurityAlwaysIsUrgent(t *testing.T) {
	t.Parallel()
	f, _ := shipped(t).Form("security")
	rapid.Check(t, func(t *rapid.T) {
		if d := f.Derive(anyPath(t, f)); d.Urgency < 4 {
			t.Fatalf("urgency %d", d.Urgency)
		}
	})
}

// anyAnswer draws an answer that fits the question.
func anyAnswer(t *rapid.T, q *form.Question) desk.Answer {
	if q.Type == form.TypeText {
		return desk.Answer{Question: q.ID, Text: rapid.SampledFrom([]string{"", "the blue one", "l’étage"}).Draw(t, q.ID)}
	}
	o := rapid.SampledFrom(q.Options).Draw(t, q.ID)
	return desk.Answer{Question: q.ID, Values: []string{o.ID}}
}

// anyPath answers a form from its beginning to some point, or to its end.
func anyPath(t *rapid.T, f *form.Form) []desk.Answer {
	var given []desk.Answer
	for range rapid.IntRange(0, form.MaxQuestions).Draw(t, "answers") {
		q, ok := f.Next(given)
		if !ok {
			break
		}
		given = append(given, anyAnswer(t, q))
	}
	return given
}

// anyGarbage draws answers that need not fit anything.
func anyGarbage(t *rapid.T, f *form.Form) []desk.Answer {
	var questions, values = []string{"", "nobody"}, []string{"", "nothing"}
	for _, q := range f.Questions {
		questions = append(questions, q.ID)
		for _, o := range q.Options {
			values = append(values, o.ID)
		}
	}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) desk.Answer {
		return desk.Answer{
			Question: rapid.SampledFrom(questions).Draw(t, "question"),
			Values:   rapid.SliceOfN(rapid.SampledFrom(values), 0, 3).Draw(t, "values"),
			Text:     rapid.SampledFrom([]string{"", "words"}).Draw(t, "text"),
		}
	}), 0, 9).Draw(t, "garbage")
}

func anyForm(t *rapid.T, s *form.Set) *form.Form {
	return rapid.SampledFrom(s.Forms()).Draw(t, "form")
}

func TestEveryPathEndsAndItsProgressIsTrue(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t, s)
		var given []desk.Answer
		for {
			asked, left := f.Path(given)
			q, ok := f.Next(given)
			if asked != len(given) || ok != (left > 0) || asked+left > form.MaxQuestions {
				t.Fatalf("after %v: asked %d, left %d, next %v", given, asked, left, ok)
			}
			if !ok {
				return
			}
			given = append(given, anyAnswer(t, q))
			if _, now := f.Path(given); now >= left {
				t.Fatalf("the progress went from %d to %d left at %v", left, now, given)
			}
		}
	})
}

func TestAFirstRequestNeedsThreeToFiveQuestions(t *testing.T) {
	t.Parallel()
	for _, f := range shipped(t).Forms() {
		if _, left := f.Path(nil); left < 3 || left > 5 {
			t.Errorf("form %s asks up to %d questions", f.ID, left)
		}
	}
}

func TestWhateverIsGivenDeriveStaysInScale(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t, s)
		given := anyGarbage(t, f)
		d := f.Derive(given)
		if _, ok := s.Form(d.Category); !ok || !d.Kind.Valid() || !d.Impact.Valid() || !d.Urgency.Valid() {
			t.Fatalf("%v gives %+v", given, d)
		}
		var ticket desk.Ticket
		for _, w := range d.Why {
			if err := ticket.Set(w.Field, w.Value); err != nil {
				t.Fatal(err)
			}
			for _, lang := range []string{"fr", "en"} {
				question, answer := s.Why(w, f.ID, lang)
				if (question == "") != (w.Question == "") || (answer == "") != (w.Option == "") {
					t.Fatalf("%+v reads %q, %q", w, question, answer)
				}
			}
		}
		if ticket.Kind != d.Kind || ticket.Category != d.Category || ticket.Impact != d.Impact || ticket.Urgency != d.Urgency {
			t.Fatalf("the reasons %+v say something else than %+v", d.Why, d)
		}
	})
}

func TestPruneKeepsWhatCountsAndNothingElse(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t, s)
		given := anyGarbage(t, f)
		once := f.Prune(given)
		same := func(a, b []desk.Answer) bool {
			return slices.EqualFunc(a, b, func(a, b desk.Answer) bool {
				return a.Question == b.Question && a.Text == b.Text && slices.Equal(a.Values, b.Values)
			})
		}
		if !same(once, f.Prune(once)) {
			t.Fatalf("pruned %v to %v, then to %v", given, once, f.Prune(once))
		}
		before, _ := f.Next(given)
		after, _ := f.Next(once)
		if before != after {
			t.Fatalf("pruning %v changed what is asked next", given)
		}
		path := anyPath(t, f)
		if !same(path, f.Prune(path)) {
			t.Fatalf("pruned %v, which all counted", path)
		}
	})
}

func TestAnswersReadInBothLanguages(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	known := map[string]bool{}
	for _, f := range s.Forms() {
		for _, text := range texts(f) {
			for lang := range maps.Keys(text) {
				known[lang+" "+text[lang]] = true
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		f := anyForm(t, s)
		a := desk.Answers{Form: f.ID, Version: f.Version, Given: anyPath(t, f)}
		for _, lang := range []string{"fr", "en"} {
			for _, l := range f.Lines(a, lang) {
				if !known[lang+" "+l.Question] || l.Answer == "" {
					t.Fatalf("%s: %+v", lang, l)
				}
			}
		}
		if len(f.Lines(a, "fr")) != len(f.Lines(a, "en")) {
			t.Fatal("one language says more than the other")
		}
	})
}
