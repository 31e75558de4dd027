//go:build !journey

package part

import "fyne.io/fyne/v2"

// Name gives a control the name by which journeys through the real window find it, such as "ask.send". It returns the
// control. Only a build with the tag journey keeps names.
func Name[O fyne.CanvasObject](o O, _ string) O { return o }
