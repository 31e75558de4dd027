package mapping

import (
	"regexp"
	"strings"
	"sync"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/microcosm-cc/bluemonday"
)

// policy lets through what a letter is made of: paragraphs, lists, tables, and
// links that lead to the web, a mailbox or a telephone.
var policy = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "code", "pre", "blockquote",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "td", "th", "span")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(false)
	return p
}()

// written writes Markdown. Two lists that follow each other are left without the
// comment that the library puts between them: people would read it.
var written = sync.OnceValue(func() *converter.Converter {
	return converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false))))
})

// FromHTML makes Markdown without raw HTML of a message or an article that was
// written in a browser or a mail program.
func FromHTML(html string) string {
	text, err := written().ConvertString(policy.Sanitize(html))
	if err != nil {
		return strings.TrimSpace(bluemonday.StrictPolicy().Sanitize(html))
	}
	return strings.TrimSpace(text)
}

var tags = regexp.MustCompile(`(?i)</(p|div|ul|ol|table|h[1-6])>|<br ?/?>`)

// LooksLikeHTML tells whether a text without a media type was written as HTML.
func LooksLikeHTML(text string) bool { return tags.MatchString(text) }

// Language tells French from English by their small words.
func Language(text string) string {
	french, english := 0, 0
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		switch strings.Trim(word, ".,;:!?()«»“”") {
		case "le", "la", "les", "de", "des", "du", "un", "une", "et", "à", "est", "pour", "dans", "sur", "au", "aux", "que", "ne", "pas", "votre", "avec":
			french++
		case "the", "of", "and", "to", "is", "for", "in", "an", "your", "with", "not", "this", "that", "it":
			english++
		}
	}
	if english > french {
		return "en"
	}
	return "fr"
}
