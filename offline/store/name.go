package store

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestName is what every file system takes, in bytes.
const longestName = 120

// CleanName makes a file name that is safe to show and to write: without
// folders, control and direction marks, or characters that some system reserves;
// not longer than any system takes, with its extension.
func CleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.TrimRight(strings.TrimLeft(name, " ."), " .")
	if name == "" {
		return "file"
	}
	ext := filepath.Ext(name)
	if len(ext) > 20 {
		ext = ""
	}
	stem := strings.TrimSuffix(name, ext)
	for len(stem)+len(ext) > longestName {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return strings.TrimSpace(stem) + ext
}
