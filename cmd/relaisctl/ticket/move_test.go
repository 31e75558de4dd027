package ticket

import (
	"errors"
	"testing"

	"relais/cmd/relaisctl/cli"
	"relais/internal/desk"
)

func TestWhereOnlyTheHelpdeskClosesItIsSaidWhatThatMeans(t *testing.T) {
	t.Parallel()
	for status, want := range map[desk.Status]string{desk.StatusResolved: "ctl.ticket.solved", desk.StatusOpen: "ctl.ticket.unfit"} {
		var p *cli.Problem
		if err := unclosed(desk.Ticket{Status: status}, "7"); !errors.As(err, &p) || p.Key != want || p.Code != desk.CodeUnsupported {
			t.Errorf("%s: %v", status, err)
		}
	}
}
