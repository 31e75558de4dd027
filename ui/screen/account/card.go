package account

import (
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/account"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// card is one thing that a person did and that has not arrived yet.
type card struct {
	words *text.Words
	on    OutboxActions

	box      *part.Card
	chip     *part.Chip
	meta     *part.Text
	title    *part.Text
	text     *part.Text
	why      *part.Text
	mine     *part.Facts
	theirs   *part.Facts
	versions *fyne.Container
	edit     *part.Button
	open     *part.Button
	retry    *part.Button
	discard  *part.Button
	copy     *part.CopyButton
	answers  *fyne.Container

	shown desk.Pending
	sure  bool // giving up was asked for once
}

func newCard(w *text.Words, on OutboxActions) *card {
	c := &card{words: w, on: on, chip: part.NewChip(part.Neutral, theme.NoIcon, ""), meta: part.NewSmall(""), title: part.NewStrong("").Lines(2),
		text: part.NewBody("").Lines(4), why: part.NewSmall(""), mine: part.NewFacts(), theirs: part.NewFacts()}
	settle := func(how desk.Settle) func() { return func() { on.Settle(c.shown.Key, how) } }
	mine := part.Name(part.NewSecondary(w.T("outbox.take.mine"), settle(desk.SettleMine)), "conflict.mine")
	theirs := part.Name(part.NewSecondary(w.T("outbox.take.theirs"), settle(desk.SettleTheirs)), "conflict.theirs")
	c.versions = flow.InsetSides(0, 4, 0, 0, flow.Grid(theme.Scaled(240), 2, 24,
		flow.Stack(12, part.NewStrong(w.T("outbox.mine")).Color(theme.ColorPrimary), c.mine, flow.Line(0, mine)),
		flow.Stack(12, part.NewStrong(w.T("outbox.theirs")).Color(theme.ColorMuted), c.theirs, flow.Line(0, theirs))))
	c.edit = part.Name(part.NewSecondary("", func() { on.Edit(c.shown) }).Icon(theme.IconPencil), "outbox.edit")
	c.open = part.Name(part.NewSecondary(w.T("outbox.open"), func() { on.OpenTicket(c.shown) }).Icon(theme.IconArrowRight), "outbox.open")
	c.retry = part.Name(part.NewSecondary(w.T("outbox.retry"), settle(desk.SettleRetry)).Icon(theme.IconRefresh), "outbox.retry")
	c.discard = part.Name(part.NewQuiet("", c.giveUp).Icon(theme.IconTrash), "outbox.discard")
	c.answers = flow.Wrap(12, c.edit, c.open, c.retry, c.discard)
	c.copy = part.Name(part.NewCopyButton(true, func() string { return c.shown.Text }), "outbox.copy")
	c.copy.Set(w.T("outbox.copy"), w.T("copy.done"))
	head := flow.Beside(14, theme.Scaled(300), flow.Stack(2, c.meta, c.title), c.chip)
	c.box = part.NewCard(flow.Stack(8, head, c.text, c.why, c.versions, c.answers, flow.Line(0, flow.InsetSides(-10, 0, 0, 0, c.copy))))
	return c
}

// giveUp drops what was written, the second time that it is asked for.
func (c *card) giveUp() {
	if c.sure {
		c.on.Settle(c.shown.Key, desk.SettleDiscard)
	}
	c.sure = !c.sure
	c.label()
}

func (c *card) label() {
	label := c.words.T("outbox.discard")
	if c.sure {
		label = c.words.T("outbox.discard.sure")
	}
	c.discard.SetLabel(label)
	label = c.words.T("outbox.edit")
	if c.shown.Draft != "" {
		label = c.words.T("outbox.edit.more")
	}
	c.edit.SetLabel(label)
	part.Relay(c.box)
}

func (c *card) render(p desk.Pending, st account.OutboxState) {
	w := c.words
	if p.Key != c.shown.Key {
		c.sure = false
	}
	c.shown = p
	meta := w.Verb(p.Verb) + " · " + w.Ago(p.Kept, st.Now)
	if p.Number != "" {
		meta += " · " + w.T("outbox.number", "Number", p.Number)
	}
	c.meta.Set(meta)
	c.title.Set(p.Title)
	part.ShowIf(c.title, p.Title != "")
	c.text.Set(p.Text)
	part.ShowIf(c.copy, p.State == desk.StateDiscarded)
	part.ShowIf(c.text, p.Text != "")
	c.why.Set(c.reason(p, st))
	c.renderState(p)
	attention := p.State == desk.StateAttention
	conflict := attention && len(p.Conflicts) > 0
	part.ShowIf(c.versions, conflict)
	part.ShowIf(c.answers, attention && !conflict)
	part.ShowIf(c.edit, len(p.Texts) > 0)
	part.ShowIf(c.open, len(p.Texts) == 0 && p.Ticket != "")
	part.ShowIf(c.retry, p.Draft == "")
	c.label()
	if conflict {
		mine, theirs := c.values(p, st)
		c.mine.Set(mine...)
		c.theirs.Set(theirs...)
	}
}

func (c *card) renderState(p desk.Pending) {
	tone, icon, words := part.Amber, theme.IconCloud, c.words.State(p.State)
	switch {
	case p.State == desk.StateAttention:
		tone, icon = part.Coral, theme.IconAlert
	case p.Blocked:
		tone, icon, words = part.Neutral, theme.IconPause, c.words.T("outbox.blocked.short")
	case p.State == desk.StateDiscarded:
		tone, icon = part.Neutral, theme.IconTrash
	case p.State == desk.StateSent:
		tone, icon = part.Blue, theme.IconSend
	}
	c.chip.Set(tone, icon, words)
	edge := part.Neutral
	if p.State == desk.StateAttention {
		edge = part.Coral
	}
	c.box.Accent(edge)
}

// reason says why it waits, or what it needs.
func (c *card) reason(p desk.Pending, st account.OutboxState) string {
	w := c.words
	switch {
	case p.State == desk.StateDiscarded:
		return w.T("outbox.given-up.words")
	case len(p.Conflicts) > 0:
		return w.T("outbox.conflict")
	case p.State == desk.StateAttention && p.Draft != "":
		return w.T("outbox.taken-back")
	case p.State == desk.StateAttention && p.Code != "":
		what, kept, next := w.Needs(p)
		return strings.TrimSuffix(what+" "+w.About(p.Field), " ") + " " + kept + " " + next
	case p.Blocked:
		return w.T("outbox.blocked")
	case p.State == desk.StateSent:
		return w.T("outbox.sent")
	case !p.NextTry.IsZero() && p.NextTry.After(st.Now):
		return w.T("outbox.next", "In", w.For(p.NextTry.Sub(st.Now)))
	}
	return w.T("outbox.soon")
}

// values are the two sides of the conflicts, as people read them.
func (c *card) values(p desk.Pending, st account.OutboxState) (mine, theirs []part.Fact) {
	names := func(_ desk.Field, id string) string { return st.Names[id] }
	for _, conflict := range p.Conflicts {
		f := conflict.Field
		ours, since := c.words.Sides(p.Kept, conflict, st.Now)
		mine = append(mine, part.Fact{Label: dots(c.words.Field(f), ours), Value: c.words.Value(f, conflict.Mine, st.Now, names)})
		theirs = append(theirs, part.Fact{Label: dots(c.words.Field(f), since), Value: c.words.Value(f, conflict.Theirs, st.Now, names)})
	}
	return mine, theirs
}

// dots parts what is said about one thing.
func dots(what, more string) string {
	if more == "" {
		return what
	}
	return what + " · " + more
}
