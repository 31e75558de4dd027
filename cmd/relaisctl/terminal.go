package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// terminal is where the person sits, even while standard input and output are files
// or pipes.
type terminal struct {
	in  *os.File
	out io.Writer
}

// sits finds the terminal; nil when there is nobody, as in a task that the system
// starts.
func sits() *terminal {
	if in, out, err := openTerminal(); err == nil {
		return &terminal{in, out}
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		return &terminal{os.Stdin, os.Stderr}
	}
	return nil
}

// hidden asks without showing what is typed.
func (t *terminal) hidden(question string) (string, error) {
	fmt.Fprint(t.out, question+" ")
	answer, err := term.ReadPassword(int(t.in.Fd()))
	fmt.Fprintln(t.out)
	return string(answer), err
}

// line asks for one line, and reads no further.
func (t *terminal) line(question string) (string, error) {
	fmt.Fprint(t.out, question+" ")
	var answer strings.Builder
	for letter := make([]byte, 1); ; {
		n, err := t.in.Read(letter)
		switch {
		case n > 0 && letter[0] == '\n':
			return strings.TrimSpace(answer.String()), nil
		case n > 0:
			answer.WriteByte(letter[0])
		case errors.Is(err, io.EOF) && answer.Len() > 0:
			return strings.TrimSpace(answer.String()), nil
		case err != nil:
			return "", err
		}
	}
}
