package house_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/house"
	"relais/internal/suggest/lexicon"
	"relais/internal/suggest/wire"
)

func TestATextExplainsItsShortForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Votre compte personnel de formation (CPF) grandit":                       "cpf: compte personnel de formation",
		"Un contrat à durée déterminée (CDD), puis un autre":                      "cdd: contrat à durée déterminée",
		"la Commission nationale de l’informatique et des libertés (CNIL)":        "cnil: commission nationale de l’informatique et des libertés",
		"Bring your own device (BYOD)":                                            "byod: bring your own device",
		"Install service pack 1 (SP1) first":                                      "sp1: service pack 1",
		"The domain name system (DNS) and the domain name system (DNS)":           "dns: domain name system",
		"multi-factor authentication (MFA)":                                       "mfa: multi-factor authentication",
		"Le prélèvement à la source (PAS)":                                        "", // "pas" says something else
		"Le comité d’entreprise (CE)":                                             "",
		"Choose a name. Data system (NDS)":                                        "", // two sentences
		"the system (DNS)":                                                        "",
		"(DNS)":                                                                   "",
		"domain name system (dns), (D), (DNSDNSDNS), (DNS":                        "",
		"domain name system of the computer (DNS)":                                "",
		strings.Repeat("é", 90) + strings.Repeat("x", 39) + " data flow (DF)":     "df: data flow",
		strings.Repeat("\x80", 130) + " (DF)":                                     "", // bytes that are no letters
		strings.Repeat("\x80", 130) + "(DF)":                                      "",
		"first in, first out (FIFO) is fair, last in, first out (LIFO) is not":    "fifo: first in, first out, lifo: last in, first out",
		"user principal name (UPN) or\nfully qualified\ndomain name (FQDN) known": "upn: user principal name, fqdn: fully qualified\ndomain name",
	} {
		var got []string
		for _, s := range house.Explained("en", text) {
			got = append(got, s.Form+": "+s.Stands)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%.60q explains %q, want %q", text, got, want)
		}
	}
}

func TestAShortFormIsKnownOnceTwoTextsExplainIt(t *testing.T) {
	t.Parallel()
	cpf := house.Short{Lang: "fr", Form: "cpf", Stands: "compte personnel de formation"}
	var s house.Shorts
	for _, step := range []struct {
		change func(...house.Short)
		want   bool
	}{{s.Add, false}, {s.Add, true}, {s.Add, true}, {s.Drop, true}, {s.Drop, false}, {s.Add, true}, {s.Drop, false}, {s.Drop, false}} {
		step.change(cpf)
		if short, long := means(&s, "mon CPF"), means(&s, "mes comptes personnels de formation"); (short == cpf.Stands) != step.want || (long == cpf.Form) != step.want {
			t.Errorf("the short form means %q and the long one %q, want them known: %v", short, long, step.want)
		}
	}
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		forms := rapid.SliceOf(rapid.Map(rapid.IntRange(0, 5), func(n int) house.Short {
			return house.Short{Lang: "en", Form: fmt.Sprint("sp", n), Stands: fmt.Sprint("service pack ", n)}
		})).Draw(t, "forms")
		var s, again house.Shorts
		s.Add(forms...)
		again.Read(reader(t, &s))
		s.Drop(forms...)
		again.Drop(forms...)
		if left := means(&again, "service pack 1 sp2"); left != "" || means(&s, "service pack 1 sp2") != "" {
			t.Fatalf("%q is left of %v", left, forms)
		}
	})
}

// reader reads what s writes.
func reader(t *rapid.T, s *house.Shorts) *wire.Reader {
	var file bytes.Buffer
	out := wire.NewWriter(&file)
	s.Write(out)
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	in, err := wire.NewReader(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// means returns what the phrases in text mean.
func means(s *house.Shorts, text string) string {
	var out []string
	for _, said := range s.Find(slices.Collect(lexicon.Words(text)), lexicon.Languages) {
		out = append(out, said.Means...)
	}
	return strings.Join(out, ", ")
}
