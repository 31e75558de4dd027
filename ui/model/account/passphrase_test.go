package account_test

import (
	"testing"

	"relais/internal/desk"
	"relais/ui/model/account"
)

// answers remembers how a question ended.
type answers []string

func (a *answers) take(how account.Answer, said desk.Secret) {
	*a = append(*a, string(how)+" "+said.Reveal())
}

func TestANewPassphraseIsLongEnoughAndSaidTwiceAlike(t *testing.T) {
	t.Parallel()
	var got answers
	p := account.NewChoice(8, got.take)
	for _, c := range []struct {
		first, again string
		submit       bool
		want         account.PassphraseState
	}{
		{"", "", true, account.PassphraseState{Missing: true}},
		{"tiny", "", false, account.PassphraseState{}},
		{"tiny", "t", false, account.PassphraseState{Short: true}},
		{"tiny", "tiny", true, account.PassphraseState{Short: true}},
		{"a tall horse", "a tall", false, account.PassphraseState{}},
		{"a tall horse", "a tall", true, account.PassphraseState{Differ: true}},
		{"a tall horse", "a tall hou", false, account.PassphraseState{Differ: true}},
	} {
		p.Type(c.first, c.again)
		if c.submit {
			p.Submit()
		}
		c.want.New, c.want.Least = true, 8
		if st := p.State(); st != c.want || len(got) != 0 {
			t.Errorf("%q, %q: %+v, answered %v", c.first, c.again, st, got)
		}
	}
	p.Type("a tall horse", "a tall horse")
	p.Submit()
	p.Later()
	if len(got) != 1 || got[0] != "said a tall horse" {
		t.Fatalf("answered %v", got)
	}
}

func TestAPassphraseThatOpensNothingIsSaidUntilAnotherIsWritten(t *testing.T) {
	t.Parallel()
	var got answers
	p := account.NewPassphrase(true, got.take)
	if !p.State().Refused {
		t.Fatal("not said")
	}
	p.Type("x", "")
	if p.State().Refused {
		t.Fatal("still said")
	}
	p.Submit() // how short it is does not matter: the file is closed with it
	if len(got) != 1 || got[0] != "said x" {
		t.Fatalf("answered %v", got)
	}
}

func TestStartingOverIsAskedForTwice(t *testing.T) {
	t.Parallel()
	var got answers
	p := account.NewPassphrase(false, got.take)
	p.Forget()
	if !p.State().Lost || len(got) != 0 {
		t.Fatalf("%+v, answered %v", p.State(), got)
	}
	p.Remember()
	p.Forget()
	p.StartOver()
	if len(got) != 1 || got[0] != "forgotten " {
		t.Fatalf("answered %v", got)
	}
}
