package diag

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"
)

func TestEveryFindingHasItsSentence(t *testing.T) {
	t.Parallel()
	var want []string
	for code := range severities {
		want = append(want, "doctor."+code)
	}
	slices.Sort(want)
	for _, lang := range []string{"fr", "en"} {
		raw, err := os.ReadFile("../../assets/i18n/doctor." + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var sentences map[string]string
		if err := json.Unmarshal(raw, &sentences); err != nil {
			t.Fatal(err)
		}
		if got := slices.Sorted(maps.Keys(sentences)); !slices.Equal(got, want) {
			t.Errorf("%s: sentences for\n%v, findings are\n%v", lang, got, want)
		}
	}
}

func TestSecretsAreBlottedOutOfCauses(t *testing.T) {
	t.Parallel()
	for cause, want := range map[string]string{
		"Get \"https://zoe:hunter2@help.example/a\": refused": "Get \"https://•••@help.example/a\": refused",
		"header Authorization: Bearer abc.def":                "header Authorization: •••",
		"sent Bearer abc.def, refused":                        "sent Bearer •••, refused",
		"token=abc&x=1":                                       "token=•••&x=1",
		`{"password": "hunter 2", "a": 1}`:                    `{"password": •••, "a": 1}`,
		"PASSPHRASE = hunter2":                                "PASSPHRASE = •••",
		"dial tcp 10.0.0.1:8440: connection refused":          "dial tcp 10.0.0.1:8440: connection refused",
	} {
		if got := blot(cause); got != want {
			t.Errorf("%q became %q, want %q", cause, got, want)
		}
	}
}
