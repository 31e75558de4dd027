package main

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"relais/internal/desk"
	"relais/internal/secret"
)

// said is what came of a question.
type said struct {
	phrase string
	err    error
}

// asks asks for a passphrase, and draws until the question is there.
func (o *stage) asks(what string) <-chan said {
	answers := make(chan said, 1)
	go func() {
		s, err := o.passphrase(what)
		answers <- said{s.Reveal(), err}
	}()
	for len(o.window.Canvas().Overlays().List()) == 0 {
		(<-o.queue)()
	}
	return answers
}

// find walks what is drawn over the window.
func (o *stage) find(visit func(fyne.CanvasObject)) {
	var walk func(fyne.CanvasObject)
	walk = func(c fyne.CanvasObject) {
		visit(c)
		switch c := c.(type) {
		case *fyne.Container:
			for _, child := range c.Objects {
				walk(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(c).Objects() {
				walk(child)
			}
		}
	}
	for _, over := range o.window.Canvas().Overlays().List() {
		walk(over)
	}
}

func (o *stage) fill(words ...string) {
	o.find(func(c fyne.CanvasObject) {
		if e, ok := c.(*widget.Entry); ok && len(words) > 0 {
			e.SetText(words[0])
			words = words[1:]
		}
	})
}

func (o *stage) press(label string) {
	o.find(func(c fyne.CanvasObject) {
		if b, ok := c.(*widget.Button); ok && b.Text == label {
			test.Tap(b)
		}
	})
}

func TestANewPassphraseIsSaidTwiceAlike(t *testing.T) {
	o := openAs(t, "amelie")
	answers := o.asks(secret.AskNewPassphrase)
	o.fill("one phrase", "another")
	o.press("Continue")
	select {
	case got := <-answers:
		t.Fatalf("taken: %+v", got)
	default:
	}
	o.fill("one phrase", "one phrase")
	o.press("Continue")
	if got := <-answers; got.phrase != "one phrase" || got.err != nil {
		t.Fatalf("got %+v", got)
	}
}

func TestWhoDoesNotSayThePassphraseIsAskedAgainOnlyWhenTheySignIn(t *testing.T) {
	o := openAs(t, "amelie")
	answers := o.asks(secret.AskPassphrase)
	o.press("Not now")
	if got := <-answers; !errors.Is(got.err, errNotNow) {
		t.Fatalf("got %+v", got)
	}
	if _, err := o.passphrase(secret.AskPassphrase); !errors.Is(err, errNotNow) {
		t.Fatalf("asked again: %v", err)
	}
	if _, err := o.SignIn(t.Context(), "relais", "http://127.0.0.1:1", "zoe", desk.NewSecret("x")); err == nil {
		t.Fatal("signed in at nothing")
	}
	answers = o.asks(secret.AskPassphrase)
	o.fill("the phrase")
	o.press("Continue")
	if got := <-answers; got.phrase != "the phrase" || got.err != nil {
		t.Fatalf("got %+v", got)
	}
}
