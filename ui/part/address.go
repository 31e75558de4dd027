package part

import (
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"relais/ui/theme"
)

// withAddresses writes after the words of each link where it leads, unless they say so themselves: nobody has to open a
// link to find out. A link may be several spans, such as one with a word in bold.
func withAddresses(spans []Span) []Span {
	var all []Span
	words := ""
	for i, s := range spans {
		all = append(all, s)
		if s.Link == "" {
			words = ""
			continue
		}
		words += s.Text
		if i+1 < len(spans) && spans[i+1].Link == s.Link {
			continue
		}
		if short := shortAddress(s.Link); !says(words, s.Link) && short != "" {
			all = append(all, Span{Text: "\u00a0(" + short + ")", Color: theme.ColorMuted, Size: theme.SizeSmall})
		}
		words = ""
	}
	return all
}

// says tells whether words are an address, with or without what goes without saying.
func says(words, address string) bool {
	if strings.ContainsFunc(address, func(r rune) bool { return r > unicode.MaxASCII }) || strings.Contains(address, "%") {
		return false // letters of other alphabets look like ours
	}
	bare := func(s string) string {
		for _, lead := range []string{"https://", "http://", "mailto:"} {
			s = strings.TrimPrefix(s, lead)
		}
		return strings.ToLower(strings.Trim(s, "/ "))
	}
	return bare(words) == bare(address)
}

// longestPath bounds what shows of an address after its host, in letters.
const longestPath = 32

// shortAddress is what tells people where an address leads: the host in full, with the letters that the network sees,
// and the beginning of the rest.
func shortAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.Scheme == "mailto" {
		return u.Opaque
	}
	path := []rune(strings.TrimSuffix(u.EscapedPath(), "/"))
	if len(path) > longestPath {
		path = append(path[:longestPath], '…')
	}
	host, err := idna.Punycode.ToASCII(u.Host)
	if err != nil {
		host = u.Host
	}
	return host + string(path)
}
