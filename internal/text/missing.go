package text

import (
	"strings"

	"relais/internal/desk"
)

// Missing says what is weaker because the helpdesk lacks something, and what to
// send to those who could add it.
func (w *Words) Missing(m desk.Missing) (what, ask string) {
	args := []any{"Code", m.Code}
	for name, value := range m.Args {
		args = append(args, strings.ToUpper(name[:1])+name[1:], value)
	}
	key := "missing." + m.Code
	if !w.Has(key + ".what") {
		key = "missing.other"
	}
	return w.T(key+".what", args...), w.T(key+".ask", args...)
}
