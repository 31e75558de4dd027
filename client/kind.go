package client

import (
	"context"

	"relais/client/rest"
	"relais/client/rt"
	"relais/client/transport"
)

// KindAt tells which kind of helpdesk to try at an address: that of one which
// Recognise knows by its first page, else Relais's own. It tells nobody who asks.
func KindAt(ctx context.Context, url string, o Options) string {
	if Recognise(ctx, url, o) == "Request Tracker" {
		return rt.Kind
	}
	return rest.Kind
}

// Private tells whether what is sent to an address can't be read on the way: it
// begins with https:// or is on this computer. Others are refused, see
// Options.PlainHTTP.
func Private(address string) bool {
	u, err := transport.BaseURL(address)
	return err == nil && transport.Private(u)
}
