package ui_test

import (
	"io/fs"
	"testing"

	"relais/assets"
	"relais/internal/desk"
	"relais/internal/text"
	"relais/ui/model/shell"
)

func TestEveryNoticeHasItsWords(t *testing.T) {
	t.Parallel()
	sub, err := fs.Sub(assets.I18n, "i18n")
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := text.Load(sub)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range text.Languages() {
		words := catalogue.In(lang)
		for _, id := range shell.NoticeIDs() {
			if desk.Code(id).Storage() {
				continue // these speak with the words of the problem itself
			}
			if !words.Has("notice." + id) {
				t.Errorf("%s: notice %s has no words", lang, id)
			}
		}
	}
}
