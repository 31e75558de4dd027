package client

import (
	"regexp"
	"strings"

	"relais/client/transport"
)

// inside is what people copy along with the address of a helpdesk: the path of
// its interface, or that of a page they were looking at.
var inside = regexp.MustCompile(`(?i)^(.*?[^/:])/+(?:REST/[12]\.0(?:/.*)?|(?:SelfService|NoAuth)(?:/.*)?|` +
	`(?:(?:Admin|Articles|Asset|Dashboards|Search|Ticket|Tools|User)/(?:.*/)?)?[^/]+\.html)/*$`)

// CleanURL is the address of a helpdesk as an account keeps it, made from what a
// person typed: without what leads into it, such as /REST/2.0 or a page of a
// ticket, and with the path before that. CodeInvalid.
func CleanURL(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	end := strings.IndexAny(typed, "?#")
	if end < 0 {
		end = len(typed)
	}
	if found := inside.FindStringSubmatch(typed[:end]); found != nil {
		typed = found[1]
	}
	u, err := transport.BaseURL(typed)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// Private tells whether what is sent to an address can't be read on the way: it
// begins with https:// or is on this computer. Others are refused, see
// Options.PlainHTTP.
func Private(address string) bool {
	clean, err := CleanURL(address)
	if err != nil {
		return false
	}
	u, err := transport.BaseURL(clean)
	return err == nil && transport.Private(u)
}
