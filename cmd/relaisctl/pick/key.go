package pick

import (
	"context"
	"strings"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

// Keys is what Key needs of a desk.
type Keys interface {
	Keys(ctx context.Context, letters string) ([]desk.Key, error)
}

// Key finds the key that is meant: a whole one, or the letters that it begins or
// ends with, as on a receipt. It is "" when there is none here; CodeInvalid when
// there are several.
func Key(ctx context.Context, d Keys, given string) (desk.Key, error) {
	given = strings.ToLower(strings.TrimSpace(given))
	if desk.Key(given).Valid() {
		return desk.Key(given), nil
	}
	found, err := d.Keys(ctx, given)
	switch {
	case err != nil || len(found) == 0:
		return "", err
	case len(found) > 1:
		return "", several(given, found)
	}
	return found[0], nil
}

func several(given string, found []desk.Key) error {
	keys := make([]string, len(found))
	for i, k := range found {
		keys[i] = string(k)
	}
	return cli.Fail(desk.CodeInvalid, "ctl.pick.several", "Given", given, "Known", strings.Join(keys, ", "))
}

// Tickets is what Ticket needs of a desk.
type Tickets interface {
	Keys
	Ticket(ctx context.Context, ref string) (desk.View, error)
}

// Ticket finds a ticket by its number or by a key, whole or as Key takes it. ref is
// what names it for everything else. CodeNotFound, CodeInvalid when there are
// several.
func Ticket(ctx context.Context, d Tickets, given string) (ref string, v desk.View, err error) {
	ref = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(given), "#"))
	v, err = d.Ticket(ctx, ref)
	if desk.CodeOf(err) != desk.CodeNotFound {
		return ref, v, err
	}
	key, err := Key(ctx, d, ref)
	if err != nil {
		return ref, v, err
	}
	if key != "" && string(key) != ref {
		ref = string(key)
		if v, err = d.Ticket(ctx, ref); desk.CodeOf(err) != desk.CodeNotFound {
			return ref, v, err
		}
	}
	return ref, v, cli.Fail(desk.CodeNotFound, "ctl.ticket.missing", "Ref", given)
}
