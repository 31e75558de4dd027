//go:build windows || darwin

package text

import "github.com/jeandeaual/go-locale"

// system is what the computer says about the language where the environment
// says nothing.
func system() string {
	lang, err := locale.GetLanguage()
	if err != nil {
		return ""
	}
	return lang
}
