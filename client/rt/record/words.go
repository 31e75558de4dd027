package record

import (
	"cmp"
	"strings"
	"time"

	"relais/internal/desk"
)

// words are what people who read in Request Tracker see above a part.
type words struct {
	happening, tried, hypothesis, context, check      string
	analysis, solution, workaround, tested, cause     string
	confirmed, refuted, steps, answers, facts, reason string

	colon, date string
	fields      map[desk.Field]string
	values      map[desk.Field]map[string]string
}

var inFrench = words{
	happening: "Ce qui se passe", tried: "Déjà essayé", hypothesis: "Hypothèse", context: "Contexte", check: "À vérifier d’abord",
	analysis: "Analyse", solution: "Solution", workaround: "Contournement", tested: "Vérifié", cause: "Cause",
	confirmed: "confirmée", refuted: "écartée", steps: "Étapes déjà suivies", answers: "Réponses", facts: "Ordinateur", reason: "Raison",
	colon: " :", date: "02/01/2006 à 15:04 UTC",
	fields: map[desk.Field]string{
		desk.FieldKind: "Type", desk.FieldCategory: "Catégorie", desk.FieldOutcome: "Issue", desk.FieldPendingFor: "Ce qu’on attend",
		desk.FieldPendingUntil: "Relance prévue", desk.FieldImpact: "Impact", desk.FieldUrgency: "Urgence",
	},
	values: map[desk.Field]map[string]string{
		desk.FieldKind: {"incident": "incident", "request": "demande", "problem": "problème"},
		desk.FieldCategory: {
			"signin": "Connexion", "slow": "Lenteurs", "network": "Internet, Wi-Fi", "mail": "Messagerie", "printing": "Impression",
			"software": "Programmes", "meeting": "Réunions", "hardware": "Matériel", "files": "Fichiers", "security": "Sécurité",
			"howto": "Comment faire", "request": "Besoins, accès", "other": "Autre chose",
		},
		desk.FieldOutcome:    {"solved": "avec solution", "unsolved": "sans solution"},
		desk.FieldPendingFor: {"user": "l’utilisateur", "vendor": "le fournisseur", "part": "une pièce", "visit": "une visite"},
		desk.FieldImpact:     {"1": "très bas", "2": "bas", "3": "moyen", "4": "haut", "5": "très haut"},
		desk.FieldUrgency:    {"1": "très basse", "2": "basse", "3": "moyenne", "4": "haute", "5": "très haute"},
	},
}

var inEnglish = words{
	happening: "What happens", tried: "Already tried", hypothesis: "Hypothesis", context: "Context", check: "Check first",
	analysis: "Analysis", solution: "Solution", workaround: "Workaround", tested: "Tested", cause: "Cause",
	confirmed: "confirmed", refuted: "ruled out", steps: "Steps already taken", answers: "Answers", facts: "Computer", reason: "Reason",
	colon: ":", date: "2006-01-02 at 15:04 UTC",
	fields: map[desk.Field]string{
		desk.FieldKind: "Kind", desk.FieldCategory: "Category", desk.FieldOutcome: "Outcome", desk.FieldPendingFor: "Waiting for",
		desk.FieldPendingUntil: "Waiting until", desk.FieldImpact: "Impact", desk.FieldUrgency: "Urgency",
	},
	values: map[desk.Field]map[string]string{
		desk.FieldKind: {"incident": "incident", "request": "request", "problem": "problem"},
		desk.FieldCategory: {
			"signin": "Signing in", "slow": "Slowness", "network": "Internet, Wi-Fi", "mail": "E-mail", "printing": "Printing",
			"software": "Programs", "meeting": "Meetings", "hardware": "Equipment", "files": "Files", "security": "Security",
			"howto": "How to", "request": "Needs, access", "other": "Something else",
		},
		desk.FieldOutcome:    {"solved": "solved", "unsolved": "unsolved"},
		desk.FieldPendingFor: {"user": "the user", "vendor": "the supplier", "part": "a part", "visit": "a visit"},
		desk.FieldImpact:     levels, desk.FieldUrgency: levels,
	},
}

var levels = map[string]string{"1": "very low", "2": "low", "3": "medium", "4": "high", "5": "very high"}

func wordsIn(lang string) words {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return inEnglish
	}
	return inFrench
}

// field names a field, by its own word where there is no other.
func (w words) field(f desk.Field) string { return cmp.Or(w.fields[f], string(f)) }

// value says a value; words of people stay as they are.
func (w words) value(f desk.Field, value string) string {
	if at, err := time.Parse(time.RFC3339, value); err == nil && f == desk.FieldPendingUntil {
		return at.UTC().Format(w.date)
	}
	return cmp.Or(w.values[f][value], value)
}
