package knowledge

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// FindingKind says what sort of personal data was found.
type FindingKind string

// The kinds of findings.
const (
	FoundName    FindingKind = "name"
	FoundEmail   FindingKind = "email"
	FoundPhone   FindingKind = "phone"
	FoundAddress FindingKind = "address" // of a computer
)

// Finding is a place in a text that may say who somebody is.
type Finding struct {
	Kind       FindingKind
	Text       string
	Start, End int // bytes
}

var patterns = []struct {
	kind FindingKind
	re   *regexp.Regexp
}{
	{FoundEmail, regexp.MustCompile(`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`)},
	{FoundAddress, regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b`)},
	{FoundPhone, regexp.MustCompile(`(?:\+|\b0)\d(?:[ .\x{a0}-]?\d){7,13}\b`)},
}

// shortestName is how many letters a part of a name needs to be looked for alone.
const shortestName = 3

// PersonalData finds names of the given persons, e-mail addresses, phone numbers
// and addresses of computers, in the order of the text. It may find too much,
// and it can't find everything: a person looks.
func PersonalData(text string, names []string) []Finding {
	var list []Finding
	for _, p := range patterns {
		for _, m := range p.re.FindAllStringIndex(text, -1) {
			list = append(list, Finding{Kind: p.kind, Text: text[m[0]:m[1]], Start: m[0], End: m[1]})
		}
	}
	if re := namesPattern(names); re != nil {
		for _, m := range re.FindAllStringSubmatchIndex(text, -1) {
			list = append(list, Finding{Kind: FoundName, Text: text[m[2]:m[3]], Start: m[2], End: m[3]})
		}
	}
	slices.SortFunc(list, func(a, b Finding) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return apart(list)
}

// namesPattern matches whole names and their parts as words of their own, the
// longest first.
func namesPattern(names []string) *regexp.Regexp {
	var parts []string
	for _, name := range names {
		for _, part := range append([]string{name}, strings.Fields(name)...) {
			if utf8.RuneCountInString(part) >= shortestName {
				parts = append(parts, regexp.QuoteMeta(part))
			}
		}
	}
	if len(parts) == 0 {
		return nil
	}
	slices.SortFunc(parts, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return regexp.MustCompile(`(?i)(?:^|[^\p{L}\p{N}])(` + strings.Join(slices.Compact(parts), "|") + `)(?:$|[^\p{L}\p{N}])`)
}

// apart leaves out findings inside an earlier one.
func apart(list []Finding) []Finding {
	var out []Finding
	end := 0
	for _, f := range list {
		if f.Start >= end {
			out = append(out, f)
			end = f.End
		}
	}
	return out
}
