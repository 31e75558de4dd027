package client_test

import (
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"relais/client"
	"relais/client/rt"
	"relais/internal/desk"
	"relais/internal/server"
)

var update = flag.Bool("update", false, "draw the matrix in docs/backends.md again")

const (
	matrixFile  = "../docs/backends.md"
	matrixBegin = "<!-- matrix: drawn by the tests of package client, don't edit -->\n"
	matrixEnd   = "<!-- end of matrix -->\n"
)

// ranges give, for each kind, what it can do at least and at most: for the least
// account of a helpdesk that was never prepared, and for a technician of one
// that was.
var ranges = map[string]func(*testing.T) (least, most desk.Capabilities){
	"relais": rangeOfServer,
	"rt":     func(*testing.T) (least, most desk.Capabilities) { return rt.Range() },
}

// features are the rows, by the names that Capabilities have for them.
var features = map[string]string{
	"Create":        "a new ticket arrives exactly once",
	"Message":       "a message arrives exactly once",
	"Change":        "a change of fields is made exactly once",
	"Guard":         "nobody overwrites another’s change unseen",
	"Grace":         "a write may stay hidden for",
	"Articles":      "articles can be read",
	"WriteArticles": "articles can be written",
	"Drafts":        "articles can be drafts or for staff only, and have products and a date until when they hold",
	"Pictures":      "articles have pictures",
	"Outcomes":      "what an article did is counted, and learned by everybody",
	"Notes":         "internal notes",
	"Merge":         "duplicates are merged",
	"Events":        "the history of a ticket can be read",
	"Answers":       "guided answers come back as keys",
	"Reopens":       "any public reply reopens a ticket that was done",
	"KeepsPending":  "a requester’s reply leaves a pending ticket pending",
	"Statuses":      "statuses",
	"Fields":        "fields that can be set",
	"MaxAttachment": "largest attachment",
}

func TestTheMatrixOfHelpdesksIsUpToDate(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(doc), matrixBegin)
	_, after, ends := strings.Cut(rest, matrixEnd)
	if !begins || !ends {
		t.Fatal("docs/backends.md has lost the marks around its matrix")
	}
	drawn := before + matrixBegin + matrix(t) + matrixEnd + after
	switch {
	case drawn == string(doc):
	case *update:
		if err := os.WriteFile(matrixFile, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/backends.md shows another matrix; run: go test ./client -run Matrix -update")
	}
}

// matrix draws the table: a row for each capability, two columns for each kind.
func matrix(t *testing.T) string {
	t.Helper()
	head, line := "| |", "|---|"
	var columns []reflect.Value
	for _, kind := range client.Kinds() {
		find, ok := ranges[kind]
		if !ok {
			t.Fatalf("what can %s do at least and at most? Tell it in ranges", kind)
		}
		least, most := find(t)
		head += fmt.Sprintf(" `%s`, at least | `%s`, at most |", kind, kind)
		line += "---|---|"
		columns = append(columns, reflect.ValueOf(least), reflect.ValueOf(most))
	}
	table := head + "\n" + line + "\n"
	for _, field := range reflect.VisibleFields(reflect.TypeFor[desk.Capabilities]()) {
		feature, ok := features[field.Name]
		switch {
		case field.Name == "Kind":
			continue
		case !ok:
			t.Fatalf("what does the capability %s mean to a reader? Tell it in features", field.Name)
		}
		table += "| " + feature + " |"
		for _, c := range columns {
			table += " " + cell(c.FieldByIndex(field.Index).Interface()) + " |"
		}
		table += "\n"
	}
	return table
}

func cell(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "yes"
		}
		return "–"
	case time.Duration:
		if v == 0 {
			return "no time"
		}
		return v.String()
	case int64:
		if v == 0 {
			return "no known limit"
		}
		return fmt.Sprintf("%d MiB", v>>20)
	case []desk.Status:
		return listed(v)
	case []desk.Field:
		return listed(v)
	}
	return fmt.Sprint(value)
}

func listed[T ~string](values []T) string {
	if len(values) == 0 {
		return "none"
	}
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}

// rangeOfServer asks a server of Relais as a requester and as a technician.
func rangeOfServer(t *testing.T) (least, most desk.Capabilities) {
	t.Helper()
	s, err := server.Open(t.Context(), server.Options{Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(s.Handler())
	t.Cleanup(func() { web.Close(); s.Close() })
	ask := func(login string, role desk.Role) desk.Capabilities {
		p := desk.Person{ID: login, Login: login, Name: login, Role: role}
		if _, err := s.AddPerson(t.Context(), p, desk.NewSecret("a long enough password")); err != nil {
			t.Fatal(err)
		}
		token, _, err := s.TokenFor(t.Context(), login, "matrix")
		if err != nil {
			t.Fatal(err)
		}
		b, err := client.Open(client.Account{Kind: "relais", URL: web.URL, Login: login}, token, client.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if _, err := b.Welcome(t.Context()); err != nil {
			t.Fatal(err)
		}
		return b.Capabilities()
	}
	return ask("amelie", desk.RoleRequester), ask("claire", desk.RoleTechnician)
}
