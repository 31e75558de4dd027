package gallery

import (
	"time"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	screens "relais/ui/screen/knowledge"
)

func (still) Search(string)               {}
func (still) ChooseWork(knowledge.Work)   {}
func (still) NarrowDown(knowledge.Narrow) {}
func (still) Doubt()                      {}
func (still) Confirm()                    {}
func (still) Missed()                     {}
func (still) Forget(string)               {}
func (still) Review()                     {}
func (still) Turn(int)                    {}
func (still) Sort(knowledge.Order)        {}
func (still) Fill(string, string)         {}
func (still) Remove(knowledge.Finding)    {}
func (still) Save()                       {}
func (still) Publish()                    {}

// reading is a window in which no article leads anywhere.
var reading = screens.Window{Go: func(model.Place) {}, Ask: func(string) {}, Browse: func(string) {}}

func library() []Row {
	var rows []Row
	for _, r := range browseStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewBrowse(w, still{}, reading)
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	for _, r := range articleStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewArticle(w, still{}, reading)
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	for _, r := range editorStates() {
		rows = append(rows, Row{r.name, width, height, func(w *text.Words, now time.Time) fyne.CanvasObject {
			screen := screens.NewEditor(w, still{}, reading)
			screen.Render(r.state(sampleOf(w, now)))
			return screen.Object()
		}})
	}
	return rows
}

func browseStates() []made[knowledge.BrowseState] {
	return []made[knowledge.BrowseState]{
		{"knowledge/full", func(s sample) knowledge.BrowseState { return s.library() }},
		{"knowledge/category", func(s sample) knowledge.BrowseState {
			st := s.library()
			st.Category, st.Articles = "mail", st.Articles[:2]
			return st
		}},
		{"knowledge/found", func(s sample) knowledge.BrowseState { return s.looked() }},
		{"knowledge/nothing found", func(s sample) knowledge.BrowseState {
			st := s.looked()
			st.Query, st.Hits = s.say("machine à café", "coffee machine"), nil
			return st
		}},
		{"knowledge/empty", func(s sample) knowledge.BrowseState {
			return knowledge.BrowseState{Lang: s.words.Lang(), Sync: desk.SyncStatus{}, Now: s.now}
		}},
		{"knowledge/loading", func(s sample) knowledge.BrowseState {
			return knowledge.BrowseState{Loading: true, Lang: s.words.Lang(), Now: s.now}
		}},
		{"knowledge/error", func(s sample) knowledge.BrowseState {
			return knowledge.BrowseState{Code: desk.CodeDamaged, Sync: s.online(), Now: s.now}
		}},
		{"knowledge/offline", func(s sample) knowledge.BrowseState {
			st := s.library()
			st.Sync = s.offline()
			return st
		}},
		{"knowledge/long", func(s sample) knowledge.BrowseState {
			st := s.looked()
			st.Query = s.long()
			st.Hits[0].Hit = model.Hit{ID: "a", Title: []model.Piece{{Text: s.long(), Found: true}}, Passage: []model.Piece{{Text: s.long()}}, Helped: 1234,
				Learned: []string{s.long(), s.long()}}
			st.Products, st.Narrow.Product = append(st.Products, knowledge.Group{ID: s.long(), Count: 1}), s.long()
			return st
		}},
		{"knowledge/far", func(s sample) knowledge.BrowseState {
			st := s.looked()
			st.Query, st.Far, st.Meant = s.say("machine à cafe expreso", "cofee machine"), true, s.say("machine à café expresso", "coffee machine")
			return st
		}},
		{"knowledge/staff", func(s sample) knowledge.BrowseState {
			st := s.library()
			st.Staff, st.Work, st.Order = true, knowledge.WorkOutdated, knowledge.OrderRecent
			st.Works = []knowledge.Group{{ID: "draft", Count: 1}, {ID: "outdated", Count: 2}, {ID: "review", Count: 3}}
			st.Articles = st.Articles[4:6]
			return st
		}},
		{"knowledge/to write", func(s sample) knowledge.BrowseState {
			st := s.library()
			st.Staff, st.Work, st.Articles = true, knowledge.WorkMissing, nil
			st.Works = []knowledge.Group{{ID: "draft", Count: 1}, {ID: "missing", Count: 3}, {ID: "outdated", Count: 2}}
			st.Unanswered = []desk.Unanswered{
				{Words: s.say("imprimante 3D bloquée", "3D printer stuck"), Lang: "fr", Count: 7, Last: s.ago(2 * time.Hour)},
				{Words: s.say("badge parking", "parking badge"), Lang: "fr", Count: 3, Last: s.ago(30 * time.Hour)},
				{Words: s.long(), Lang: "fr", Count: 1, Last: s.ago(9 * 24 * time.Hour)},
			}
			return st
		}},
		{"knowledge/all done", func(s sample) knowledge.BrowseState {
			st := s.library()
			st.Staff, st.Work, st.Articles = true, knowledge.WorkReview, nil
			return st
		}},
	}
}

func articleStates() []made[knowledge.PageState] {
	return []made[knowledge.PageState]{
		{"article/full", func(s sample) knowledge.PageState { return s.article() }},
		{"article/staff", func(s sample) knowledge.PageState {
			st := s.article()
			st.Staff, st.Article.State, st.Article.Audience = true, desk.ArticleDraft, desk.AudienceTechnicians
			return st
		}},
		{"article/out of date", func(s sample) knowledge.PageState {
			st := s.article()
			st.Article.Until = s.ago(20 * 24 * time.Hour)
			return st
		}},
		{"article/to check", func(s sample) knowledge.PageState {
			st := s.article()
			st.Staff, st.Article.State, st.Article.Until = true, desk.ArticleOutdated, s.ago(20*24*time.Hour)
			return st
		}},
		{"article/editable", func(s sample) knowledge.PageState {
			st := s.article()
			st.Staff = true
			st.Article.Learned = []desk.Lesson{{ID: "1", Words: s.say("moniteur sans image", "no picture on monitor"), Solved: 4, Missed: 1}}
			return st
		}},
		{"article/solved", func(s sample) knowledge.PageState {
			st := s.article()
			st.Said = knowledge.SaidSolved
			return st
		}},
		{"article/no steps", func(s sample) knowledge.PageState {
			st := s.article()
			st.Blocks = knowledge.Blocks(s.say("Rien à faire : ça revient tout seul.", "Nothing to do: it comes back by itself."))
			st.Article.Helped, st.Pair = 0, ""
			return st
		}},
		{"article/loading", func(s sample) knowledge.PageState { return knowledge.PageState{Loading: true, Now: s.now} }},
		{"article/not found", func(s sample) knowledge.PageState { return knowledge.PageState{Code: desk.CodeNotFound, Now: s.now} }},
		{"article/error", func(s sample) knowledge.PageState {
			st := s.article()
			st.Code = desk.CodeDiskFull
			return st
		}},
		{"article/pictures", func(s sample) knowledge.PageState { return s.pictured() }},
		{"article/pictures to come", func(s sample) knowledge.PageState {
			st := s.pictured()
			for name, p := range st.Pictures {
				st.Pictures[name] = p.Bounds()
			}
			return st
		}},
		{"article/pictures none", func(s sample) knowledge.PageState {
			st := s.pictured()
			st.Pictures = nil
			return st
		}},
		{"article/pictures large", func(s sample) knowledge.PageState {
			st := s.pictured()
			st.Blocks = knowledge.Blocks("![](panel.png)\n\n> ![](icon.png)\n\n1. " + s.long() + "\n   ![](tall.png)\n")
			st.Pictures["panel.png"], st.Pictures["tall.png"] = screenshot(1560, 240), screenshot(300, 960)
			st.Article.Pictures = append(st.Article.Pictures, desk.Picture{Name: "tall.png"})
			return st
		}},
		{"article/long", func(s sample) knowledge.PageState {
			st := s.article()
			st.Article.Title, st.Article.Category = s.long(), s.long()
			st.Blocks = knowledge.Blocks(s.long() + "\n\n1. " + s.long() + "\n   - " + s.long() + "\n2. " + s.long() + "\n\n## " + s.long() + "\n" + s.long())
			return st
		}},
	}
}

func editorStates() []made[knowledge.EditorState] {
	return []made[knowledge.EditorState]{
		{"editor/full", func(s sample) knowledge.EditorState { return s.written() }},
		{"editor/clean", func(s sample) knowledge.EditorState {
			st := s.written()
			st.New, st.Findings, st.InTitle = false, nil, nil
			return st
		}},
		{"editor/asked", func(s sample) knowledge.EditorState {
			st := s.written()
			st.Asked = true
			return st
		}},
		{"editor/empty", func(s sample) knowledge.EditorState {
			return knowledge.EditorState{New: true, Life: true, Parts: 1, Fields: map[string]string{knowledge.FieldLang: s.words.Lang()}, Missing: []string{knowledge.FieldTitle, knowledge.FieldBody}, Now: s.now}
		}},
		{"editor/loading", func(s sample) knowledge.EditorState {
			return knowledge.EditorState{New: true, Loading: true, Now: s.now}
		}},
		{"editor/not found", func(s sample) knowledge.EditorState {
			return knowledge.EditorState{New: true, Code: desk.CodeNotFound, Now: s.now}
		}},
		{"editor/for everybody", func(s sample) knowledge.EditorState { // where the helpdesk keeps no drafts
			st := s.written()
			st.Life = false
			return st
		}},
		{"editor/saving", func(s sample) knowledge.EditorState {
			st := s.written()
			st.Saving = true
			return st
		}},
		{"editor/saved", func(s sample) knowledge.EditorState {
			st := s.written()
			st.Findings, st.InTitle = nil, nil
			st.Saved, st.Receipt = desk.ArticlePublished, desk.Receipt{Kept: s.now}
			return st
		}},
		{"editor/error", func(s sample) knowledge.EditorState {
			st := s.written()
			st.Code, st.Unkept = desk.CodeDiskFull, true
			return st
		}},
		{"editor/long", func(s sample) knowledge.EditorState {
			st := s.written()
			st.Fields[knowledge.FieldTitle], st.Text = s.long(), s.long()+"\n\n"+s.long()+"\n\n"+s.long()
			st.Part, st.Parts = 1, 12
			st.Fields[knowledge.FieldProducts], st.Fields[knowledge.FieldUntil] = s.long(), "2027-03-12"
			st.Findings[0].Text = s.long()
			return st
		}},
	}
}

func (s sample) library() knowledge.BrowseState {
	st := knowledge.BrowseState{Lang: s.words.Lang(), Order: knowledge.OrderHelpful, Sync: s.online(), Now: s.now}
	for _, a := range []struct {
		category, fr, en string
		helped, days     int
	}{
		{"mail", "Mes messages restent dans la boîte d’envoi", "My messages stay in the outbox", 128, 12},
		{"mail", "Boîte pleine\u00a0: faire de la place en 3 minutes", "Mailbox full: make room in 3 minutes", 57, 40},
		{"hardware", "Mon deuxième écran reste noir", "My second screen stays black", 31, 39},
		{"printing", "Rien ne sort de l’imprimante", "Nothing comes out of the printer", 30, 39},
		{"network", "Le Wi-Fi est connecté, mais rien ne s’ouvre", "Wi-Fi is connected, but nothing opens", 12, 8},
		{"signin", "J’ai oublié mon mot de passe", "I forgot my password", 1, 3},
		{"howto", "Faire une capture d’écran", "Take a screenshot", 0, 39},
		{"security", "J’ai cliqué sur un lien suspect", "I clicked on a suspicious link", 0, 39},
	} {
		st.Articles = append(st.Articles, desk.Article{ID: a.fr, Title: s.say(a.fr, a.en), Category: a.category, Helped: a.helped,
			State: desk.ArticlePublished, Updated: s.ago(time.Duration(a.days) * 24 * time.Hour)})
	}
	for i, id := range []string{"files", "hardware", "howto", "mail", "meeting", "network", "printing", "request", "security", "signin", "slow", "software"} {
		st.Categories = append(st.Categories, knowledge.Group{ID: id, Count: 2 + i%4})
	}
	st.Articles[4].Until = s.ago(20 * 24 * time.Hour)
	st.Kinds = []knowledge.Group{{ID: "fix", Count: 30}, {ID: "howto", Count: 6}, {ID: "request", Count: 4}}
	st.Products = []knowledge.Group{{ID: "Windows", Count: 14}, {ID: "Mac", Count: 12}, {ID: "Outlook", Count: 6}, {ID: "OneDrive", Count: 4}}
	st.Langs = []knowledge.Group{{ID: "en", Count: 44}, {ID: "fr", Count: 44}}
	return st
}

func (s sample) looked() knowledge.BrowseState {
	st := s.library()
	st.Query, st.Looking, st.Searched = s.say("mes messages restent", "messages stay"), true, true
	for _, h := range s.hits() {
		st.Hits = append(st.Hits, knowledge.Found{Hit: h, Article: desk.Article{ID: h.ID, Lang: s.words.Lang(), State: desk.ArticlePublished}})
	}
	return st
}

func (s sample) article() knowledge.PageState {
	a := desk.Article{ID: "hardware-second-screen-black", Lang: s.words.Lang(), Category: "hardware", Helped: 31, State: desk.ArticlePublished,
		Title: s.say("Mon deuxième écran reste noir", "My second screen stays black"), Updated: s.ago(39 * 24 * time.Hour)}
	a.Body = s.say(`Pour toute personne dont l’écran externe reste noir ou n’est pas détecté. Comptez dix minutes.

## À faire
1. Vérifiez que l’écran est allumé. Si aucun voyant ne brille, contrôlez son câble électrique aux deux bouts.
2. Débranchez le câble vidéo, puis enfoncez-le bien des deux côtés.
3. Sous Windows, appuyez sur **Windows + P** et choisissez «`+"\u00a0Étendre\u00a0"+`».
   - Sur Mac, ouvrez Réglages Système, puis Moniteurs.
4. Essayez un autre câble, ou branchez l’écran directement sur l’ordinateur.

## Si ça ne suffit pas
Dites-nous quel câble vous utilisez et ce qu’affiche l’écran. Une photo des prises aide beaucoup.
`, `For anyone whose external monitor stays black or isn’t detected. Allow ten minutes.

## Steps
1. Check that the monitor is switched on. If no light shows, check its power cable at both ends.
2. Unplug the video cable, then push it firmly back in at both ends.
3. On Windows, press **Windows + P** and choose “Extend”.
   - On a Mac, open System Settings, then Displays.
4. Try another cable, or plug the monitor straight into the computer.

## If that is not enough
Tell us which cable you use and what the monitor shows. A photo of the sockets helps a lot.
`)
	return knowledge.PageState{Article: a, Blocks: knowledge.Blocks(a.Body), Done: map[int]bool{1: true, 2: true}, Pair: "pair", Now: s.now}
}

func (s sample) written() knowledge.EditorState {
	body := s.say(`Depuis ce matin, l’écran d’Amélie reste noir au réveil (poste 10.4.12.7, joignable au 01 44 55 66 77).

## À faire
1. Débrancher la station d’accueil, attendre dix secondes, rebrancher.
2. Appuyer sur Windows + P et choisir «`+"\u00a0Étendre\u00a0"+`».

## Pourquoi
La station d’accueil ne se réveille pas toujours avec l’ordinateur.
`, `Since this morning Amélie’s screen stays black after sleep (computer 10.4.12.7, phone 01 44 55 66 77).

## Steps
1. Unplug the docking station, wait ten seconds, plug it in again.
2. Press Windows + P and choose “Extend”.

## Why
The docking station does not always wake up with the computer.
`)
	title := s.say("Double écran noir au réveil chez Amélie", "Second screen black after sleep at Amélie’s")
	names := []string{amelie.Name, claire.Name}
	return knowledge.EditorState{New: true, Life: true, Text: body, Parts: 1, Now: s.now, Fields: map[string]string{
		knowledge.FieldTitle: title, knowledge.FieldBody: body, knowledge.FieldKeywords: s.say("écran, noir, station", "screen, black, dock"),
		knowledge.FieldCategory: "hardware", knowledge.FieldLang: s.words.Lang(), knowledge.FieldAudience: string(desk.AudienceEveryone),
	}, Findings: knowledge.PersonalData(body, names), InTitle: knowledge.PersonalData(title, names)}
}
