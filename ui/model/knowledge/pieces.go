package knowledge

import (
	"strings"
	"unicode/utf8"
)

// piece is how much text, in bytes, is shown or edited at once. The toolkit lays out
// a field of it in a few milliseconds; of ten times as much, in a second.
const piece = 12_000

// pieces cuts a text into parts of at most the given size, in bytes, that make it
// again when they are joined: before a heading, else between paragraphs, lines or
// words.
func pieces(s string, most int) []string {
	var list []string
	for len(s) > most {
		at := cutAt(s, most)
		list = append(list, s[:at])
		s = s[at:]
	}
	return append(list, s)
}

// cutAt is where to cut a longer text, in the second half of most bytes.
func cutAt(s string, most int) int {
	for _, c := range []struct {
		sign string
		keep int // bytes of sign that stay before the cut
	}{{"\n#", 1}, {"\n\n", 2}, {"\n", 1}, {" ", 1}} {
		if at := strings.LastIndex(s[:most], c.sign) + c.keep; at > most/2 {
			return at
		}
	}
	at := most
	for at > most-utf8.UTFMax && !utf8.RuneStart(s[at]) {
		at--
	}
	return at
}

// fence begins and ends a block of code.
const fence = "```"

// closed closes the block of code that each part leaves open, and opens it again in
// the next: parts are read one by one.
func closed(parts []string) []string {
	open := false
	for i, p := range parts {
		if open {
			p = fence + "\n" + p
		}
		open = fences(p)%2 == 1
		if open {
			p = strings.TrimRight(p, "\n") + "\n" + fence
		}
		parts[i] = p
	}
	return parts
}

func fences(s string) (n int) {
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimSpace(line), fence) {
			n++
		}
	}
	return n
}
