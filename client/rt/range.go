package rt

import (
	"relais/client/rt/wire"
	"relais/internal/desk"
)

// Range is what a Request Tracker can do at least, for a requester where nothing
// was prepared, and at most, for a technician where nothing is missing.
func Range() (least, most desk.Capabilities) {
	bare, full := &Backend{}, &Backend{site: &site{
		me: desk.Person{Role: desk.RoleTechnician}, notes: true, change: true,
		class: wire.Class{ID: "1", Links: []wire.Link{{Ref: "create"}}}, content: "Content",
	}}
	return bare.Capabilities(), full.Capabilities()
}
