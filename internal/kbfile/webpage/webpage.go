// Package webpage reads the article of a web page.
package webpage

import (
	"bytes"
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
)

// policy lets through what an article is made of: paragraphs, lists, tables, links and
// pictures. Strip has taken out links that lead neither to the web nor to a mailbox, and
// pictures of elsewhere.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "div", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "code", "pre", "blockquote",
		"ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td", "th", "span", "section", "article")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	return p
})

// written makes Markdown without any HTML in it, until the context ends.
func written(ctx context.Context) *converter.Converter {
	c := converter.NewConverter(converter.WithPlugins(base.NewBasePlugin(), commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false))))
	// Of each letter that may mean something in Markdown it is asked whether it does, and for that the rest of the text is
	// read: of a text of such letters, for hours. Once nobody waits any more, the answer is yes.
	c.Register.UnEscaper(func([]byte, int) int {
		if ctx.Err() != nil {
			return 1
		}
		return -1
	}, converter.PriorityEarly)
	return c
}

// ErrLong tells that there is more text than was asked for.
var ErrLong = errors.New("the text is too long")

// Page is what a page says.
type Page struct {
	Lang     string            // of its text, without the country
	Title    string            // what the window shows, else the first heading
	Meta     map[string]string // by name, in small letters
	Body     string            // the article as Markdown, without what stands around it
	Pictures int               // that are elsewhere, and were left out
}

// Read reads a page as browsers do, whatever its encoding. Its error is ErrLong where
// the article has more than most bytes of text, or that of the context, with which it
// ends soon.
func Read(ctx context.Context, raw []byte, most int) (Page, error) {
	if len(raw) == 0 {
		return Page{}, nil
	}
	in, err := charset.NewReader(bytes.NewReader(raw), "text/html")
	if err != nil {
		return Page{}, err
	}
	root, err := html.Parse(in)
	if err != nil {
		return Page{}, err
	}
	p := look(root)
	p.Body, err = p.markdown(ctx, most)
	return p.Page, err
}

// sheet is a page while it is read.
type sheet struct {
	Page
	heading       string
	body, article *html.Node // all of it; the part that is the article
	first         *html.Node // the first heading
}

// around are elements that belong to a site and not to its article.
var around = map[string]bool{"script": true, "style": true, "nav": true, "header": true, "footer": true, "aside": true, "form": true, "noscript": true, "template": true, "svg": true}

// look finds the parts of a page.
func look(root *html.Node) *sheet {
	p := &sheet{Page: Page{Meta: map[string]string{}}}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			p.element(n)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	if p.Title == "" {
		p.Title = p.heading
	}
	if p.article == nil {
		p.article = p.body
	}
	return p
}

func (p *sheet) element(n *html.Node) {
	switch n.Data {
	case "html":
		p.Lang, _, _ = strings.Cut(strings.ToLower(attribute(n, "lang")), "-")
	case "title":
		if p.Title == "" && n.Parent != nil && n.Parent.Data == "head" {
			p.Title = words(n)
		}
	case "meta":
		if name := strings.ToLower(attribute(n, "name")); name != "" {
			p.Meta[name] = attribute(n, "content")
		}
	case "body":
		p.body = n
	case "main", "article":
		if p.article == nil {
			p.article = n
		}
	case "h1":
		if p.first == nil {
			p.first, p.heading = n, words(n)
		}
	}
}

// markdown is the text of the article without what stands around it. Its first
// heading is left out where it says the title once more.
func (p *sheet) markdown(ctx context.Context, most int) (string, error) {
	if p.article == nil {
		return "", nil
	}
	if p.first != nil && strings.EqualFold(p.heading, p.Title) {
		p.first.Parent.RemoveChild(p.first)
	}
	p.strip(p.article)
	if length(p.article) > most {
		return "", ErrLong
	}
	var b bytes.Buffer
	if err := html.Render(&b, p.article); err != nil {
		return "", err
	}
	body, err := written(ctx).ConvertString(policy().Sanitize(b.String()))
	return body, errors.Join(err, ctx.Err())
}

// length is how much text is below a node, in bytes.
func length(n *html.Node) (sum int) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			sum += len(d.Data)
		}
	}
	return sum
}

// strip takes out what stands around the article, links that only the site knows, and
// pictures of elsewhere, which it counts.
func (p *sheet) strip(n *html.Node) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.ElementNode && around[c.Data]:
			n.RemoveChild(c)
		case c.DataAtom == atom.Img:
			if !relative(attribute(c, "src")) {
				n.RemoveChild(c)
				p.Pictures++
			}
		case c.DataAtom == atom.A && relative(attribute(c, "href")):
			c.Attr = nil
			p.strip(c)
		case c.DataAtom == atom.Table:
			p.strip(unfold(c))
		default:
			p.strip(c)
		}
		c = next
	}
}

// relative tells whether an address leads from a page to a file beside it, or to another
// page of the same site.
func relative(address string) bool {
	u, err := url.Parse(address)
	return err == nil && address != "" && u.Scheme == "" && u.Host == ""
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// words are the text below a node, on one line.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
