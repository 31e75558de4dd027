package lexicon

import "strings"

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

var (
	// elided words end in an apostrophe and say nothing by themselves.
	elided = set("l d qu n j c s m t jusqu lorsqu puisqu quoiqu")
	// contracted words follow an apostrophe and belong to the word before it.
	contracted = set("t re ve ll d m")
	// inverted pronouns hang on a verb by a hyphen.
	inverted = set("il elle on ils elles je tu nous vous ce le la les moi toi lui leur y en t ci là même mêmes")
)

// stopWords say nothing about a problem, by language, without accents. Words
// that may name one are left out on purpose: son (sound), marche, out, off, full.
var stopWords = map[string]map[string]bool{
	"fr": set(`a ai aie ailleurs ainsi alors apres as au aucun aucune aujourdhui aussi autre autres aux avait avant avec avez avoir avons ayant
		beaucoup bonjour c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment d dans de depuis des
		deja dois doit doivent donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux faire fais
		fait faut font fois il ils j jai je jusque l la le les leur leurs lors lorsque lui m ma mais me meme memes merci mes mettre moi mon
		n ne ni nos notre nous on ont ou par parce pas pendant peu peut peuvent peux plait plus plusieurs pour pourquoi pouvez pouvoir puis
		puisque qu quand que quel quelle quelles quelque quelques quels qui quoi sa sans se sera serait ses si soit sommes sont sous
		suis sur svp t ta tant te tel telle tes toi ton tous tout toute toutes tres tu un une va vers veut veux voici voila vos votre vous vraiment
		vu y`),
	"en": set(`a about after again all also although am an and another any anybody anyone anything are arent as at b be became because been before
		being both but by came can cannot cant could couldnt d did didnt do does doesnt doing done dont during each either even ever
		every everybody everyone everything for from get gets getting go goes going got had hadnt has hasnt have havent having he hello her here
		hers him his how however i id if ill im in into is isnt it its itself ive just know let lets like ll m may me might mine more most much
		must my myself need needs neither never no nobody none nor not nothing now of often on once one only or other others our ours
		please quite rather re really s same several shall she should since so some somebody someone something still such t than
		thank thanks that thats the their theirs them then there theres these they theyre thing things this those though through to
		too until up upon us use used uses using ve very want wants was wasnt we were werent what whats when whenever where whether which while
		who whom whose why will with within without wont would wouldnt yes yet you youre your yours yourself`),
}

// Stop tells whether a word without accents says nothing in lang; in any
// language when lang is none that is read.
func Stop(fold, lang string) bool {
	if words, ok := stopWords[lang]; ok {
		return words[fold]
	}
	return stopWords["fr"][fold] || stopWords["en"][fold]
}

var asides = set(`matin matinee midi soir soiree hier demain lundi mardi mercredi jeudi vendredi samedi dimanche
	marche marcher marchent fonctionne fonctionner fonctionnent probleme problemes souci soucis aide aider besoin panne
	morning noon afternoon evening yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday
	work works working problem problems issue issues trouble help broken`)

// Aside tells whether a word without accents goes with any problem: when it
// happened, that something does not work. It says little about which.
func Aside(fold string) bool { return asides[fold] }

// Code tells whether a word without accents looks like the code of an error or
// of an update: 0x80070005, kb5034441.
func Code(fold string) bool {
	const least = 5
	return len(fold) >= least && strings.ContainsAny(fold, "0123456789")
}
