package config_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"relais/internal/config"
)

func TestHomeIsWhatIsSaidElseThePlaceOfTheSystem(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, flag string
		env        map[string]string
		want       string
	}{
		{"the flag", "/tmp/a", map[string]string{"RELAIS_HOME": "/tmp/b"}, "/tmp/a"},
		{"a flag from here", "a", nil, filepath.Join(here, "a")},
		{"the variable", "", map[string]string{"RELAIS_HOME": "/tmp/b", "XDG_STATE_HOME": "/state"}, "/tmp/b"},
		{"a variable from here", "", map[string]string{"RELAIS_HOME": "b/../c"}, filepath.Join(here, "c")},
		{"the state folder", "", map[string]string{"XDG_STATE_HOME": "/state", "HOME": "/home/zoe"}, "/state/relais"},
		{"a state folder that is not absolute", "", map[string]string{"XDG_STATE_HOME": "state", "HOME": "/home/zoe"}, "/home/zoe/.local/state/relais"},
		{"the usual state folder", "", map[string]string{"HOME": "/home/zoe"}, "/home/zoe/.local/state/relais"},
		{"nothing known", "", nil, ""},
	} {
		got, err := config.Home(c.flag, func(name string) string { return c.env[name] })
		if runtime.GOOS == "linux" && (got != c.want || (err != nil) != (c.want == "")) {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}
