package past_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relais/internal/suggest/past"
)

func TestOnlyInformativeWordsAreRemembered(t *testing.T) {
	t.Parallel()
	const about = "Connecter Outlook à la messagerie"
	for question, want := range map[string]string{
		"J’ai oublié mon mot de passe":                                      "oublié mot passe",
		"My printer doesn’t print any more":                                 "printer print",
		"Le Wi-Fi ne marche plus":                                           "wifi marche",
		"Outlook ne s’ouvre pas sur le PC de Marie Dupont":                  "outlook ouvre pc",
		"je ne peux plus ouvrir Outlook, contacter marie.dupont@exemple.fr": "ouvrir outlook contacter",
		"erreur 0x80070005, rappeler au 06 12 34 56 78":                     "erreur 0x80070005 rappeler",
		`impossible d’ouvrir \\serveur\marie`:                               "impossible ouvrir",
		"DUPONT a perdu le badge":                                           "perdu badge",
		"Dupont a perdu le badge":                                           "dupont perdu badge", // as a sentence begins
		"Utilisateur : Dupont, badge perdu":                                 "utilisateur badge perdu",
		"Badge perdu. Merci !\nMarie Dupont":                                "badge perdu",
		"Badge perdu. Écran noir aussi":                                     "badge perdu écran noir",
		"le badge de Jean-Pierre est perdu":                                 "badge perdu",
		"le badge de DUPONT est perdu":                                      "badge perdu",
		"MON OUTLOOK EST COUPÉ":                                             "outlook",
		"OUTLOOK DE JEAN VALJEAN EN PANNE":                                  "outlook",
		"le de la":                                                          "",
		"":                                                                  "",
	} {
		if got := past.Informative(question, about); got != want {
			t.Errorf("of %q %q is remembered, want %q", question, got, want)
		}
	}
}

func TestTheNamesOfPeopleWhoAreKnownAreNotRemembered(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"bonjour c’est marie dupont, l’imprimante ne marche plus": "imprimante marche",
		"Dupont ne peut plus imprimer":                            "imprimer",
		"le badge de jean pierre est perdu":                       "badge perdu",
		"la pierre du seuil est cassée":                           "seuil cassée",
		"Session de marie.dupont bloquée":                         "session bloquée",
		"le badge d’anne-sophie est perdu":                        "badge perdu",
		"le badge de anne‐sophie.martin est perdu":                "badge perdu",
		"le badge d’anne_sophie est perdu":                        "badge perdu",
		"imprimante-dupont bloquée":                               "imprimante bloquée",
		"le plug-in de goff est cassé":                            "plug-in cassé",
	} {
		if got := past.Informative(question, "Imprimante de Dupont", "Marie Dupont", "Jean-Pierre Le Goff", "Anne Sophie Martin", ""); got != want {
			t.Errorf("of %q %q is remembered, want %q", question, got, want)
		}
	}
}

func TestNoDigitAndNoAddressIsEverRemembered(t *testing.T) {
	t.Parallel()
	part := rapid.OneOf(
		rapid.StringMatching(`[a-z]{2,8}\.[a-z]{2,8}@[a-z]{2,8}\.(fr|com)`), rapid.StringMatching(`0[1-9]( ?[0-9]{2}){4}`),
		rapid.StringMatching(`[A-Z]{2}-?[0-9]{3,6}`), rapid.StringMatching(`https?://[a-z]{2,8}/[a-z]{2,8}`), rapid.SampledFrom([]string{"imprimante", "badge", "perdu", "screen"}),
	)
	rapid.Check(t, func(t *rapid.T) {
		kept := past.Informative(strings.Join(rapid.SliceOf(part).Draw(t, "question"), " "), "")
		if strings.ContainsAny(kept, "0123456789@/") {
			t.Fatalf("%q is remembered", kept)
		}
	})
}
