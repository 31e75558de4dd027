package webpage

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unfold turns a table into what an article can show: a list with one item for
// each row, its cells parted by dashes. A row of one cell, as pages are laid out
// by, is a paragraph of its own. It takes the table's place and is returned.
func unfold(table *html.Node) *html.Node {
	all := element(atom.Div)
	var list *html.Node
	for _, row := range rowsOf(table) {
		cells := cellsOf(row)
		if len(cells) < 2 {
			list = nil
			for _, cell := range cells {
				all.AppendChild(moved(cell, element(atom.Div)))
			}
			continue
		}
		if list == nil {
			list = element(atom.Ul)
			all.AppendChild(list)
		}
		item := element(atom.Li)
		for i, cell := range cells {
			if i > 0 {
				item.AppendChild(&html.Node{Type: html.TextNode, Data: " – "})
			}
			moved(cell, item)
		}
		list.AppendChild(item)
	}
	table.Parent.InsertBefore(all, table)
	table.Parent.RemoveChild(table)
	return all
}

// rowsOf are the rows of a table and not those of tables in it.
func rowsOf(n *html.Node) (rows []*html.Node) {
	for c := range n.ChildNodes() {
		switch c.DataAtom {
		case atom.Tr:
			rows = append(rows, c)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			rows = append(rows, rowsOf(c)...)
		}
	}
	return rows
}

func cellsOf(row *html.Node) (cells []*html.Node) {
	for c := range row.ChildNodes() {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			cells = append(cells, c)
		}
	}
	return cells
}

// moved moves all that is in a node to the end of another.
func moved(from, to *html.Node) *html.Node {
	for c := from.FirstChild; c != nil; c = from.FirstChild {
		from.RemoveChild(c)
		to.AppendChild(c)
	}
	return to
}

func element(a atom.Atom) *html.Node {
	return &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
}
