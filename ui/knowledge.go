package ui

import (
	"relais/ui/model"
	library "relais/ui/model/knowledge"
	"relais/ui/screen/knowledge"
)

// browsed is what was looked for in the knowledge base, so that the way back from
// an article leads to where one was.
type browsed struct {
	query, category string
	work            library.Work
	narrow          library.Narrow
	order           library.Order
}

// library is what the window does for the screens of the knowledge base.
func (w *Window) library() knowledge.Window {
	return knowledge.Window{Go: w.Go, Ask: w.ask, Browse: w.browse}
}

// ask goes to where help is asked for. The words begin the request, unless another
// one was begun.
func (w *Window) ask(words string) {
	w.o.Models().Flow().Carry(nil, words)
	w.Go(model.Place{Name: model.PlaceHome})
}

func (w *Window) knowledgePage() page {
	m := w.o.Models().Browse()
	m.Choose(w.looked.category)
	if w.looked.work != library.WorkNone {
		m.ChooseWork(w.looked.work)
	}
	m.NarrowDown(w.looked.narrow)
	if w.looked.order != "" {
		m.Sort(w.looked.order)
	}
	m.Search(w.looked.query)
	s := knowledge.NewBrowse(w.o.Words, m, w.library())
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	p.stop = append(p.stop, func() {
		st := m.State()
		w.looked = browsed{st.Query, st.Category, st.Work, st.Narrow, st.Order}
	})
	return p
}

// articlePage shows an article. The words that found it are those of the
// knowledge base, else those that were typed to ask for help.
func (w *Window) articlePage(ref string) page {
	id, query, known := model.Place{Ref: ref}.Article()
	if !known {
		query = w.o.Models().Flow().State().Text
	}
	m := w.o.Models().Article(id, query)
	s := knowledge.NewArticle(w.o.Words, m, w.library())
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}

func (w *Window) editorPage(ref string) page {
	m := w.o.Models().Editor(ref)
	s := knowledge.NewEditor(w.o.Words, m, w.library())
	p := page{object: s.Object(), focus: s.Focus, close: []func(){m.Close}}
	bind(w, &p, m, s.Render)
	return p
}
