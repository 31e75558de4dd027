package archtest

import (
	"fmt"
	"strings"
)

// The layers in README.md stand between these lines.
const (
	pictureBegin = "<!-- layers: drawn from internal/archtest, don't edit -->\n"
	pictureEnd   = "<!-- end of layers -->\n"
)

// pictureWidth is the room for the left column; longer groups continue on the next line.
const pictureWidth = 34

// Picture draws the table as text: one group of packages after the other, top to bottom, with what it may import.
func Picture() string {
	var b strings.Builder
	b.WriteString("```\n")
	for _, rule := range Table {
		left := wrap(readable(rule.Packages), pictureWidth)
		right := wrap(readable(rule.May), 78)
		if len(rule.May) == 0 {
			right = []string{"nothing of ours"}
			if rule.StdOnly {
				right = []string{"the standard library only"}
			}
		}
		for i := range max(len(left), len(right)) {
			arrow := " "
			if i == 0 {
				arrow = "→"
			}
			b.WriteString(strings.TrimRight(fmt.Sprintf("%-*s %s %s", pictureWidth, line(left, i), arrow, line(right, i)), " ") + "\n")
		}
	}
	b.WriteString("```\n")
	return b.String()
}

// Redraw puts the picture between its marks in a README and reports whether the marks were there.
func Redraw(readme string) (string, bool) {
	before, rest, begins := strings.Cut(readme, pictureBegin)
	_, after, ends := strings.Cut(rest, pictureEnd)
	if !begins || !ends {
		return readme, false
	}
	return before + pictureBegin + Picture() + pictureEnd + after, true
}

func readable(patterns []string) []string {
	var words []string
	for _, p := range patterns {
		if p == "..." {
			p = "everything"
		}
		words = append(words, strings.ReplaceAll(strings.ReplaceAll(p, "/...", "/…"), "client/*", "client/KIND"))
	}
	return words
}

// wrap joins words by commas into lines of at most width letters.
func wrap(words []string, width int) []string {
	var lines []string
	current := ""
	for i, word := range words {
		if i < len(words)-1 {
			word += ","
		}
		if current != "" && len([]rune(current+" "+word)) > width {
			lines = append(lines, current)
			current = ""
		}
		current = strings.TrimSpace(current + " " + word)
	}
	return append(lines, current)
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
