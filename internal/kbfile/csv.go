package kbfile

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"relais/internal/desk"
)

// called are other names that people give to columns.
var called = map[string]string{
	"titre": "title", "texte": "body", "text": "body", "content": "body", "contenu": "body", "langue": "lang", "language": "lang",
	"mots-clés": "keywords", "mots clés": "keywords", "catégorie": "category", "produits": "products",
}

// table reads rows under a row of names, parted by commas, semicolons or tabs.
func (r *Reader) table(file string, in io.Reader) error {
	rows := &rows{in: bufio.NewReaderSize(in, 1<<16)}
	columns, err := rows.header()
	if err != nil {
		r.Tell(remark(file, 1, Header, err))
		return nil
	}
	r.strange(file, 1, columns)
	for r.ended() == nil {
		row, ok := rows.next()
		switch {
		case !ok && errors.Is(rows.end, io.EOF):
			return nil
		case !ok:
			return rows.end
		case row.err != nil:
			r.Tell(remark(file, row.line, Row, row.err))
		default:
			r.row(file, row.line, columns, row.cells)
		}
	}
	return nil
}

// row takes the article of a row.
func (r *Reader) row(file string, line int, columns, cells []string) {
	var f fields
	for i, name := range columns {
		cell := unguarded(cells[i])
		if to := f.text(name); to != nil {
			*to = cell
		} else if to := f.list(name); to != nil {
			*to = splitRow(cell)
		}
	}
	r.add(file, line, f, columns)
}

// rows reads a table by rows. One that can't be read costs no other.
type rows struct {
	in      *bufio.Reader
	read    int    // lines that were read
	held    []held // lines that are not parsed yet
	comma   rune
	columns int
	end     error
}

// held is a line as it stands in the file.
type held struct {
	number int
	text   []byte
	odd    bool  // it has an odd number of quotation marks
	err    error // why there is no text
}

// row is a row, or why it can't be read.
type row struct {
	line  int // on which it begins
	cells []string
	err   error
}

// header reads the names of the columns, and what parts them.
func (t *rows) header() (columns []string, err error) {
	if !t.more() {
		return nil, refuse(Header, "")
	}
	t.held[0].text = bytes.TrimPrefix(t.held[0].text, []byte("\ufeff"))
	best := 0
	for _, comma := range ",;\t" {
		given, err := parse(t.held[0].text, comma)
		if err != nil {
			continue
		}
		for i, name := range given {
			name = strings.ToLower(strings.TrimSpace(name))
			if given[i] = name; called[name] != "" {
				given[i] = called[name]
			}
		}
		fit := 0
		for _, name := range given {
			if slices.Contains(names, name) {
				fit++
			}
		}
		if fit > best {
			best, columns, t.comma, t.columns = fit, given, comma, len(given)
		}
	}
	for _, name := range []string{"id", "title", "body"} {
		if !slices.Contains(columns, name) {
			return nil, refuse(Header, name)
		}
	}
	t.held = t.held[1:]
	return columns, nil
}

// next reads a row; false at the end, or where reading stops.
func (t *rows) next() (row, bool) {
	open, size := false, 0
	for i := 0; ; i++ {
		if i == len(t.held) && !t.more() {
			if len(t.held) == 0 {
				return row{}, false
			}
			return t.broken(errors.New("a quotation mark is not closed")), true
		}
		h := t.held[i]
		if i == 0 && h.err == nil && len(bytes.TrimSpace(h.text)) == 0 {
			t.held, i = t.held[1:], -1
			continue
		}
		open, size = open != h.odd, size+len(h.text)
		switch {
		case h.err != nil || size > MaxFile:
			return t.broken(ErrLong), true
		case !open:
			return t.parsed(i + 1), true
		}
	}
}

// more holds one more line.
func (t *rows) more() bool {
	if t.end != nil {
		return false
	}
	text, err := line(t.in, nil, MaxFile)
	t.read++
	h := held{number: t.read, text: text, odd: bytes.Count(text, []byte{'"'})%2 == 1}
	if errors.Is(err, ErrLong) {
		h.err, err = err, nil
	}
	if t.end = err; h.err == nil && len(text) == 0 {
		return false
	}
	t.held = append(t.held, h)
	return true
}

// parsed reads the row that the first n lines are.
func (t *rows) parsed(n int) row {
	var raw []byte
	for _, h := range t.held[:n] {
		raw = append(raw, h.text...)
	}
	cells, err := parse(raw, t.comma)
	if err == nil && len(cells) != t.columns {
		err = fmt.Errorf("%d columns, not %d", len(cells), t.columns)
	}
	if err != nil {
		return t.broken(err)
	}
	r := row{line: t.held[0].number, cells: cells}
	t.held = t.held[n:]
	return r
}

// broken gives up the first line only: those after it may be whole rows.
func (t *rows) broken(err error) row {
	r := row{line: t.held[0].number, err: err}
	t.held = t.held[1:]
	return r
}

func parse(raw []byte, comma rune) ([]string, error) {
	if !utf8.Valid(raw) {
		return nil, ErrEncoding
	}
	c := csv.NewReader(bytes.NewReader(raw))
	c.Comma, c.FieldsPerRecord = comma, -1
	row, err := c.Read()
	var p *csv.ParseError
	if errors.As(err, &p) {
		err = p.Err
	}
	return row, err
}

// splitRow reads several values in one cell: parted by commas, those with a comma
// of their own in quotation marks.
func splitRow(cell string) []string {
	c := csv.NewReader(strings.NewReader(cell))
	c.TrimLeadingSpace = true
	list, err := c.Read()
	if err != nil {
		return split(cell)
	}
	return list
}

func joinRow(list []string) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	var b strings.Builder
	w := csv.NewWriter(&b)
	if err := w.Write(list); err != nil {
		return "", err
	}
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n"), w.Error()
}

// formula are the letters that make a spreadsheet calculate what follows.
const formula = "=+-@\t"

// guarded is a cell that no spreadsheet takes for a formula.
func guarded(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); rest != "" && strings.ContainsRune(formula, rune(rest[0])) {
		return "'" + cell
	}
	return cell
}

// unguarded is the cell as it was before.
func unguarded(cell string) string {
	if rest := strings.TrimLeft(cell, "'"); rest != cell && rest != "" && strings.ContainsRune(formula, rune(rest[0])) {
		return cell[1:]
	}
	return cell
}

// writeTable writes one article a row, under the names of the columns.
func writeTable(w io.Writer, articles []desk.Article) error {
	c := csv.NewWriter(w)
	if err := c.Write(names); err != nil {
		return err
	}
	for _, a := range articles {
		f := newFields(a)
		row := make([]string, len(names))
		for i, name := range names {
			if text := f.text(name); text != nil {
				row[i] = guarded(*text)
				continue
			}
			joined, err := joinRow(*f.list(name))
			if err != nil {
				return err
			}
			row[i] = guarded(joined)
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
