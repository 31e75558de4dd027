package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

var monday = time.Date(2026, 5, 4, 15, 30, 0, 0, time.UTC)

func TestOutcomesWithTheSameWordsAreOneLesson(t *testing.T) {
	t.Parallel()
	var lessons []desk.Lesson
	o := desk.ArticleOutcome{Article: "a", Solved: true, Query: "MDP oublié", At: monday}
	lessons = desk.Learn(lessons, o)
	o.Query, o.At = "mdp  oublié", monday.AddDate(0, 0, 1)
	lessons = desk.Learn(lessons, o)
	o.Solved, o.At = false, monday.AddDate(0, 0, -9)
	lessons = desk.Learn(lessons, o)
	want := desk.Lesson{
		ID: desk.LessonID("a", "mdp oublié"), Words: "mdp oublié", Solved: 2, Missed: 1, Last: time.Date(2026, 5, 5, 0, 0, 0, 0, time.UTC),
	}
	if len(lessons) != 1 || lessons[0] != want || lessons[0].Weight() != 1 {
		t.Fatalf("learned %+v, want %+v", lessons, want)
	}
}

func TestWhatWasForgottenIsNotLearnedAgain(t *testing.T) {
	t.Parallel()
	o := desk.ArticleOutcome{Article: "a", Solved: true, Query: "mdp oublié", At: monday}
	lessons := desk.Learn(nil, o)
	lessons = desk.Unlearn(lessons, lessons[0].ID, monday)
	lessons = desk.Learn(lessons, o)
	if len(lessons) != 1 || lessons[0].Words != "" || lessons[0].Weight() != 0 {
		t.Fatalf("learned %+v", lessons)
	}
}

func TestNothingPersonalIsKeptOfAQuestion(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]string{
		"Mot de passe de marie.dupont@exemple.fr": "mot de passe de",
		"rappeler au 06 12 34 56 78":              "rappeler au",
		"erreur 0x80070005 sur pc-4711":           "erreur 0x80070005 sur",
		`fichier \\serveur\marie ou c:/marie`:     "fichier ou",
		"… ! ?":                                   "",
		"":                                        "",
		strings.Repeat("a", 41) + " court":        "court",
	} {
		if got := desk.LessonWords(query); got != want {
			t.Errorf("%q is kept as %q, want %q", query, got, want)
		}
	}
}

func TestTheWordsOfALessonAreShortAndStayAsTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := desk.LessonWords(rapid.String().Draw(t, "query"))
		if len(words) > desk.MaxLessonWords || !utf8.ValidString(words) || desk.LessonWords(words) != words {
			t.Fatalf("kept %q, then %q", words, desk.LessonWords(words))
		}
	})
}

func TestAnArticleKeepsItsWeightiestLessons(t *testing.T) {
	t.Parallel()
	var lessons []desk.Lesson
	word := func(n int) string { return fmt.Sprintf("question %c%c", 'a'+n/26, 'a'+n%26) }
	for n := range 3 * desk.MaxLessons {
		o := desk.ArticleOutcome{Article: "a", Solved: true, Query: word(n), At: monday}
		lessons = desk.Learn(lessons, o)
		if n < 10 {
			lessons = desk.Learn(lessons, o)
		}
	}
	if len(lessons) != desk.MaxLessons {
		t.Fatalf("%d lessons", len(lessons))
	}
	for _, l := range lessons[:10] {
		if l.Solved != 2 {
			t.Errorf("%+v among the weightiest", l)
		}
	}
	for n := range 3 * desk.MaxLessons {
		lessons = desk.Unlearn(lessons, desk.LessonID("a", word(n)), monday)
	}
	if len(lessons) != desk.MaxLessons {
		t.Errorf("%d are remembered as forgotten", len(lessons))
	}
}
