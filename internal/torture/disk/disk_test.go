package disk_test

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relais/internal/torture/disk"
	"relais/internal/torture/trace"
)

// written is a folder in which a file was replaced: one made beside it, moved over it.
func written(t *testing.T, synced ...string) (*disk.Disk, string) {
	t.Helper()
	root := t.TempDir()
	must(t, os.WriteFile(filepath.Join(root, "file"), []byte("old"), 0o600))
	d, err := disk.Open(root)
	must(t, err)
	for _, c := range []trace.Call{
		{Op: trace.Create, Path: "part"}, {Op: trace.Write, Path: "part", Data: []byte(strings.Repeat("n", 10_000))}, {Op: trace.Sync, Path: "part"},
		{Op: trace.Rename, Path: "part", To: "file"}, {Op: trace.Sync, Path: "."},
		{Op: trace.MakeFolder, Path: "sub"}, {Op: trace.Create, Path: "sub/one"}, {Op: trace.Write, Path: "sub/one", Data: []byte("1")},
	} {
		if c.Op == trace.Sync && !strings.Contains(strings.Join(synced, " "), c.Path) {
			continue
		}
		c.Path, c.To = filepath.Join(root, c.Path), filepath.Join(root, c.To)
		must(t, d.Do(c))
	}
	return d, root
}

func TestWhatIsLeftDependsOnWhatWasSynced(t *testing.T) {
	t.Parallel()
	whole := strings.Repeat("n", 10_000)
	for _, c := range []struct {
		name   string
		synced []string
		loss   disk.Loss
		want   map[string]string
	}{
		{"all is lost", nil, disk.Everything, map[string]string{"file": "old"}},
		{"nothing is lost", nil, disk.Nothing, map[string]string{"file": whole, "sub/one": "1"}},
		{"names are there, contents are not", nil, disk.Contents, map[string]string{"file": "", "sub/one": ""}},
		{"a content that was synced", []string{"part"}, disk.Contents, map[string]string{"file": whole, "sub/one": ""}},
		{"a name that was not", []string{"part"}, disk.Everything, map[string]string{"file": "old"}},
		{"both", []string{"part", "."}, disk.Everything, map[string]string{"file": whole}},
	} {
		d, root := written(t, c.synced...)
		must(t, d.Crash(c.loss, rand.New(rand.NewPCG(1, 1))))
		if got := content(t, root); !maps.Equal(got, c.want) {
			t.Errorf("%s: there is %v", c.name, got)
		}
	}
}

func TestARenameHappensOrNotAndASyncedContentIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(100) {
		d, root := written(t, "part")
		must(t, d.Crash(disk.Any, rand.New(rand.NewPCG(seed, 0))))
		switch got := content(t, root)["file"]; {
		case got == "old":
			seen["old"] = true
		case got == strings.Repeat("n", 10_000):
			seen["new"] = true
		default:
			t.Errorf("seed %d: %q", seed, got)
		}
	}
	if len(seen) != 2 {
		t.Errorf("only ever %v", seen)
	}
}

func TestAWriteThatWasNotSyncedMayBeTorn(t *testing.T) {
	t.Parallel()
	sizes, parts := map[int]bool{}, 0
	for seed := range uint64(100) {
		d, root := written(t, ".")
		must(t, d.Crash(disk.Any, rand.New(rand.NewPCG(seed, 0))))
		got := content(t, root)["file"]
		sizes[len(got)] = true
		if n := strings.Count(got, "n"); n > 0 && n < len(got) {
			parts++
		}
	}
	if len(sizes) < 5 || parts == 0 {
		t.Errorf("%d sizes, %d with holes", len(sizes), parts)
	}
}

func TestTheSameSeedLeavesTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		var both [2]map[string]string
		for i := range both {
			d, root := written(t)
			must(t, d.Crash(disk.Any, rand.New(rand.NewPCG(seed, 0))))
			both[i] = content(t, root)
		}
		if !maps.Equal(both[0], both[1]) {
			t.Errorf("seed %d: %v, then %v", seed, both[0], both[1])
		}
	}
}

func content(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(root), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(filepath.Join(root, path))
		files[path] = string(raw)
		return err
	}))
	return files
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
