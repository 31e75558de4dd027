package config

import (
	"errors"
	"path/filepath"
	"runtime"

	"relais/internal/desk"
)

// Home finds the folder that holds everything of one person: what --home says,
// else RELAIS_HOME, else the place of the system for what programs keep. The
// path is absolute; the folder may not be there yet.
func Home(flag string, env func(string) string) (string, error) {
	for _, path := range []string{flag, env("RELAIS_HOME")} {
		if path == "" {
			continue
		}
		absolute, err := filepath.Abs(path)
		if err != nil {
			return "", &desk.Error{Code: desk.CodeInternal, Op: "find the home folder", Err: err}
		}
		return absolute, nil
	}
	path := usual(runtime.GOOS, env)
	if path == "" {
		return "", &desk.Error{Code: desk.CodeReadOnly, Op: "find the home folder",
			Err: errors.New("the system names none: say --home DIR or set RELAIS_HOME")}
	}
	return path, nil
}

// usual is the place of the system; "" where the environment does not tell it.
func usual(system string, env func(string) string) string {
	join := func(variable string, below ...string) string {
		root := env(variable)
		if !filepath.IsAbs(root) {
			return ""
		}
		return filepath.Join(append([]string{root}, below...)...)
	}
	switch system {
	case "windows":
		return join("LOCALAPPDATA", "Relais")
	case "darwin":
		return join("HOME", "Library", "Application Support", "Relais")
	}
	if path := join("XDG_STATE_HOME", "relais"); path != "" {
		return path
	}
	return join("HOME", ".local", "state", "relais")
}

// policyPath is where administrators put the policy file.
func policyPath(system string, env func(string) string) string {
	switch system {
	case "windows":
		return filepath.Join(env("ProgramData"), "Relais", "policy.toml")
	case "darwin":
		return "/Library/Application Support/Relais/policy.toml"
	}
	return "/etc/relais/policy.toml"
}
