package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relais/internal/desk"
	"relais/internal/restapi"
	"relais/internal/sqlite"
)

func TestAFaultIsAnsweredAndNotedNotShown(t *testing.T) {
	t.Parallel()
	var book bytes.Buffer
	s := &service{Config{Log: slog.New(slog.NewTextHandler(&book, nil))}}
	w := httptest.NewRecorder()
	s.logged(s.recovered(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("the cause") }))).
		ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	var p restapi.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusInternalServerError || p.Code != desk.CodeInternal {
		t.Errorf("%d %s, %v", w.Code, w.Body, err)
	}
	if strings.Contains(w.Body.String(), "cause") || !strings.Contains(book.String(), "the cause") {
		t.Errorf("answered %s, noted %s", w.Body, &book)
	}
}

func TestErrorsOfTheStoreKeepTheirWordsInTheLog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want desk.Code
	}{
		"a full disk":      {errors.Join(errors.New("words"), sqlite.ErrDiskFull), desk.CodeUnavailable},
		"a read-only disk": {errors.Join(errors.New("words"), sqlite.ErrReadOnly), desk.CodeUnavailable},
		"anything else":    {errors.New("words"), desk.CodeInternal},
	} {
		var book bytes.Buffer
		p := problemOf(t.Context(), slog.New(slog.NewTextHandler(&book, nil)), c.err)
		if p.Code != c.want || strings.Contains(p.Detail, "words") || !strings.Contains(book.String(), "words") {
			t.Errorf("%s: %+v, noted %s", name, p, &book)
		}
	}
}

func TestEntityTagsAreReadInAllTheirForms(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{`"12"`: "12", `W/"12"`: "12", "12": "12", "*": "", "": "", ` "12" `: "12"} {
		if got := unquote(tag); got != want {
			t.Errorf("%s: got %q", tag, got)
		}
	}
}
