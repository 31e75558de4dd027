package archtest

// A Rule says what a group of packages may import. Names are folders of this module: "ui/..." stands for ui and
// everything below it, "client/*" for the folders right in client, "..." for everything. The first rule that covers
// a package decides. What one "..." pattern of Packages covers is a family, whose members may import each other.
type Rule struct {
	Packages []string
	May      []string // of ours, besides the package itself and its family
	Why      string   // what any other import of ours would break
	Never    []Ban    // arrows with a reason of their own, ours or not
	StdOnly  bool     // nothing but the standard library besides May
}

// A Ban forbids one import; "x/..." covers what is below x as well.
type Ban struct {
	Import string
	Why    string
}

// An Only reserves an import for some packages. Test files are free of it unless Tests is set.
type Only struct {
	Import string
	By     []string
	Why    string
	Tests  bool
}

const fyne = "fyne.io/fyne/v2"

const (
	whyNoSQL      = "the goroutine that draws never waits for a database; state arrives from the view-model"
	whyNoHTTP     = "the goroutine that draws never waits for the network; state arrives from the view-model"
	whyInterfaces = "ui/model declares the interfaces that offline.Desk satisfies, so that screens run on made-up state"
	whyNoClient   = "only the sync engine talks to the helpdesk; everybody else reads what it cached"
	whyNotServer  = "the server is a helpdesk like any other and is reached through client/rest"
)

// Table is the architecture, from the programs at the top to the vocabulary at the bottom.
var Table = []Rule{
	{
		Packages: []string{"cmd/gallery"},
		May:      []string{"ui/...", "internal/text", "assets"},
		Why:      "what the gallery shows is made up, so that any state can be looked at without a home, a helpdesk or a network",
	},
	{
		Packages: []string{"cmd/..."},
		May:      []string{"..."},
	},
	{
		Packages: []string{"internal/bench/...", "internal/journey", "internal/simulation", "internal/torture/..."},
		May:      []string{"..."},
	},
	{
		Packages: []string{"ui/model/..."},
		May:      []string{"internal/desk", "internal/form", "internal/suggest", "internal/text"},
		Why:      "a view-model knows the words, the forms, the suggestions and the texts, and is told everything else",
		Never: []Ban{
			{"offline/...", whyInterfaces},
			{"client/...", whyNoClient},
			{"internal/server/...", whyNotServer},
			{"ui/...", "screens read view-models, never the other way round"},
			{"database/sql", whyNoSQL},
			{"net/http", whyNoHTTP},
		},
	},
	{
		Packages: []string{"ui", "ui/screen/...", "ui/part/...", "ui/theme", "ui/gate", "ui/gallery/..."},
		May:      []string{"ui/...", "internal/desk", "internal/text", "assets"},
		Why:      "a screen draws the state of its view-model and does nothing else",
		Never: []Ban{
			{"offline/...", whyInterfaces},
			{"client/...", whyNoClient},
			{"internal/server/...", whyNotServer},
			{"database/sql", whyNoSQL},
			{"net/http", whyNoHTTP},
		},
	},
	{
		Packages: []string{"internal/agent/..."},
		May:      []string{"internal/desk", "internal/text", "internal/config"},
		Why:      "the agent stays small and asleep: tray, instance socket and notifications only",
		Never: []Ban{
			{"ui/...", "the agent must not pull in the window"},
			{"client/...", whyNoClient},
		},
	},
	{
		Packages: []string{"offline/..."},
		May:      []string{"internal/desk", "internal/sqlite", "internal/suggest"},
		Why:      "the offline desk holds for any helpdesk and any screen",
		Never: []Ban{
			{"client/...", "the engine is given a desk.Backend; it must not know which helpdesk is behind it"},
			{"ui/...", "the offline desk serves the terminal as well as the window"},
			{"internal/server/...", whyNotServer},
		},
	},
	{
		Packages: []string{"client"},
		May:      []string{"internal/desk", "client/..."},
		Why:      "the list of helpdesks knows the helpdesks and nothing else",
		Never: []Ban{
			{"offline/...", "a back end does one thing when asked; keeping and repeating is the engine's work"},
			{"internal/server/...", whyNotServer},
			{"ui/...", "a back end never asks the person"},
		},
	},
	{
		Packages: []string{"client/rest"},
		May:      []string{"internal/desk", "client/transport", "internal/restapi"},
		Why:      "a back end knows the contract, the wire and its own helpdesk",
		Never:    adapterBans,
	},
	{
		Packages: []string{"client/rt", "client/rt/*"},
		May:      []string{"internal/desk", "client/transport", "client/rt/*"},
		Why:      "a back end knows the contract, the wire and its own helpdesk, never another back end",
		Never:    adapterBans,
	},
	{
		Packages: []string{"client/transport", "client/clienttest", "client/memory"},
		May:      []string{"internal/desk"},
		Why:      "what all back ends share must not know any of them",
		Never:    adapterBans,
	},
	{
		Packages: []string{"client/*"},
		May:      []string{"internal/desk", "client/transport"},
		Why:      "a back end knows the contract, the wire and its own helpdesk, never another back end",
		Never:    adapterBans,
	},
	{
		Packages: []string{"internal/server/..."},
		May:      []string{"internal/desk", "internal/restapi", "internal/sqlite"},
		Why:      "the server stands alone; its sample content comes in as an fs.FS",
		Never: []Ban{
			{"client/...", "the server must not share the client's mistakes: only the wire types in internal/restapi"},
			{"offline/...", "the server is the truth, it caches nobody"},
			{"ui/...", "the server has no screen"},
			{"assets/...", "sample content comes in as an fs.FS, so that a company's own can take its place"},
		},
	},
	{
		Packages: []string{"internal/receipt"},
		May:      []string{"internal/desk", "internal/text"},
		Why:      "a receipt is read by people: it knows what was kept and the words for it, wherever it is shown",
	},
	{
		Packages: []string{
			"internal/form/...", "internal/kbfile/...", "internal/suggest/...", "internal/secret", "internal/diag/...", "internal/text",
			"internal/config", "internal/restapi",
		},
		May: []string{"internal/desk"},
		Why: "what several layers share knows the vocabulary only, so that every layer can use it",
	},
	{
		Packages: []string{"internal/sqlite"},
		Why:      "opening a database well has nothing to do with helpdesks",
	},
	{
		Packages: []string{"assets/..."},
		Why:      "assets are data, not code",
		StdOnly:  true,
	},
	{
		Packages: []string{"internal/desk"},
		Why:      "the vocabulary is at the bottom: whatever it imported, everybody would depend on",
		StdOnly:  true,
	},
	{
		Packages: []string{"internal/archtest", "scripts/..."},
		Why:      "what checks the project must not depend on it",
		StdOnly:  true,
	},
}

var adapterBans = []Ban{
	{"offline/...", "a back end does one thing when asked; keeping and repeating is the engine's work"},
	{"ui/...", "a back end never asks the person"},
	{"internal/sqlite", "a back end keeps nothing; the cache is the engine's"},
	{"internal/server/...", whyNotServer},
}

// Reserved lists the imports that belong to few.
var Reserved = []Only{
	{
		Import: fyne + "/app",
		By:     []string{"cmd/relais", "cmd/gallery"},
		Why:    "it needs a C compiler, OpenGL and a display; without it every screen is tested without any of them",
		Tests:  true,
	},
	{
		Import: fyne + "/...",
		By: []string{
			"ui", "ui/screen/...", "ui/part/...", "ui/theme", "ui/gate", "ui/gallery/...",
			"cmd/relais", "cmd/gallery",
			"internal/bench", // types into a real screen
		},
		Why:   "only what draws knows the toolkit",
		Tests: true,
	},
	{
		Import: "fyne.io/systray",
		By:     []string{"cmd/relais/internal/tray"},
		Why:    "there is one tray icon",
	},
	{
		Import: "github.com/go-resty/resty/v2",
		By:     []string{"client/..."},
		Why:    "client/transport is the one set-up with deadlines, redaction and safe redirects",
	},
	{
		Import: "github.com/zalando/go-keyring",
		By:     []string{"internal/secret"},
		Why:    "the keyring has no deadline of its own; internal/secret gives it one and falls back safely",
	},
	{
		Import: "client/clienttest",
		Why:    "the conformance suite is for tests",
	},
}

// Windowless programs must not reach Fyne, not even through somebody else.
var Windowless = []string{"cmd/relaisctl", "cmd/relaisd"}

// ForTests is what test files may import besides their package's row.
var ForTests = []string{"client/memory", "client/clienttest", "internal/server/...", "assets/..."}

// Clocks lists who may read the computer's clock, by package or file; everybody else is given a now. The default of an
// option (if o.Now == nil { o.Now = time.Now }) needs no line here.
var Clocks = map[string]string{
	"cmd/...":              "programs hand the clock to everybody else",
	"internal/bench/...":   "a stopwatch is a clock",
	"internal/journey":     "a journey waits for real programs",
	"internal/torture/...": "a process is killed at a moment of the real clock",
	"scripts/...":          "development only",

	"internal/server/api/around.go": "deadlines of connections are the kernel's, and so is the time an answer took",
	"internal/server/api/blobs.go":  "deadlines of connections are the kernel's",
	"ui/gate/gate.go":               "the default that WithClock replaces",
}

// Meaningless are package names that say nothing and therefore attract everything.
var Meaningless = []string{"util", "utils", "common", "helper", "helpers", "misc", "shared", "types", "base", "lib"}

// Expected lists the packages that must be there and that no other package imports: the compiler does not miss them.
var Expected = []string{
	"cmd/gallery", "cmd/relais", "cmd/relaisctl", "cmd/relaisd", "internal/bench", "internal/bench/cost", "internal/journey", "internal/simulation", "internal/torture", "scripts/testreport",
}
