package client_test

import (
	"testing"

	"relais/client"
	"relais/internal/desk"
)

func TestAnAddressIsKeptWithoutWhatLeadsIntoTheHelpdesk(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" help.example.org/desk/ ":                                  "https://help.example.org/desk",
		"https://rt.example.org/REST/2.0":                           "https://rt.example.org",
		"https://rt.example.org/REST/2.0/":                          "https://rt.example.org",
		"https://rt.example.org/REST/2.0/rt":                        "https://rt.example.org",
		"rt.example.org/rt/REST/2.0/":                               "https://rt.example.org/rt",
		"https://rt.example.org//REST/1.0":                          "https://rt.example.org",
		"https://rt.example.org/SelfService/":                       "https://rt.example.org",
		"https://rt.example.org/rt/SelfService/Display.html?id=3":   "https://rt.example.org/rt",
		"https://rt.example.org/NoAuth/Login.html?next=5f#top":      "https://rt.example.org",
		"https://rt.example.org/index.html":                         "https://rt.example.org",
		"https://rt.example.org/a/b/index.html":                     "https://rt.example.org/a/b",
		"https://rt.example.org/Ticket/Display.html?id=1":           "https://rt.example.org",
		"https://rt.example.org/rt/Ticket/Display.html?id=1#txn-12": "https://rt.example.org/rt",
		"https://rt.example.org/Search/Results.html?Query=id>1":     "https://rt.example.org",
		"https://rt.example.org/Articles/Article/Display.html?id=2": "https://rt.example.org",
		"http://localhost:8080/REST/2.0":                            "http://localhost:8080",
		"localhost:8080/REST/2.0":                                   "http://localhost:8080",
		"https://SelfService/desk":                                  "https://SelfService/desk",
		"https://example.org/Ticket":                                "https://example.org/Ticket",
		"https://example.org/rest":                                  "https://example.org/rest",
	} {
		got, err := client.CleanURL(typed)
		if err != nil || got != want {
			t.Errorf("%s: got %q, %v", typed, got, err)
		}
		if again, err := client.CleanURL(got); err != nil || again != got {
			t.Errorf("%s: cleaned again it is %q, %v", typed, again, err)
		}
		if !client.Private(typed) {
			t.Errorf("%s: not private", typed)
		}
	}
	for _, typed := range []string{"", "not an address", "https://help.example.org/?q=1", "/REST/2.0", "ftp://rt.example.org/REST/2.0"} {
		if got, err := client.CleanURL(typed); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("%q: got %q, %v", typed, got, err)
		}
	}
	if client.Private("http://rt.example.org/Ticket/Display.html?id=1") {
		t.Error("an address without TLS is called private")
	}
}
