package form_test

import (
	"io/fs"
	"reflect"
	"testing"

	"relais/assets"
	"relais/internal/form"
)

func TestAQuestionSaysWhenItIsAsked(t *testing.T) {
	t.Parallel()
	files, err := fs.Sub(assets.Forms, "forms")
	if err != nil {
		t.Fatal(err)
	}
	set, err := form.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	mail, _ := set.Form("mail")
	if got := mail.Questions[0].Conditions(); got != nil {
		t.Errorf("the first question: %v", got)
	}
	if got, want := mail.Questions[1].Conditions(), []form.Condition{{Question: "what", Options: []string{"odd"}}}; !reflect.DeepEqual(got, want) {
		t.Errorf("the second question: %v", got)
	}
}
