package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"relais/internal/restapi"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// session is the program with one data folder.
type session struct {
	t    *testing.T
	data string
	env  map[string]string
}

func newSession(t *testing.T) *session {
	t.Helper()
	return &session{t: t, data: filepath.Join(t.TempDir(), "data"), env: map[string]string{}}
}

// run runs the program to its end.
func (s *session) run(in string, args ...string) (code int, out, errs string) {
	s.t.Helper()
	var o, e bytes.Buffer
	w := world{args: args, env: func(k string) string { return s.env[k] }, in: strings.NewReader(in), out: &o, err: &e}
	if s.data != "" {
		w.args = append([]string{"--data", s.data}, args...)
	}
	code = run(s.t.Context(), w)
	return code, o.String(), e.String()
}

// ok runs the program where it has to succeed.
func (s *session) ok(in string, args ...string) string {
	s.t.Helper()
	code, out, errs := s.run(in, args...)
	if code != exitOK {
		s.t.Fatalf("%v: ended with %d: %s", args, code, errs)
	}
	return out
}

// serve starts the program and waits for its address.
func (s *session) serve(args ...string) string {
	s.t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	var errs bytes.Buffer
	go func() {
		w := world{args: append([]string{"--data", s.data, "serve", "--listen", "127.0.0.1:0"}, args...), env: func(string) string { return "" }, in: strings.NewReader(""), out: writer, err: &errs}
		ended <- run(ctx, w)
		_ = writer.Close()
	}()
	line := make([]byte, 200)
	n, err := reader.Read(line)
	s.t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitOK {
			s.t.Errorf("serve ended with %d: %s", code, &errs)
		}
	})
	address, ok := strings.CutPrefix(strings.TrimSpace(string(line[:n])), "listening on ")
	if err != nil || !ok {
		s.t.Fatalf("serve said %q, %v", line[:n], err)
	}
	return address
}

func get(t *testing.T, c *http.Client, url, token string, into any) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if err := json.NewDecoder(answer.Body).Decode(into); err != nil {
		t.Fatal(err)
	}
	c.CloseIdleConnections()
	return answer.StatusCode
}

func TestASampleHelpdeskIsSeededServedAndBackedUp(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.ok("", "seed", "demo")
	token := strings.TrimSpace(s.ok("", "token", "create", "claire"))
	address := s.serve()
	var list restapi.TicketList
	if code := get(t, &http.Client{}, address+restapi.Base+restapi.PathTickets, token, &list); code != http.StatusOK || len(list.Tickets) < 50 {
		t.Errorf("%d, %d tickets", code, len(list.Tickets))
	}
	file := filepath.Join(t.TempDir(), "backup.db")
	s.ok("", "backup", file) // while it serves
	restored := newSession(t)
	if err := os.MkdirAll(restored.data, 0o700); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(restored.data, "relaisd.db"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	var again restapi.TicketList
	get(t, &http.Client{}, restored.serve()+restapi.Base+restapi.PathTickets, token, &again)
	if len(again.Tickets) != len(list.Tickets) {
		t.Errorf("%d tickets after a restore", len(again.Tickets))
	}
	s.ok("", "token", "revoke", "claire")
	var p restapi.Problem
	if code := get(t, &http.Client{}, address+restapi.Base+restapi.PathTickets, token, &p); code != http.StatusUnauthorized {
		t.Errorf("after revoking: %d", code)
	}
}

func TestANewHelpdeskHasSomewhereToPutTickets(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.ok("correct horse\n", "user", "add", "bob", "--role", "requester", "--password-stdin")
	token := strings.TrimSpace(s.ok("", "token", "create", "BOB"))
	var queues []struct{ ID string }
	get(t, &http.Client{}, s.serve()+restapi.Base+restapi.PathQueues, token, &queues)
	if len(queues) != 3 {
		t.Errorf("got %v", queues)
	}
}

func TestOthersReachItWithACertificateOnly(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	for _, listen := range []string{":8440", "0.0.0.0:8440", "[::]:8440", "192.0.2.1:8440"} {
		if code, out, errs := s.run("", "serve", "--listen", listen); code != exitFailure || out != "" || !strings.Contains(errs, "--tls-cert") {
			t.Errorf("%s: ended with %d: %s%s", listen, code, out, errs)
		}
	}
	if _, err := os.Stat(s.data); err == nil {
		t.Error("something was made")
	}
	cert, key, pool := certificate(t)
	s.ok("correct horse", "user", "add", "bob", "--role", "requester", "--password-stdin")
	token := strings.TrimSpace(s.ok("", "token", "create", "bob"))
	address := s.serve("--tls-cert", cert, "--tls-key", key)
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	var w restapi.Welcome
	if code := get(t, c, address+restapi.Base+restapi.PathWelcome, token, &w); code != http.StatusOK || !strings.HasPrefix(address, "https://") {
		t.Errorf("%s: %d", address, code)
	}
	if code, _, errs := s.run("", "serve", "--tls-cert", key, "--tls-key", cert); code != exitFailure || !strings.Contains(errs, "certificate") {
		t.Errorf("a wrong certificate: ended with %d: %s", code, errs)
	}
}

// certificate makes one for 127.0.0.1.
func certificate(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	certFile, keyFile = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	for name, text := range map[string][]byte{certFile: certPEM, keyFile: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(certPEM)
	return certFile, keyFile, pool
}

func TestWhatGoesWrongIsToldInASentence(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.ok("correct horse", "user", "add", "bob", "--role", "requester", "--password-stdin")
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in   string
		args []string
		code int
		said string
	}{
		"a login twice":       {"correct horse", []string{"user", "add", "BOB", "--role", "admin", "--password-stdin"}, exitFailure, "taken"},
		"a short password":    {"short", []string{"user", "add", "eve", "--role", "admin", "--password-stdin"}, exitFailure, "at least 8"},
		"no password":         {"", []string{"user", "add", "eve", "--role", "admin", "--password-stdin"}, exitFailure, "No password came"},
		"an unknown role":     {"", []string{"user", "add", "eve", "--role", "king"}, exitUsage, "unknown role"},
		"no role":             {"", []string{"user", "add", "eve"}, exitUsage, "role"},
		"an unknown person":   {"", []string{"token", "create", "eve"}, exitFailure, "nobody of that name"},
		"an unknown command":  {"", []string{"sing"}, exitUsage, "sing"},
		"half a command":      {"", []string{"seed"}, exitUsage, "which seed"},
		"an address in use":   {"", []string{"serve", "--listen", taken.Addr().String()}, exitFailure, "in use"},
		"no address":          {"", []string{"serve", "--listen", "here"}, exitFailure, "no address"},
		"half a certificate":  {"", []string{"serve", "--tls-cert", "x"}, exitUsage, "tls-key"},
		"a rate of nothing":   {"", []string{"serve", "--rate", "0"}, exitFailure, "rate"},
		"an endless question": {"", []string{"serve", "--poll", "1ms"}, exitFailure, "too often"},
		"a file that exists":  {"", []string{"backup", file}, exitFailure, "exists already"},
		"a file as folder":    {"", []string{"--data", file, "token", "create", "bob"}, exitFailure, "not a folder"},
		"a backup nowhere":    {"", []string{"backup", filepath.Join(s.data, "no", "x")}, exitFailure, "no such folder"},
		"a file for a backup": {"", []string{"backup", filepath.Join(file, "x")}, exitFailure, "Nothing was changed"},
	} {
		code, out, errs := s.run(c.in, c.args...)
		if code != c.code || !strings.Contains(errs, c.said) || strings.Contains(errs, "goroutine") || out != "" {
			t.Errorf("%s: ended with %d: %s%s", name, code, out, errs)
		}
	}
}

func TestTheDataIsWhereTheWorldSays(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, c := range []struct{ variable, want string }{
		{"RELAISD_DATA", ""}, {"RELAIS_HOME", "relaisd"}, {"XDG_STATE_HOME", "relaisd"},
	} {
		s := &session{t: t, env: map[string]string{c.variable: filepath.Join(folder, c.variable)}}
		s.ok("", "queue", "set", "level1", "--name", "Niveau 1")
		if _, err := os.Stat(filepath.Join(folder, c.variable, c.want, "relaisd.db")); err != nil {
			t.Errorf("%s: %v", c.variable, err)
		}
	}
}

func TestHelpAndVersionAreThere(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	if out := s.ok("", "--version"); out != "relaisd dev\n" {
		t.Errorf("got %q", out)
	}
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"user", "add", "--help"}, {}} {
		if out := s.ok("", args...); !strings.Contains(out, "Use: relaisd") {
			t.Errorf("%v: got %q", args, out)
		}
	}
}

// explained reads the help of a command and of all below it.
func explained(s *session, path ...string) {
	s.t.Helper()
	out := s.ok("", append(path, "--help")...)
	if strings.Contains(out, "relaisd.") && !strings.Contains(out, "relaisd.db") || strings.Contains(out, "help.") {
		s.t.Errorf("%v lacks words in %s:\n%s", path, s.env["LANG"], out)
	}
	for _, head := range []string{"Commands:\n", "Commandes\u00a0:\n"} {
		_, list, _ := strings.Cut(out, head)
		for line := range strings.Lines(list) {
			name, ok := strings.CutPrefix(line, "  ")
			if !ok {
				break
			}
			name, _, _ = strings.Cut(name, ":")
			explained(s, append(path[:len(path):len(path)], strings.Trim(name, " \u00a0"))...)
		}
	}
}

func TestEveryCommandIsExplainedInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en_GB.UTF-8", "fr_FR.UTF-8"} {
		s := newSession(t)
		s.env["LANG"] = lang
		explained(s)
	}
}

func TestFailuresAreToldInFrench(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.env["LANG"] = "fr_FR.UTF-8"
	for said, args := range map[string][]string{
		"La ligne de commande n’est pas comprise": {"sing"},
		"Personne ne porte ce nom":                {"token", "create", "eve"},
		"Il n’y a pas de rôle":                    {"user", "add", "eve", "--role", "king"},
		"n’est pas une adresse où écouter":        {"serve", "--listen", "here"},
	} {
		if _, out, errs := s.run("", args...); !strings.Contains(errs, said) || out != "" {
			t.Errorf("%v: %s%s", args, out, errs)
		}
	}
}

func TestAnAddressInUseLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	if code, _, errs := s.run("", "serve", "--listen", taken.Addr().String()); code != exitFailure || !strings.Contains(errs, "Nothing was changed") {
		t.Errorf("ended with %d: %s", code, errs)
	}
	if _, err := os.Stat(s.data); err == nil {
		t.Error("something was made")
	}
}

func TestTheSampleHelpdeskIsStartedWithItsData(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.data += " of mine"
	if out := s.ok("", "seed", "demo"); !strings.HasSuffix(out, "relaisd serve --data '"+s.data+"'\n") {
		t.Errorf("said %q", out)
	}
}
