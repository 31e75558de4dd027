package look

import (
	"io"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model"
	"relais/ui/part"
	"relais/ui/part/flow"
	"relais/ui/theme"
)

// Files are the files that go with a request or a reply.
type Files struct {
	Box     *fyne.Container
	words   *text.Words
	screen  string
	detach  func(i int)
	refused *part.Banner
	list    *fyne.Container
	shown   []desk.Attachment
}

// FileActions is what can be done about files.
type FileActions interface {
	Attach(name string, open func() (io.ReadCloser, error))
	Detach(i int)
}

// NewFiles lists the files of a screen, whose name begins those of its controls.
func NewFiles(w *text.Words, screen string, on FileActions) *Files {
	f := &Files{words: w, screen: screen, detach: on.Detach, refused: part.NewBanner(), list: flow.Stack(2)}
	f.Box = flow.Stack(8, f.list, f.refused)
	return f
}

// NewAttach makes the button that picks a file.
func NewAttach(w *text.Words, screen string, on FileActions, win Window) *part.Button {
	b := part.NewQuiet(w.T("ask.attach"), func() { win.Pick(on.Attach) }).Icon(theme.IconPaperclip)
	return part.Name(b, screen+".attach")
}

// Set shows the files and, of the last one, why it could not be added.
func (f *Files) Set(list []desk.Attachment, refused model.Refused) {
	f.refused.Set(refusal(f.words, refused))
	if !sameFiles(f.shown, list) {
		f.shown = list
		f.list.Objects = f.list.Objects[:0]
		for i, a := range list {
			f.list.Objects = append(f.list.Objects, f.row(i, a))
		}
	}
	part.ShowIf(f.list, len(list) > 0)
	part.ShowIf(f.Box, len(list) > 0 || refused.Name != "")
	part.Relay(f.Box)
}

func (f *Files) row(i int, a desk.Attachment) fyne.CanvasObject {
	name := part.NewSpans(part.Span{Text: a.Name, Bold: true},
		part.Span{Text: " · " + f.words.Size(a.Size), Color: theme.ColorMuted, Size: theme.SizeSmall})
	remove := part.NewQuiet(f.words.T("ask.detach"), func() { f.detach(i) })
	part.Name(remove, f.screen+".detach."+strconv.Itoa(i))
	icon := part.NewIcon(FileIcon(a), theme.ColorMuted, theme.SizeIcon)
	return flow.Line(10, icon, flow.Grow(name), flow.InsetSides(0, 0, -10, 0, remove))
}

func sameFiles(a, b []desk.Attachment) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// FileIcon tells pictures from other files.
func FileIcon(a desk.Attachment) theme.IconName {
	if strings.HasPrefix(a.MediaType, "image/") {
		return theme.IconImage
	}
	return theme.IconFile
}

// refusal says why a file could not be added.
func refusal(w *text.Words, r model.Refused) part.BannerState {
	s := part.BannerState{Tone: part.Amber, Icon: theme.IconPaperclip}
	switch r.Code {
	case "", desk.CodeCanceled:
		return part.BannerState{}
	case desk.CodeInvalid:
		s.Lead, s.Words = w.T("ask.file.empty", "Name", r.Name), w.T("ask.file.empty.next")
	case desk.CodeTooLarge:
		s.Lead, s.Words = w.T("ask.file.large", "Name", r.Name), w.T("ask.file.large.next")
	case desk.CodeVanished:
		s.Lead, s.Words = w.T("ask.file.vanished", "Name", r.Name), w.T("ask.file.vanished.next")
	default:
		what, kept, next := w.Problem(r.Code)
		s.Lead, s.Words = what, kept+" "+next
	}
	return s
}
