package server_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"relais/internal/restapi"
)

func TestTheDescriptionHasEveryPath(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answer, text := (&client{b: b}).do(http.MethodGet, restapi.PathOpenAPI, nil, nil)
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
	}
	b.must(json.Unmarshal(text, &doc))
	if answer.Header.Get("Content-Type") != "application/openapi+json" || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Errorf("%s, version %s", answer.Header.Get("Content-Type"), doc.OpenAPI)
	}
	for path, methods := range map[string]string{
		restapi.PathService: "get", restapi.PathTokens: "post", restapi.PathThisToken: "delete", restapi.PathWelcome: "get",
		restapi.PathChanges: "get", restapi.PathTickets: "get post", restapi.PathTicket: "get patch", restapi.PathOperation: "get",
		restapi.PathBlob: "put head", restapi.PathAttachment: "get", restapi.PathWatcher: "put delete", restapi.PathQueues: "get",
		restapi.PathQueue: "put", restapi.PathPeople: "get post", restapi.PathPerson: "put", restapi.PathArticles: "get post",
		restapi.PathArticle: "get put", restapi.PathOutcomes: "post",
	} {
		for m := range strings.FieldsSeq(methods) {
			if doc.Paths[restapi.Base+path][m] == nil {
				t.Errorf("%s %s is not described", m, path)
			}
		}
	}
}

func TestThePageOfTheAPILoadsNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answer, text := (&client{b: b}).do(http.MethodGet, restapi.PathDocs, nil, nil)
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		t.Fatalf("%d %s", answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	if found := regexp.MustCompile(`(?i)(src=|<script|<link|https?://|url\()[^ ]*`).FindAllString(string(text), -1); len(found) > 0 {
		t.Errorf("it loads %q", found)
	}
	for _, want := range []string{"/api/v1/tickets/{id}", "Idempotency-Key", `id="Problem"`, "NewTicket"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is missing", want)
		}
	}
}
