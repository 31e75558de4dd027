package form_test

import "testing"

func TestGuessFindsTheFormThatTypedWordsSpeakOf(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	for _, c := range []struct{ lang, text, want string }{
		{"fr", "j'ai oublié mon mot de passe", "signin"},
		{"fr", "Mon compte est verrouillé après trop d’essais", "signin"},
		{"fr", "ça rame depuis ce matin", "slow"},
		{"fr", "mon pc est tres lent", "slow"},
		{"fr", "plus de wifi dans la salle", "network"},
		{"fr", "je n’arrive pas à me connecter au Wi-Fi", "network"},
		{"fr", "ma messagerie n'envoie plus rien", "mail"},
		{"fr", "ma boite aux lettres est pleine", "mail"},
		{"fr", "l’imprimante du 2e ne sort plus rien", "printing"},
		{"fr", "BOURRAGE PAPIER AU COPIEUR", "printing"},
		{"fr", "le logiciel de paie plante", "software"},
		{"fr", "excel ne s'ouvre plus", "software"},
		{"fr", "on ne m'entend pas dans le casque", "meeting"},
		{"fr", "mon deuxième écran reste noir", "hardware"},
		{"fr", "ma batterie ne tient plus", "hardware"},
		{"fr", "j'ai supprimé un fichier par erreur", "files"},
		{"fr", "mon lecteur réseau a disparu", "files"},
		{"fr", "j'ai reçu un mail bizarre", "security"},
		{"fr", "j’ai cliqué sur un lien louche", "security"},
		{"fr", "on m'a volé mon téléphone", "security"},
		{"fr", "comment mettre un message d'absence ?", "howto"},
		{"fr", "j’ai besoin d’un nouvel ordinateur", "request"},
		{"en", "I forgot my password", "signin"},
		{"en", "my laptop is so slow", "slow"},
		{"en", "no internet at home", "network"},
		{"en", "my emails stay in the outbox", "mail"},
		{"en", "the printer on the 2nd floor prints nothing", "printing"},
		{"en", "the app crashes all the time", "software"},
		{"en", "Nobody can hear me in video calls", "meeting"},
		{"en", "my second screen stays black", "hardware"},
		{"en", "I overwrote a shared file", "files"},
		{"en", "a suspicious message asks for my password", "security"},
		{"en", "my phone was stolen", "security"},
		{"en", "How do I share my calendar?", "howto"},
		{"en", "I need access to a folder of another team, could you let me in?", "request"},
		{"en", "l’imprimante ne marche pas", "printing"}, // French words on an English screen
		{"fr", "bonjour", ""},
		{"fr", "", ""},
		{"en", "it is broken again!", ""},
		{"", "imprimante", "printing"},
	} {
		t.Run(c.lang+" "+c.text, func(t *testing.T) {
			t.Parallel()
			if id, ok := s.Guess(c.text, c.lang); id != c.want || ok != (c.want != "") {
				t.Errorf("got %q, %v; want %q", id, ok, c.want)
			}
		})
	}
}

func TestGuessIsTheSameWithoutAccentsAndApostrophes(t *testing.T) {
	t.Parallel()
	s, _ := smallForm(t)
	for _, text := range []string{"la boîte d’envoi", "BOITE D'ENVOI", "boite  d envoi ?", "ma boîte d'envoi est pleine"} {
		if id, _ := s.Guess(text, "fr"); id != "mail" {
			t.Errorf("%q gives %q", text, id)
		}
	}
	if id, ok := s.Guess("la boîte d’entrée, l’envoi", "fr"); ok {
		t.Errorf("a phrase torn apart gives %q", id)
	}
}

func TestAnOptionThatWasNamedIsSuggested(t *testing.T) {
	t.Parallel()
	s := shipped(t)
	for _, c := range []struct{ form, lang, text, want string }{
		{"hardware", "fr", "mon ecran reste noir", "screen"},
		{"hardware", "en", "My SCREEN stays black", "screen"},
		{"hardware", "fr", "le pavé tactile ne répond plus", "mouse"},
		{"hardware", "fr", "le chargeur chauffe", "battery"},
		{"hardware", "fr", "mon écran et mon clavier", ""},
		{"hardware", "fr", "ça ne marche pas", ""},
		{"printing", "fr", "rien ne sort de l’imprimante", "nothing"},
		{"printing", "fr", "je ne sais pas, autre chose", ""},
	} {
		f, _ := s.Form(c.form)
		q, _ := f.Next(nil)
		if got, ok := q.Suggest(c.text, c.lang); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q suggests %q, want %q", c.form, c.text, got, c.want)
		}
	}
}
