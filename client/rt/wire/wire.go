// Package wire is what Request Tracker 5 says over REST2: the shapes of its JSON,
// with its habits taken out (numbers that are texts, dates that are not set, lists
// that are null).
package wire

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// ID is a number that comes as a number or as a text.
type ID string

// UnmarshalJSON reads both.
func (id *ID) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	if text == "null" {
		text = ""
	}
	*id = ID(text)
	return nil
}

// Int is the id as a number; 0 when it is none.
func (id ID) Int() int {
	n, err := strconv.Atoi(string(id))
	if err != nil {
		return 0
	}
	return n
}

// Time is an instant; zero where Request Tracker means that it is not set, which
// it says in four ways.
type Time struct{ time.Time }

// UnmarshalJSON reads what looks like a time, and takes everything else for none.
func (t *Time) UnmarshalJSON(raw []byte) error {
	t.Time = ParseTime(strings.Trim(string(raw), `"`))
	return nil
}

// ParseTime reads a time as tickets and histories write it, in UTC.
func ParseTime(text string) time.Time {
	for _, layout := range []string{time.RFC3339, time.DateTime} {
		if when, err := time.Parse(layout, text); err == nil && when.Unix() > 0 {
			return when.UTC()
		}
	}
	return time.Time{}
}

// FormatTime writes a time as PUT wants it: in UTC, "" for none.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateTime)
}

// Ref names another thing. Of a person, ID is the login.
type Ref struct {
	ID       ID     `json:"id"`
	Name     string `json:"Name"`
	RealName string `json:"RealName"`
}

// Refs are several of them. Where there is only one it may come alone.
type Refs []Ref

// UnmarshalJSON reads a list, a single thing, and null.
func (r *Refs) UnmarshalJSON(raw []byte) error {
	var list []Ref
	if json.Unmarshal(raw, &list) == nil {
		*r = list
		return nil
	}
	var one Ref
	if json.Unmarshal(raw, &one) == nil && one.ID != "" {
		*r = Refs{one}
	}
	return nil
}

// Field is a custom field with its values.
type Field struct {
	ID     ID       `json:"id"`
	Name   string   `json:"name"`
	Values []string `json:"values"`
}

// Fields are the custom fields of a thing.
type Fields []Field

// UnmarshalJSON reads a list, and the empty text that histories have instead
// where a queue has no custom field for messages.
func (f *Fields) UnmarshalJSON(raw []byte) error {
	if string(raw) == `""` {
		*f = nil
		return nil
	}
	type list Fields
	return json.Unmarshal(raw, (*list)(f))
}

// Get is the first value of a field; "" when it has none, or there is no such
// field.
func (f Fields) Get(name string) string {
	if all := f.All(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// All are the values of a field.
func (f Fields) All(name string) []string {
	for _, one := range f {
		if one.Name == name && name != "" {
			return one.Values
		}
	}
	return nil
}

// Link is one of the _hyperlinks of a thing.
type Link struct {
	Ref string `json:"ref"`
	ID  ID     `json:"id"`
}

// Ticket is a ticket.
type Ticket struct {
	ID          ID     `json:"id"`
	Subject     string `json:"Subject"`
	Status      string `json:"Status"`
	Priority    ID     `json:"Priority"`
	Queue       Ref    `json:"Queue"`
	Owner       Ref    `json:"Owner"`
	Creator     Ref    `json:"Creator"`
	Requestor   Refs   `json:"Requestor"`
	Cc          Refs   `json:"Cc"`
	Created     Time   `json:"Created"`
	LastUpdated Time   `json:"LastUpdated"`
	Due         Time   `json:"Due"`
	Starts      Time   `json:"Starts"`
	Resolved    Time   `json:"Resolved"`
	Fields      Fields `json:"CustomFields"`
	Links       []Link `json:"_hyperlinks"`
}

// Has tells whether a ticket has a link of a sort; the sorts "comment" and
// "lifecycle" are there for people who may comment and change it.
func (t Ticket) Has(ref string) bool {
	for _, l := range t.Links {
		if l.Ref == ref {
			return true
		}
	}
	return false
}

// Transaction is one line of a history.
type Transaction struct {
	ID       ID     `json:"id"`
	Type     string `json:"Type"`
	Sort     string `json:"type"` // "transaction": named, so that it does not pass for Type, which differs by its case only
	Field    ID     `json:"Field"`
	OldValue ID     `json:"OldValue"`
	NewValue ID     `json:"NewValue"`
	ObjectID ID     `json:"ObjectId"`
	Created  Time   `json:"Created"`
	Creator  Ref    `json:"Creator"`
	Fields   Fields `json:"CustomFields"`
}

// Says tells whether it is something that somebody said.
func (t Transaction) Says() bool {
	return t.Type == "Create" || t.Type == "Correspond" || t.Type == "Comment"
}

// Attachment is a part of a message: its text, a file, or what holds them
// together. A file that is fetched alone has its content in base64.
type Attachment struct {
	ID          ID     `json:"id"`
	Transaction ID     `json:"TransactionId"`
	Name        string `json:"Filename"`
	MediaType   string `json:"ContentType"`
	Length      ID     `json:"ContentLength"`
	Content     string `json:"Content"`
}

// Queue is a queue, with its custom fields where it was fetched alone.
type Queue struct {
	ID            ID      `json:"id"`
	Name          string  `json:"Name"`
	Lifecycle     string  `json:"Lifecycle"`
	Disabled      ID      `json:"Disabled"`
	TicketFields  []Field `json:"TicketCustomFields"`
	MessageFields []Field `json:"TicketTransactionCustomFields"`
	Links         []Link  `json:"_hyperlinks"`
}

// User is a person. Privileged is known only of one that was fetched alone.
type User struct {
	ID          ID     `json:"id"`
	Name        string `json:"Name"`
	RealName    string `json:"RealName"`
	Email       string `json:"EmailAddress"`
	Lang        string `json:"Lang"`
	Phone       string `json:"WorkPhone"`
	Privileged  ID     `json:"Privileged"`
	Memberships Refs   `json:"Memberships"`
}

// Group is a group with its members.
type Group struct {
	ID      ID   `json:"id"`
	Members Refs `json:"Members"`
}

// Article is a page of the knowledge base.
type Article struct {
	ID          ID     `json:"id"`
	Name        string `json:"Name"`
	Summary     string `json:"Summary"`
	Class       Ref    `json:"Class"`
	Disabled    ID     `json:"Disabled"`
	LastUpdated Time   `json:"LastUpdated"`
	Fields      Fields `json:"CustomFields"`
}

// Class is a class of articles.
type Class struct {
	ID     ID      `json:"id"`
	Name   string  `json:"Name"`
	Fields []Field `json:"ArticleCustomFields"`
	Links  []Link  `json:"_hyperlinks"`
}

// CustomField is the definition of a custom field.
type CustomField struct {
	Name   string   `json:"Name"`
	Values []string `json:"Values"`
}

// List is one page of a list. Total is null where Request Tracker filters rows
// after it made pages.
type List[T any] struct {
	Items []T  `json:"items"`
	Count int  `json:"count"`
	Total *int `json:"total"`
}

// Condition is one of the conditions of a search that takes JSON. Those on one
// field are alternatives, those on different fields have to hold together.
type Condition struct {
	Field    string `json:"field"`
	Operator string `json:"operator,omitempty"`
	Value    any    `json:"value"`
}

// Service is what GET /rt says.
type Service struct {
	Version string `json:"Version"`
}
