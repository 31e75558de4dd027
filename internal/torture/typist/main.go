// Command typist keeps drafts as the window does, one after the other in one process: it has what a person typed, again
// and again, while the machines break what it stands on.
//
//	typist HOME TEXT…    keep each text in the place of the one before, and say of each what became of it
//	typist HOME          print the text that was kept last
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"relais/internal/desk"
	"relais/offline"
)

func main() {
	if err := run(context.Background(), os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// id is that of the draft.
const id = "ask"

// run prints a JSON text with each code, "" for what is kept, or the draft.
func run(ctx context.Context, home string, texts []string) error {
	d, err := offline.Open(ctx, offline.Options{Home: home})
	if err != nil {
		return errors.Join(say(desk.CodeOf(err)), err)
	}
	for _, text := range texts {
		if err := say(desk.CodeOf(d.SaveDraft(ctx, desk.Draft{ID: id, Texts: map[string]string{"what": text}}))); err != nil {
			return err
		}
	}
	if len(texts) == 0 {
		draft, _, err := d.Draft(ctx, id)
		if err := errors.Join(err, say(draft.Texts["what"])); err != nil {
			return err
		}
	}
	return d.Close()
}

func say(text any) error { return json.NewEncoder(os.Stdout).Encode(text) }
