// Command testreport turns what `go test -json` says into what a person needs to know.
//
// Without arguments it reads one stream from standard input and prints a line for each package as it finishes, with
// the output of its failed tests; it ends with 1 when something failed. With files, which hold such streams, it
// prints what failed, what was skipped without leave, and the totals:
//
//	testreport -skips FILE results.json…
//
// A skip that FILE does not excuse counts as a failure, so that a test cannot fall asleep unnoticed.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	err := run(os.Args[1:], os.Stdin, os.Stdout)
	if err != nil && !errors.Is(err, errTests) {
		fmt.Fprintln(os.Stderr, "testreport:", err)
	}
	if err != nil {
		os.Exit(1)
	}
}

// errTests says that tests failed, which the report has told already.
var errTests = errors.New("tests failed")

func run(args []string, in io.Reader, out io.Writer) error {
	flags := flag.NewFlagSet("testreport", flag.ContinueOnError)
	skips := flags.String("skips", "", "file that lists the tests that may be skipped")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return follow(in, out)
	}
	return total(flags.Args(), *skips, out)
}

// follow shows one stream while it runs.
func follow(in io.Reader, out io.Writer) error {
	stream := newStream(out)
	if err := stream.read(in); err != nil {
		return err
	}
	if len(stream.failures()) > 0 {
		return errTests
	}
	return nil
}

// total reads finished streams and judges them together.
func total(files []string, skips string, out io.Writer) error {
	excused, err := readExcuses(skips)
	if err != nil {
		return err
	}
	var streams []*stream
	for _, name := range files {
		s, err := readFile(name)
		if err != nil {
			return err
		}
		streams = append(streams, s)
	}
	v := judge(streams, excused)
	v.print(out)
	if v.failed() > 0 {
		return errTests
	}
	return nil
}

func readFile(name string) (*stream, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s := newStream(io.Discard)
	if err := s.read(f); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return s, nil
}
