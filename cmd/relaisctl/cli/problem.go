package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"relais/internal/desk"
	"relais/internal/secret"
	"relais/internal/text"
	"relais/offline"
)

// Problem is a failure with a sentence of its own: what happened, what was kept,
// what to do.
type Problem struct {
	Code  desk.Code
	Key   string // of the sentence
	Args  []any
	Cause error
}

// Error is for logs; people read the sentence.
func (e *Problem) Error() string {
	if e.Cause != nil {
		return e.Key + ": " + e.Cause.Error()
	}
	return e.Key
}

// Unwrap gives the cause.
func (e *Problem) Unwrap() error { return e.Cause }

// Fail makes a problem.
func Fail(code desk.Code, key string, args ...any) error {
	return &Problem{Code: code, Key: key, Args: args}
}

// codeUsage is the code of what can't be understood on the command line.
const codeUsage desk.Code = "usage"

// Usage makes a problem of what was typed; nothing was done.
func Usage(key string, args ...any) error { return Fail(codeUsage, key, args...) }

// none takes no argument.
var none = Between(0, 0)

// Between takes from least to most arguments.
func Between(least, most int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		help := c.CommandPath() + " --help"
		switch {
		case len(args) < least:
			return Usage("ctl.usage.few", "Use", use(c), "Help", help)
		case len(args) <= most:
			return nil
		case c.HasSubCommands():
			return Usage("ctl.usage.command", "Given", args[0], "Help", help)
		}
		return Usage("ctl.usage.extra", "Given", args[most], "Help", help)
	}
}

// Need asks for flags that have to be given.
func Need(c *cobra.Command, names ...string) error {
	for _, name := range names {
		if f := c.Flags().Lookup(name); f == nil || strings.TrimSpace(f.Value.String()) == "" || f.Value.String() == "[]" {
			return Usage("ctl.usage.need", "Flag", "--"+name, "Help", c.CommandPath()+" --help")
		}
	}
	return nil
}

// flagProblem says what is wrong with a flag.
func flagProblem(c *cobra.Command, err error) error {
	if errors.Is(err, pflag.ErrHelp) {
		return err
	}
	help := c.CommandPath() + " --help"
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return Usage("ctl.usage.flag", "Given", dashed(unknown.GetSpecifiedName()), "Help", help)
	case errors.As(err, &empty):
		return Usage("ctl.usage.empty", "Given", dashed(empty.GetSpecifiedName()), "Help", help)
	case errors.As(err, &bad):
		return Usage("ctl.usage.value", "Flag", "--"+bad.GetFlag().Name, "Given", bad.GetValue(), "Help", help)
	}
	return Usage("ctl.usage.other", "Cause", err.Error(), "Help", help)
}

// dashed is a flag as people type it.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// fail tells what went wrong, and how the program ends.
func (p *Program) fail(err error) int {
	code, sentence := p.explain(err)
	exit := ExitFailure
	if code == codeUsage {
		exit = ExitUsage
	}
	if !p.JSON {
		fmt.Fprintln(p.Err, "relaisctl: "+Plain(sentence))
		return exit
	}
	type body struct {
		Code    desk.Code `json:"code"`
		Message string    `json:"message"`
	}
	encoder := json.NewEncoder(p.Err)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(map[string]body{"error": {code, Plain(sentence)}}) // nobody is left to tell
	return exit
}

// secrets are the causes in internal/secret that have a sentence of their own.
var secrets = []struct {
	cause error
	key   string
}{
	{secret.ErrNoPassphrase, "ctl.secret.no-passphrase"},
	{secret.ErrNoneChosen, "ctl.secret.none-chosen"},
	{secret.ErrWrongPassphrase, "ctl.secret.wrong-passphrase"},
	{secret.ErrNoKeyring, "ctl.secret.no-keyring"},
	{offline.ErrHeld, "ctl.sync.held"},
}

// explain finds the code of an error and its sentence.
func (p *Program) explain(err error) (desk.Code, string) {
	w, unread := p.words(p.Language(), problems)
	if unread != nil {
		return desk.CodeDamaged, damaged(unread)
	}
	var own *Problem
	if errors.As(err, &own) {
		return own.Code, withCause(w.T(own.Key, own.Args...), own.Cause)
	}
	code := desk.CodeOf(err)
	for _, s := range secrets {
		if errors.Is(err, s.cause) {
			return code, withCause(w.T(s.key), err)
		}
	}
	return code, withCause(general(w, code, p.folder()), err)
}

// general is the sentence of a code: one for terminals where there is one.
func general(w *text.Words, code desk.Code, home string) string {
	if key := "ctl.error." + string(code); w.Has(key) {
		return w.T(key, "Home", home)
	}
	what, kept, next := w.Problem(code)
	return what + " " + kept + " " + next
}

func (p *Program) folder() string {
	if p.session == nil {
		return p.home
	}
	return p.session.Home()
}

func withCause(sentence string, cause error) string {
	if cause == nil {
		return sentence
	}
	return sentence + " (" + strings.ReplaceAll(cause.Error(), "\n", "; ") + ")"
}

// damaged is the one sentence that is in no file of words, because those can't be
// read.
func damaged(err error) string {
	return withCause("a file with the words of this program is damaged. What you wrote is kept. Install Relais again.", err)
}
