package text

import (
	"errors"
	"fmt"
	"strings"
)

// count is the name under which a sentence says how many.
const count = "Count"

// fill puts values in place of each {{.Name}} of a sentence.
func fill(s string, value func(name string) any) (string, error) {
	before, rest, found := strings.Cut(s, "{{")
	if !found {
		return s, nil
	}
	var out strings.Builder
	for ; found; before, rest, found = strings.Cut(rest, "{{") {
		inside, after, closed := strings.Cut(rest, "}}")
		name, ok := strings.CutPrefix(inside, ".")
		if !closed || !ok || name == "" || strings.ContainsAny(name, "{ .") {
			return s, errors.New("can't be filled in: want {{.Name}}")
		}
		out.WriteString(before)
		fmt.Fprint(&out, value(name))
		rest = after
	}
	out.WriteString(before)
	return out.String(), nil
}

// filled fills in names and values that come in turn. What nobody gave stays as
// it is written.
func filled(s string, args []any) string {
	s, err := fill(s, func(name string) any {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == name {
				return args[i+1]
			}
		}
		return "{{." + name + "}}"
	})
	if err != nil {
		return s // Load refuses it
	}
	return s
}
