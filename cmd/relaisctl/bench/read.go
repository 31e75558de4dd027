package bench

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
	"relais/internal/kbfile"
)

// maxLine is how long a line of a file may be, in bytes.
const maxLine = 64 << 20

// fault is a line that was skipped.
type fault struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// document is an article of the collection.
type document struct {
	ID       kbfile.ID       `json:"id"`
	Title    string          `json:"title"`
	Body     string          `json:"body"`
	Lang     string          `json:"lang"`
	Keywords kbfile.Keywords `json:"keywords"`
}

// question is what somebody asks.
type question struct {
	ID   kbfile.ID `json:"id"`
	Text string    `json:"text"`
}

// open opens a file; what is wrong with it is said with its name.
func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err == nil {
		return f, nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cli.Fail(desk.CodeNotFound, "ctl.import.missing", "Path", path)
	}
	return nil, &cli.Problem{Code: desk.CodeNotFound, Key: "ctl.import.unread", Args: []any{"Path", path}, Cause: err}
}

// lines reads one value a line and hands it on. What take refuses is skipped like
// a line that can't be read.
func lines[T any](r *run, path string, take func(n int, v T) error) error {
	f, err := open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for l := range kbfile.Lines(f, maxLine) {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		var v T
		err := l.Err
		if err == nil {
			err = kbfile.Decode(l.Text, &v)
		}
		if err == nil {
			err = take(l.Number, v)
		}
		if err != nil {
			r.skip(path, l.Number, err)
		}
	}
	return nil
}

// missing is what a line lacks.
func missing(field string) error { return fmt.Errorf("%q is missing", field) }

// absent tells that an article is not in the collection.
func absent(article string) error { return fmt.Errorf("there is no article %q", article) }

// twice tells that an id was there before.
func twice(id kbfile.ID, line int) error {
	return fmt.Errorf("the id %q is already on line %d", id, line)
}

// judgements reads grades: question, article and grade parted by tabs or spaces,
// or with a second column that says nothing, as TREC writes them. The names of the
// columns may be above.
func (r *run) judgements(path string) (grades, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	asked := func(id string) bool {
		return slices.ContainsFunc(r.asked, func(q question) bool { return string(q.ID) == id })
	}
	all, there := grades{}, r.articles()
	for l := range kbfile.Lines(f, maxLine) {
		err := l.Err
		var question, article string
		var grade int
		if err == nil {
			question, article, grade, err = judgement(string(l.Text))
		}
		switch {
		case err != nil && l.Number == 1 && question != "" && !asked(question): // the names of the columns
		case err != nil:
			r.skip(path, l.Number, err)
		case !there[article]:
			r.skip(path, l.Number, absent(article))
		case all[question] == nil:
			all[question] = map[string]int{article: grade}
		default:
			all[question][article] = grade
		}
	}
	return all, nil
}

// judgement reads a line; of one whose grade is none, the other columns.
func judgement(line string) (question, article string, grade int, err error) {
	part := strings.Fields(line)
	if strings.Contains(line, "\t") {
		part = strings.Split(line, "\t")
	}
	if len(part) == 4 {
		part = append(part[:1], part[2:]...)
	}
	if len(part) != 3 {
		return "", "", 0, errors.New("neither three nor four columns")
	}
	question, article = strings.TrimSpace(part[0]), strings.TrimSpace(part[1])
	if grade, err = strconv.Atoi(strings.TrimSpace(part[2])); err != nil {
		err = fmt.Errorf("the grade %q is no number", part[2])
	}
	return question, article, grade, err
}

// skip notes a line that was left out.
func (r *run) skip(path string, line int, cause error) {
	r.faults++
	if len(r.first) < maxFaults {
		r.first = append(r.first, fault{path, line, cause.Error()})
	}
}

// results is where the answers go.
type results struct {
	file *os.File
	out  *bufio.Writer
}

func create(path string) (*results, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, unwritten(path, err)
	}
	return &results{f, bufio.NewWriter(f)}, nil
}
