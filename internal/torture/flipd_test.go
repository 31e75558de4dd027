//go:build linux

package torture_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"relais/internal/restapi"
)

// Bytes of the helpdesk's file are flipped. relaisd refuses it in plain words, or serves what it can, and never falls over.
func TestAHelpdeskWithFlippedBytesServesOrSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	t.Log(recipe())
	h := newHistory(t, rand.New(rand.NewPCG(seed, 5<<32)))
	h.helpdesk.kill()
	seen := map[string]int{}
	for i := range copies() {
		seen[h.helpdesk.flip(t, rand.New(rand.NewPCG(seed, 5<<32|uint64(i))))]++
	}
	t.Logf("what it did: %v", seen)
}

// flip damages a copy, starts it, and asks for everything.
func (h *helpdesk) flip(t *testing.T, random *rand.Rand) string {
	t.Helper()
	data := t.TempDir()
	must(t, os.CopyFS(data, os.DirFS(h.data)))
	files, err := filepath.Glob(filepath.Join(data, "*.db"))
	must(t, err)
	raw, err := os.ReadFile(files[0])
	must(t, err)
	for range 1 + random.IntN(50) {
		raw[random.IntN(len(raw))] ^= byte(1 + random.IntN(255))
	}
	must(t, os.WriteFile(files[0], raw, 0o600))
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	c := exec.CommandContext(ctx, filepath.Join(programs, "relaisd"), "serve", "--listen", "127.0.0.1:0", "--data", data)
	var log bytes.Buffer
	c.Stderr = &log
	out, err := c.StdoutPipe()
	must(t, err)
	must(t, c.Start())
	line, _ := bufio.NewReader(out).ReadString('\n') // none when it refused
	did := "refused"
	if _, address, ok := strings.Cut(strings.TrimSpace(line), "http://"); ok {
		did = h.ask(t, ctx, address)
		_ = c.Process.Kill()
	}
	_ = c.Wait()
	if said := log.String(); strings.Contains(said, "goroutine") || did == "refused" && !strings.Contains(said, data) {
		t.Errorf("it %s, and wrote:\n%s", did, said)
	}
	return did
}

// ask reads all tickets with their conversations. What can't be read has a code.
func (h *helpdesk) ask(t *testing.T, ctx context.Context, address string) (did string) {
	t.Helper()
	did = "served everything"
	paths := []string{restapi.PathTickets}
	for i := 0; i < len(paths); i++ {
		status, body := h.answer(t, ctx, address, paths[i])
		var page restapi.TicketList
		if status != http.StatusOK {
			did = "served a part"
		}
		if err := json.Unmarshal(body, &page); err != nil {
			t.Errorf("%s is answered with %d and %q", paths[i], status, body)
		}
		for _, one := range page.Tickets {
			paths = append(paths, strings.Replace(restapi.PathTicket, "{id}", one.ID, 1))
		}
	}
	return did
}

func (h *helpdesk) answer(t *testing.T, ctx context.Context, address, path string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+restapi.Base+path, nil)
	must(t, err)
	request.Header.Set("Authorization", "Bearer "+h.token)
	reply, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return http.StatusOK, []byte("{}")
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	must(t, err)
	return reply.StatusCode, body
}
