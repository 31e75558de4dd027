package knowledge

import (
	"strconv"
	"strings"
	"time"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/model/knowledge"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/screen/say"
	"relais/ui/theme"
)

// card is an article in the list.
type card struct {
	link   *part.LinkCard
	words  *text.Words
	open   func(id string)
	title  *part.Text
	detail *part.Text
	why    *part.Text
	mark   *part.Chip
}

func newCard(w *text.Words, open func(string), at int) *card {
	c := &card{words: w, open: open, title: part.NewStrong("").Lines(2), detail: part.NewSmall("").Lines(2), why: part.NewSmall("").Lines(2),
		mark: part.NewChip(part.Green, theme.IconCheck, "")}
	c.link = part.NewLinkCard("", flow.Beside(14, theme.Scaled(320), flow.Stack(2, c.title, c.detail, c.why), c.mark), nil)
	part.Name(c.link, "kb.hit."+strconv.Itoa(at))
	return c
}

// showHit shows what a search found, and why.
func (c *card) showHit(h knowledge.Found, lang string, now time.Time) {
	c.title.SetSpans(spans(h.Title, part.Span{Bold: true})...)
	detail := spans(h.Passage, part.Span{})
	if other := c.otherLang(h.Article, lang); other != "" {
		detail = append([]part.Span{{Text: other + " · "}}, detail...)
	}
	c.detail.SetSpans(detail...)
	reason := say.Why(c.words, h.Learned)
	c.why.Set(reason)
	part.ShowIf(c.why, reason != "")
	a := h.Article
	a.ID, a.Title, a.Helped = h.ID, model.Words(h.Title), h.Helped
	c.finish(a, len(detail) > 0, now)
}

// showArticle says the language of an article that is not in the reader's.
func (c *card) showArticle(a desk.Article, lang string, now time.Time) {
	detail := about(c.words, a)
	if other := c.otherLang(a, lang); other != "" {
		detail = strings.TrimSuffix(other+" · "+detail, " · ")
	}
	c.title.SetSpans(part.Span{Text: a.Title, Bold: true})
	c.detail.Set(detail)
	part.ShowIf(c.why, false)
	c.finish(a, detail != "", now)
}

func (c *card) otherLang(a desk.Article, lang string) string {
	key := "kb.write.lang." + a.Lang
	if lang == "" || a.Lang == lang || !c.words.Has(key) {
		return ""
	}
	return c.words.T(key)
}

func (c *card) finish(a desk.Article, detailed bool, now time.Time) {
	_, stale := a.OutOfDate(now)
	part.ShowIf(c.detail, detailed)
	part.ShowIf(c.mark, stale || a.Helped > 0)
	if stale {
		c.mark.Set(part.Amber, theme.IconClock, c.words.T("kb.stale.short"))
	} else {
		c.mark.Set(part.Green, theme.IconCheck, c.words.N("kb.helped", a.Helped))
	}
	c.link.Set(a.Title, func() { c.open(a.ID) })
}
