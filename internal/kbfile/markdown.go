package kbfile

import (
	"bytes"
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"relais/internal/desk"
)

// markdown reads one page with its front matter.
func (r *Reader) markdown(file string, raw []byte) {
	head, body, ok := front(plain(raw))
	if !ok {
		r.Tell(remark(file, 1, Front, refuse(Front, "---")))
		return
	}
	var nodes map[string]yaml.Node
	if err := yaml.Unmarshal(head, &nodes); err != nil {
		r.Tell(remark(file, 1, Front, err))
		return
	}
	f := fields{Body: string(body)}
	id, lang := named(file)
	f.ID = ID(id)
	given := sorted(nodes)
	for _, name := range given {
		node := nodes[name]
		line := node.Line + 1
		switch {
		case name == nameUpdated:
		case !known(name) || name == "body":
			r.strange(file, line, []string{name})
		case f.decode(name, &node) != nil:
			r.Tell(remark(file, line, Value, refuse(Value, name)))
			return
		}
	}
	if f.Lang == "" {
		f.Lang = lang
	}
	r.add(file, 0, f, given)
}

func (f *fields) decode(name string, node *yaml.Node) error {
	if list := f.list(name); list != nil {
		return node.Decode(list)
	}
	return node.Decode(f.text(name))
}

// UnmarshalYAML reads both ways to write them.
func (k *Keywords) UnmarshalYAML(n *yaml.Node) error {
	var one string
	if n.Decode(&one) == nil {
		*k = split(one)
		return nil
	}
	return n.Decode((*[]string)(k))
}

// front parts the front matter from the text.
func front(raw []byte) (head, body []byte, ok bool) {
	rest, ok := bytes.CutPrefix(raw, []byte("---\n"))
	if !ok {
		return nil, nil, false
	}
	head, body, ok = bytes.Cut(rest, []byte("\n---\n"))
	return head, body, ok
}

func sorted(nodes map[string]yaml.Node) []string {
	names := make([]string, 0, len(nodes))
	for name := range nodes {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return nodes[a].Line - nodes[b].Line })
	return names
}

// writeMarkdown writes one page with its front matter.
func writeMarkdown(w io.Writer, a desk.Article) error {
	f := newFields(a)
	head, err := yaml.Marshal(f)
	if err != nil {
		return err
	}
	_, err = w.Write(slices.Concat([]byte("---\n"), head, []byte("---\n"), []byte(f.Body), []byte("\n")))
	return err
}
