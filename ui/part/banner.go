package part

import (
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// BannerState is what a Banner shows; the zero value hides it.
type BannerState struct {
	Tone   Tone
	Icon   theme.IconName
	Lead   string // in bold, before Words; may be empty
	Words  string
	Action string // label of the button; "" is no button
}

// Banner says in one calm line, in a tone, what is unusual now and what can be done about it.
type Banner struct {
	frame
	ground *surface
	icon   *Icon
	words  *Text
	action *Button
	shown  BannerState
	// OnAction is called when the button is pressed.
	OnAction func()
}

// NewBanner returns a hidden banner with rounded corners, to stand within a page.
func NewBanner() *Banner { return newBanner(12, 16, 12) }

// NewStrip returns a hidden banner that runs from edge to edge below the header.
func NewStrip() *Banner { return newBanner(0, 20, 7) }

func newBanner(radius, side, above float32) *Banner {
	b := &Banner{
		ground: newSurface(theme.ColorAmberSoft, radius),
		icon:   NewIcon(theme.NoIcon, theme.ColorAmber, theme.SizeIcon),
		words:  NewSpans(),
	}
	b.action = NewSecondary("", func() {
		if b.OnAction != nil {
			b.OnAction()
		}
	})
	b.Hidden = true
	content := flow.Beside(14, theme.Scaled(360), flow.Line(10, b.icon, flow.Grow(b.words)), b.action)
	b.root = flow.Layer(b.ground, flow.Inset(side, above, content))
	b.ExtendBaseWidget(b)
	return b
}

// Set shows s, or hides the banner when s is empty.
func (b *Banner) Set(s BannerState) {
	if s == b.shown {
		return
	}
	b.shown = s
	some := s.Lead != "" || s.Words != ""
	ShowIf(b, some)
	if !some {
		return
	}
	ink := s.Tone.Ink()
	b.ground.paint(s.Tone.Soft(), theme.ColorClear, 0)
	b.icon.Set(s.Icon, ink)
	lead := s.Lead
	if lead != "" && s.Words != "" {
		lead += " "
	}
	b.words.SetSpans(Span{Text: lead, Bold: true, Color: ink}, Span{Text: s.Words, Color: ink})
	ShowIf(b.action, s.Action != "")
	b.action.look.ink = ink
	b.action.SetLabel(s.Action)
	b.action.style()
	Relay(b)
}

// Button returns the banner's button, to be named.
func (b *Banner) Button() *Button { return b.action }
