package knowledge

import (
	"slices"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// EditorActions is what a writer can do.
type EditorActions interface {
	Fill(field, value string)
	Remove(f knowledge.Finding)
	Save()
	Publish()
}

// Editor is where a technician writes an article. What may be personal stands
// beside the text.
type Editor struct {
	words *text.Words
	on    EditorActions

	heading  *part.Text
	trouble  *part.Banner
	loading  *part.Skeleton
	title    *part.Field
	body     *part.TextArea
	noBody   *part.Text
	keywords *part.Field
	category *part.Pills
	lang     *part.Pills
	audience *part.Pills
	left     *part.Banner // asks before something personal is published
	publish  *part.Button
	draft    *part.Button
	fields   *fyne.Container
	actions  *fyne.Container
	saved    *saved
	personal *personal
	page     *part.Page

	shown knowledge.EditorState
}

// NewEditor builds the page.
func NewEditor(w *text.Words, on EditorActions, win Window) *Editor {
	e := &Editor{words: w, on: on, heading: part.NewTitle(""), trouble: part.NewBanner(), loading: part.NewSkeleton(3), left: part.NewBanner(),
		saved: newSaved(w, win), personal: newPersonal(w, on)}
	e.title = e.field(knowledge.FieldTitle, part.NewField(w.T("kb.write.title"), "", w.T("kb.write.title.help")))
	e.keywords = e.field(knowledge.FieldKeywords, part.NewField(w.T("kb.write.keywords"), "", w.T("kb.write.keywords.help")))
	e.body = part.NewTextArea("", bodyRows)
	e.body.OnChanged = func(v string) { on.Fill(knowledge.FieldBody, v) }
	part.Name(e.body.Control(), "editor.body")
	e.noBody = part.NewSmall(w.T("kb.write.missing")).Color(theme.ColorCoral)
	e.category, e.lang, e.audience = e.pills(knowledge.FieldCategory), e.pills(knowledge.FieldLang), e.pills(knowledge.FieldAudience)
	e.publish = part.Name(part.NewPrimary("", on.Publish), "editor.publish")
	e.draft = part.Name(part.NewSecondary("", on.Save), "editor.draft")
	e.build()
	return e
}

// bodyRows is the least height of the text, in lines.
const bodyRows = 14

func (e *Editor) build() {
	w := e.words
	body := flow.Stack(5, part.NewStrong(w.T("kb.write.body")), e.body, e.noBody, part.NewSmall(w.T("kb.write.body.help")))
	e.fields = flow.Stack(20, e.title, body, e.keywords,
		flow.Stack(8, part.NewStrong(w.T("kb.write.category")), e.category),
		flow.Stack(8, part.NewStrong(w.T("kb.write.lang")), e.lang),
		flow.Stack(8, part.NewStrong(w.T("kb.write.audience")), e.audience))
	e.actions = flow.Wrap(14, e.publish, e.draft)
	head := flow.Stack(6, e.heading, part.NewLead(w.T("kb.write.lead")))
	e.page = part.NewPage(flow.Stack(20, head, e.loading, e.fields, e.left, e.trouble, e.saved.card, e.actions), e.personal.card)
}

func (e *Editor) field(name string, f *part.Field) *part.Field {
	f.OnChanged = func(v string) { e.on.Fill(name, v) }
	part.Name(f.Control(), "editor."+name)
	return f
}

func (e *Editor) pills(field string) *part.Pills {
	p := part.NewPills()
	p.OnChosen = func(id string) { e.on.Fill(field, id) }
	return p
}

// Object is the page.
func (e *Editor) Object() fyne.CanvasObject { return e.page }

// Focus is the title.
func (e *Editor) Focus() fyne.Focusable { return e.title.Control() }

// Render shows s.
func (e *Editor) Render(s knowledge.EditorState) {
	w := e.words
	heading := w.T("kb.write.again")
	if s.New {
		heading = w.T("kb.write")
	}
	e.heading.Set(heading)
	e.trouble.Set(e.troubleOf(s))
	known := !s.Loading && len(s.Fields) > 0
	part.ShowIf(e.loading, s.Loading)
	part.ShowIf(e.fields, known)
	part.ShowIf(e.actions, known && s.Saved == "")
	part.ShowIf(e.personal.card, known)
	e.saved.render(s)
	e.renderFields(s)
	e.renderChoices(s)
	e.renderLeft(s)
	e.personal.render(s)
	part.Relay(e.page)
	e.lookAt(s)
}

// lookAt shows the end of the page that has news: what is missing stands at the
// top, what is asked and what became of it at the bottom.
func (e *Editor) lookAt(s knowledge.EditorState) {
	before := e.shown
	e.shown = s
	switch {
	case len(s.Missing) > len(before.Missing):
		e.page.ScrollToTop()
	case s.Asked && !before.Asked, s.Saved != before.Saved, s.Code != "" && before.Code == "":
		e.page.ScrollToBottom()
	}
}

func (e *Editor) troubleOf(s knowledge.EditorState) part.BannerState {
	if s.Unkept {
		return part.BannerState{Tone: part.Coral, Icon: theme.IconAlert, Lead: e.words.T("kb.write.unkept"), Words: e.words.T("kb.write.unkept.next")}
	}
	return say.Problem(e.words, s.Code)
}

func (e *Editor) renderFields(s knowledge.EditorState) {
	e.title.SetText(s.Fields[knowledge.FieldTitle])
	e.body.SetText(s.Fields[knowledge.FieldBody])
	e.keywords.SetText(s.Fields[knowledge.FieldKeywords])
	wrong := ""
	if slices.Contains(s.Missing, knowledge.FieldTitle) {
		wrong = e.words.T("kb.write.missing")
	}
	e.title.SetWrong(wrong)
	part.ShowIf(e.noBody, slices.Contains(s.Missing, knowledge.FieldBody))
}

func (e *Editor) renderChoices(s knowledge.EditorState) {
	w, own := e.words, s.Fields[knowledge.FieldCategory]
	ids := categories
	if own != "" && !slices.Contains(ids, own) {
		ids = append(slices.Clone(ids), own)
	}
	e.category.Set(choices(ids, "editor.category.", w.Category), own)
	e.lang.Set(choices(text.Languages(), "editor.lang.", func(id string) string { return w.T("kb.write.lang." + id) }), s.Fields[knowledge.FieldLang])
	audiences := []string{string(desk.AudienceEveryone), string(desk.AudienceTechnicians)}
	e.audience.Set(choices(audiences, "editor.audience.", func(id string) string { return w.Audience(desk.Audience(id)) }), s.Fields[knowledge.FieldAudience])
}

func choices(ids []string, name string, title func(string) string) []part.Choice {
	list := make([]part.Choice, len(ids))
	for i, id := range ids {
		list[i] = part.Choice{ID: id, Title: title(id), Name: name + id}
	}
	return list
}

// renderLeft asks once before something personal goes out.
func (e *Editor) renderLeft(s knowledge.EditorState) {
	w := e.words
	var left part.BannerState
	label := w.T("kb.write.publish")
	if s.Asked {
		left = part.BannerState{Tone: part.Amber, Icon: theme.IconShield, Lead: w.N("kb.personal.left", len(found(s))), Words: w.T("kb.personal.sure")}
		label = w.T("kb.write.publish.anyway")
	}
	if s.Saving {
		label = w.T("kb.write.busy")
	}
	e.left.Set(left)
	e.publish.Set(label, !s.Saving)
	e.draft.Set(w.T("kb.write.draft"), !s.Saving)
}

// saved says that the article was kept, and that it leaves by itself.
type saved struct {
	card  *part.Card
	words *text.Words
	title *part.Text
	said  *part.Text
}

func newSaved(w *text.Words, win Window) *saved {
	s := &saved{words: w, title: part.NewSection(""), said: part.NewBody("")}
	back := part.NewSecondary(w.T("kb.saved.back"), func() { win.Go(model.Place{Name: model.PlaceKnowledge}) })
	part.Name(back, "editor.done")
	head := flow.Line(10, part.NewIcon(theme.IconCheckCircle, theme.ColorGreen, theme.SizeIcon), flow.Grow(s.title))
	s.card = part.NewCard(flow.Stack(12, flow.Stack(6, head, s.said), flow.Wrap(14, back))).Accent(part.Green)
	return s
}

func (v *saved) render(s knowledge.EditorState) {
	part.ShowIf(v.card, s.Saved != "")
	if s.Saved == "" {
		return
	}
	title := v.words.T("kb.saved.draft")
	if s.Saved == desk.ArticlePublished {
		title = v.words.T("kb.saved.published")
	}
	v.title.Set(title)
	v.said.Set(v.words.T("kb.saved.words", "When", v.words.Clock(s.Receipt.Kept)))
}
