package diag

// severities lists all findings there are.
var severities = map[string]Severity{
	"slow": Trouble,

	"home.ok":           Fine,
	"home.read-only":    Trouble,
	"home.disk-full":    Trouble,
	"home.disk-failing": Trouble,
	"home.failed":       Trouble,

	"room.ok":      Fine,
	"room.low":     Note,
	"room.none":    Trouble,
	"room.unknown": Note,

	"settings.ok":      Fine,
	"settings.damaged": Note,
	"settings.invalid": Note,
	"settings.failed":  Trouble,

	"outbox.ok":           Fine,
	"outbox.damaged":      Trouble,
	"outbox.newer":        Trouble,
	"outbox.disk-full":    Trouble,
	"outbox.disk-failing": Trouble,
	"outbox.read-only":    Trouble,
	"outbox.failed":       Trouble,

	"cache.ok":           Fine,
	"cache.damaged":      Note, // it is fetched again
	"cache.newer":        Trouble,
	"cache.disk-full":    Trouble,
	"cache.disk-failing": Trouble,
	"cache.read-only":    Trouble,
	"cache.failed":       Trouble,

	"keyring.ok":          Fine,
	"keyring.sealed":      Fine,
	"keyring.unavailable": Note, // a passphrase takes its place
	"keyring.failed":      Note,

	"helpdesk.ok":           Fine,
	"helpdesk.none":         Note,
	"helpdesk.unreachable":  Trouble,
	"helpdesk.interrupted":  Trouble,
	"helpdesk.unauthorized": Trouble,
	"helpdesk.sealed":       Trouble,
	"helpdesk.untrusted":    Trouble,
	"helpdesk.wrong-server": Trouble,
	"helpdesk.throttled":    Note,
	"helpdesk.unavailable":  Trouble,
	"helpdesk.failed":       Trouble,
	"helpdesk.weaker":       Note,

	"clock.ok":    Fine,
	"clock.wrong": Trouble,

	"work.none":      Fine,
	"work.waiting":   Note,
	"work.attention": Trouble,
	"work.unadopted": Note,
	"work.failed":    Trouble,
	"work.fresh":     Fine,
	"work.old":       Note,
	"work.never":     Note,

	"tray.ok":      Fine,
	"tray.none":    Note,
	"tray.unknown": Note,
}
