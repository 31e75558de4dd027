package desk_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"relais/internal/desk"
)

// made draws values of the vocabulary by reflection: a type that gains a field
// gains its test.
var made = rapid.MakeConfig{
	Types: map[reflect.Type]*rapid.Generator[any]{
		reflect.TypeFor[time.Time](): rapid.Custom(func(t *rapid.T) any {
			if rapid.Bool().Draw(t, "none") {
				return time.Time{}
			}
			return time.Unix(rapid.Int64Range(0, 1<<34).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanos")).UTC()
		}),
		reflect.TypeFor[desk.Blob](): rapid.Custom(func(t *rapid.T) any {
			return desk.Blob{Attachment: rapid.Make[desk.Attachment]().Draw(t, "attachment")}
		}),
	},
}

func TestEveryTypeComesBackFromJSONAsItWent(t *testing.T) {
	t.Parallel()
	t.Run("Ticket", both[desk.Ticket])
	t.Run("Message", both[desk.Message])
	t.Run("Attachment", both[desk.Attachment])
	t.Run("Event", both[desk.Event])
	t.Run("Conversation", both[desk.Conversation])
	t.Run("Person", both[desk.Person])
	t.Run("Queue", both[desk.Queue])
	t.Run("Article", both[desk.Article])
	t.Run("ArticleOutcome", both[desk.ArticleOutcome])
	t.Run("Answers", both[desk.Answers])
	t.Run("HandOver", both[desk.HandOver])
	t.Run("Sheet", both[desk.Sheet])
	t.Run("NewTicket", both[desk.NewTicket])
	t.Run("NewMessage", both[desk.NewMessage])
	t.Run("Change", both[desk.Change])
	t.Run("Written", both[desk.Written])
	t.Run("Page", both[desk.Page])
	t.Run("Capabilities", both[desk.Capabilities])
	t.Run("Welcome", both[desk.Welcome])
	t.Run("Draft", both[desk.Draft])
	t.Run("Receipt", both[desk.Receipt])
	t.Run("Pending", both[desk.Pending])
	t.Run("Row", both[desk.Row])
	t.Run("View", both[desk.View])
	t.Run("Filter", both[desk.Filter])
	t.Run("SyncStatus", both[desk.SyncStatus])
	t.Run("SyncResult", both[desk.SyncResult])
}

// both writes a value, reads it, and writes it again.
func both[T any](t *testing.T) {
	t.Parallel()
	generator := rapid.MakeCustom[T](made)
	rapid.Check(t, func(t *rapid.T) {
		value := generator.Draw(t, "value")
		dropEmpty(reflect.ValueOf(&value).Elem())
		raw, err := json.Marshal(value)
		must(t, err)
		var got T
		must(t, json.Unmarshal(raw, &got))
		if !reflect.DeepEqual(got, value) {
			t.Fatalf("went as %+v\ncame as %+v\nby %s", value, got, raw)
		}
	})
}

// dropEmpty turns empty slices and maps into nil ones: the vocabulary makes no
// difference between them, and leaves both out of JSON.
func dropEmpty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			dropEmpty(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				dropEmpty(v.Field(i))
			}
		}
	case reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
	case reflect.Slice:
		if v.Len() == 0 {
			v.SetZero()
		}
		for i := range v.Len() {
			dropEmpty(v.Index(i))
		}
	}
}

func TestAPageIsEmptyWhenItSaysNothingNew(t *testing.T) {
	t.Parallel()
	if !(desk.Page{Next: "7", Poll: time.Minute, More: true}).Empty() {
		t.Error("a page with nothing but a cursor is not empty")
	}
	for _, p := range []desk.Page{
		{Tickets: make([]desk.Pulled, 1)}, {Gone: []string{"1"}}, {Articles: make([]desk.Article, 1)},
		{GoneArticles: []string{"1"}}, {Queues: make([]desk.Queue, 1)}, {People: make([]desk.Person, 1)},
	} {
		if p.Empty() {
			t.Errorf("%+v is empty", p)
		}
	}
}

func TestADraftIsEmptyWhenNobodyWouldMissIt(t *testing.T) {
	t.Parallel()
	for _, d := range []desk.Draft{{}, {ID: "ask", Texts: map[string]string{"title": ""}, Updated: time.Unix(1, 0)}} {
		if !d.Empty() {
			t.Errorf("%+v is not empty", d)
		}
	}
	for _, d := range []desk.Draft{
		{Texts: map[string]string{"title": "", "text": "x"}}, {Answers: &desk.Answers{}},
		{Attachments: make([]desk.Attachment, 1)}, {Tried: make([]desk.Tried, 1)},
	} {
		if d.Empty() {
			t.Errorf("%+v is empty", d)
		}
	}
}
