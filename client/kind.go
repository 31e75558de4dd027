package client

import (
	"context"

	"relais/client/rest"
	"relais/client/rt"
)

// KindAt tells which kind of helpdesk to try at an address: that of one which
// Recognise knows by its first page, else Relais's own. The address may be as a person
// typed it. It tells nobody who asks.
func KindAt(ctx context.Context, url string, o Options) string {
	if clean, err := CleanURL(url); err == nil {
		url = clean
	}
	if Recognise(ctx, url, o) == "Request Tracker" {
		return rt.Kind
	}
	return rest.Kind
}
