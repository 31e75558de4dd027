package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"io/fs"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"relais/client"
	"relais/internal/desk"
	"relais/internal/server"
	"relais/internal/sqlite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"relaisctl": func() {
		detach()
		main()
	}})
}

// The scripts run the program as people do: one process for each command, against
// a real helpdesk on the loopback address.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "en_GB.UTF-8")
			e.Setenv("RELAIS_HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("RELAIS_PASSPHRASE", "correct horse battery")
			h := &helpdesk{data: filepath.Join(e.WorkDir, "helpdesk")}
			e.Values[helpdeskKey{}] = h
			e.Defer(h.end)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"ends": ends, "helpdesk": helpdeskCommand, "website": websiteCommand, "arrived": arrived, "field": field, "killed": killed, "file": file, "nowhere": nowhere, "newer": newer, "spoil": spoil, "letters": letters, "reads": reads,
			"picture": picture,
		},
		RequireUniqueNames: true,
	})
}

// helpdesk is one server with a few people; the password of each is "secret-" and
// the login. While it is stopped its port stays taken, so that the server of no
// other script answers there, and connections are cut.
type helpdesk struct {
	data, address string
	server        *server.Server
	http          *http.Server
	up            atomic.Pointer[server.Server]
}

var people = []desk.Person{
	{ID: "amelie", Login: "amelie", Name: "Amélie Durand", Role: desk.RoleRequester, Lang: "fr"},
	{ID: "claire", Login: "claire", Name: "Claire Martin", Role: desk.RoleTechnician, Queues: []string{"level1"}},
	{ID: "nadia", Login: "nadia", Name: "Nadia Roussel", Role: desk.RoleTechnician, Queues: []string{"level2"}},
}

func (h *helpdesk) start(limit int64) (err error) {
	if h.server, err = server.Open(context.Background(), server.Options{Data: h.data, MaxAttachment: limit}); err != nil {
		return err
	}
	defer func() { h.up.Store(h.server) }()
	if h.http != nil {
		return nil
	}
	if err := h.fill(); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	h.address = l.Addr().String()
	h.http = &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
	go func() { _ = h.http.Serve(l) }()
	return nil
}

// ServeHTTP answers, or cuts the connection.
func (h *helpdesk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s := h.up.Load()
	if s == nil {
		panic(http.ErrAbortHandler)
	}
	s.Handler().ServeHTTP(w, r)
}

func (h *helpdesk) fill() error {
	for level := 1; level <= 3; level++ {
		q := desk.Queue{ID: fmt.Sprintf("level%d", level), Name: fmt.Sprintf("Level %d", level), Level: level}
		if err := h.server.AddQueue(context.Background(), q); err != nil {
			return err
		}
	}
	for _, p := range people {
		if _, err := h.server.AddPerson(context.Background(), p, desk.NewSecret("secret-"+p.Login)); err != nil {
			return err
		}
	}
	return nil
}

func (h *helpdesk) stop() {
	if s := h.up.Swap(nil); s != nil {
		_ = s.Close()
	}
}

// end stops it for ever.
func (h *helpdesk) end() {
	h.stop()
	if h.http != nil {
		_ = h.http.Close()
	}
}

// titles reads the titles of all tickets that the server has.
func (h *helpdesk) titles() (titles []string, err error) {
	ctx := context.Background()
	token, _, err := h.server.TokenFor(ctx, "claire", "test")
	if err != nil {
		return nil, err
	}
	b, err := client.Open(client.Account{Kind: "relais", URL: "http://" + h.address, Login: "claire"}, token, client.Options{})
	if err != nil {
		return nil, err
	}
	defer b.Close()
	var page desk.Page
	for page.More = true; page.More; {
		if page, err = b.Pull(ctx, page.Next); err != nil {
			return nil, err
		}
		for _, t := range page.Tickets {
			titles = append(titles, t.Ticket.Title)
		}
	}
	return titles, nil
}

type helpdeskKey struct{}

// helpdesk start [LIMIT] | stop | revoke LOGIN
func helpdeskCommand(ts *testscript.TestScript, _ bool, args []string) {
	h := ts.Value(helpdeskKey{}).(*helpdesk)
	switch args[0] {
	case "start":
		var limit int64
		if len(args) > 1 {
			limit, _ = strconv.ParseInt(args[1], 10, 64)
		}
		ts.Check(h.start(limit))
		ts.Setenv("URL", "http://"+h.address)
	case "stop":
		h.stop()
	case "revoke":
		ts.Check(h.server.RevokeTokens(context.Background(), args[1]))
	}
}

// ends STATUS ARG…: runs the program, which has to end so.
func ends(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("relaisctl", args[1:]...)
	status := 0
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		status = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("ended with %d", status)
	}
}

// website serves a page that is no helpdesk, at $SITE.
func websiteCommand(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	s := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<!doctype html><title>Welcome</title><h1>Sign in to the Wi-Fi</h1>")
	})}
	go func() { _ = s.Serve(l) }()
	ts.Defer(func() { _ = s.Close() })
	ts.Setenv("SITE", "http://"+l.Addr().String())
}

// arrived N TITLE: the server has so many tickets of this title.
func arrived(ts *testscript.TestScript, _ bool, args []string) {
	titles, err := ts.Value(helpdeskKey{}).(*helpdesk).titles()
	ts.Check(err)
	n := 0
	for _, t := range titles {
		if t == args[1] {
			n++
		}
	}
	if strconv.Itoa(n) != args[0] {
		ts.Fatalf("%d tickets of %q in %q", n, args[1], titles)
	}
}

// field VAR NAME: takes a field of the JSON on stdout, of the first element of a
// list.
func field(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], value(ts, ts.ReadFile("stdout"), args[1]))
}

func value(ts *testscript.TestScript, text, name string) string {
	var list []map[string]any
	if json.Unmarshal([]byte(text), &list) != nil {
		list = make([]map[string]any, 1)
		ts.Check(json.Unmarshal([]byte(text), &list[0]))
	}
	if len(list) == 0 || list[0][name] == nil {
		ts.Fatalf("no %s in %s", name, text)
	}
	return fmt.Sprint(list[0][name])
}

// letters VAR KEY [N]: takes the letters that people read out, or the first N.
func letters(ts *testscript.TestScript, _ bool, args []string) {
	short := desk.Key(args[1]).Short()
	if len(args) > 2 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		short = args[1][:n]
	}
	ts.Setenv(args[0], short)
}

// killed VAR ARG…: runs the program and kills it as soon as its answer is there;
// the key goes to VAR.
func killed(ts *testscript.TestScript, _ bool, args []string) {
	bin := filepath.Join(filepath.SplitList(ts.Getenv("PATH"))[0], "relaisctl")
	c := exec.Command(bin, append([]string{"--json"}, args[1:]...)...)
	c.Dir = ts.MkAbs(".")
	c.Env = []string{"RELAIS_HOME=" + ts.Getenv("RELAIS_HOME"), "LANG=" + ts.Getenv("LANG"), "PATH=" + ts.Getenv("PATH")}
	out, err := c.StdoutPipe()
	ts.Check(err)
	ts.Check(c.Start())
	var receipt map[string]any
	err = json.NewDecoder(out).Decode(&receipt)
	ts.Check(errors.Join(c.Process.Kill(), err))
	_ = c.Wait() // it was killed
	ts.Setenv(args[0], fmt.Sprint(receipt["key"]))
}

// file NAME SIZE: makes a file; the name may have Go escapes, "*300" repeats what
// stands before.
func file(ts *testscript.TestScript, _ bool, args []string) {
	name, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	size, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.Repeat("x", size)), 0o600))
	if len(args) > 2 {
		ts.Setenv(args[2], name)
	}
}

// picture NAME WIDTH: makes a picture.
func picture(ts *testscript.TestScript, _ bool, args []string) {
	width, err := strconv.Atoi(args[1])
	ts.Check(err)
	var out bytes.Buffer
	ts.Check(png.Encode(&out, image.NewGray(image.Rect(0, 0, width, 1))))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}

// nowhere TEXT…: no file below home, no message and no answer of the last command
// has the text.
func nowhere(ts *testscript.TestScript, _ bool, args []string) {
	look := func(where, content string) {
		for _, text := range args {
			if strings.Contains(content, text) {
				ts.Fatalf("%s has %q", where, text)
			}
		}
	}
	look("stdout", ts.ReadFile("stdout"))
	look("stderr", ts.ReadFile("stderr"))
	ts.Check(os.MkdirAll(ts.Getenv("RELAIS_HOME"), 0o700)) // nothing may be there yet
	ts.Check(filepath.WalkDir(ts.Getenv("RELAIS_HOME"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		raw, err := os.ReadFile(path)
		look(path, string(raw))
		return err
	}))
}

// newer FILE: says that a database was written by a newer program.
func newer(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ts.MkAbs(args[0]), sqlite.Options{})
	ts.Check(err)
	ts.Check(db.Write(ctx, setNewer))
	ts.Check(db.Close())
}

// reads FILE TEXT…: a text, or a mail, has the texts for whoever opens it.
func reads(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if filepath.Ext(args[0]) == ".eml" {
		m, err := mail.ReadMessage(strings.NewReader(text))
		ts.Check(err)
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		ts.Check(err)
		body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
		ts.Check(err)
		text = subject + "\n" + string(body)
	}
	for _, want := range args[1:] {
		if !utf8.ValidString(text) || !strings.Contains(text, want) {
			ts.Fatalf("%s has no %q: %s", args[0], want, text)
		}
	}
}

// spoil FILE: writes nonsense into a file.
func spoil(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat("nonsense ", 2000)), 0o600))
}
