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
	Turn(part int)
	Save()
	Review()
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
	turner   *turner
	noBody   *part.Text
	keywords *part.Field
	products *part.Field
	category *part.Pills
	lang     *part.Pills
	audience *part.Pills
	until    *part.Pills
	life     *fyne.Container // what not every helpdesk keeps
	left     *part.Banner    // asks before something personal is published
	publish  *part.Button
	review   *part.Button
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
	e.products = e.field(knowledge.FieldProducts, part.NewField(w.T("kb.write.products"), "", w.T("kb.write.products.help")))
	e.turner = newTurner(w, on.Turn)
	e.body = part.NewTextArea("", bodyRows)
	e.body.OnChanged = func(v string) { on.Fill(knowledge.FieldBody, v) }
	part.Name(e.body.Control(), "editor.body")
	e.noBody = part.NewSmall(w.T("kb.write.missing")).Color(theme.ColorCoral)
	e.category, e.lang = e.pills(knowledge.FieldCategory), e.pills(knowledge.FieldLang)
	e.audience, e.until = e.pills(knowledge.FieldAudience), e.pills(knowledge.FieldUntil)
	e.publish = part.Name(part.NewPrimary("", on.Publish), "editor.publish")
	e.review = part.Name(part.NewSecondary("", on.Review), "editor.review")
	e.draft = part.Name(part.NewSecondary("", on.Save), "editor.draft")
	e.trouble.OnAction = func() { win.Go(model.Place{Name: model.PlaceKnowledge}) }
	e.build()
	return e
}

// bodyRows is the least height of the text, in lines.
const bodyRows = 14

func (e *Editor) build() {
	w := e.words
	body := flow.Stack(5, flow.Split(12, part.NewStrong(w.T("kb.write.body")), e.turner.line), e.body, e.noBody, part.NewSmall(w.T("kb.write.body.help")))
	e.life = flow.Stack(20, e.products,
		flow.Stack(8, part.NewStrong(w.T("kb.write.audience")), e.audience),
		flow.Stack(8, part.NewStrong(w.T("kb.write.until")), e.until))
	e.fields = flow.Stack(20, e.title, body, e.keywords,
		flow.Stack(8, part.NewStrong(w.T("kb.write.category")), e.category),
		flow.Stack(8, part.NewStrong(w.T("kb.write.lang")), e.lang), e.life)
	e.actions = flow.Wrap(14, e.publish, e.review, e.draft)
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
	trouble := say.Problem(e.words, s.Code)
	if s.Code != "" && len(s.Fields) == 0 {
		trouble.Action = e.words.T("kb.saved.back")
	}
	return trouble
}

func (e *Editor) renderFields(s knowledge.EditorState) {
	e.title.SetText(s.Fields[knowledge.FieldTitle])
	if s.Part != e.shown.Part {
		e.page.ScrollToTop()
	}
	e.body.SetText(s.Text)
	e.turner.render(s.Part, s.Parts)
	e.products.SetText(s.Fields[knowledge.FieldProducts])
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
	e.until.Set(untils(w, s), s.Fields[knowledge.FieldUntil])
	part.ShowIf(e.life, s.Life)
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
	e.review.Set(w.T("kb.write.review"), !s.Saving)
	part.ShowIf(e.draft, s.Life)
	part.ShowIf(e.review, s.Life)
}
