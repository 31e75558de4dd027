package rt

import (
	"context"
	"encoding/json"
	"net/http"
	"path"

	"relais/client/rt/record"
	"relais/client/rt/stream"
	"relais/client/transport"
	"relais/internal/desk"
)

// letter is what a POST carries besides its fields.
type letter struct {
	fields map[string]any
	record record.Record
	mark   bool // the record goes along, whatever it holds
	blobs  []desk.Blob
}

// send posts a letter, and answers where the thing that it made is.
func (b *Backend) send(ctx context.Context, k transport.Call, l letter) (made string, err error) {
	k.Method = http.MethodPost
	l.record.Names = oddNames(l.blobs)
	var a transport.Answer
	if len(l.blobs) == 0 && !l.mark && l.record.Plain() {
		k.Body = l.fields
		a, err = b.http.Do(ctx, k)
	} else {
		a, err = b.sendForm(ctx, k, l)
	}
	if err != nil {
		return "", err
	}
	made = path.Base(a.Header.Get("Location"))
	if a.Status != http.StatusCreated || number(k.Op, made) != nil {
		return "", &desk.Error{Code: desk.CodeInterrupted, Op: k.Op, Subject: k.Subject, Err: errShape}
	}
	return made, nil
}

// oddNames are the names of files when one of them has a sign that Request Tracker
// keeps in its quoted form; else nil.
func oddNames(blobs []desk.Blob) []string {
	var names []string
	odd := false
	for _, b := range blobs {
		names = append(names, b.Name)
		odd = odd || !stream.Kept(b.Name)
	}
	if !odd {
		return nil
	}
	return names
}

func (b *Backend) sendForm(ctx context.Context, k transport.Call, l letter) (transport.Answer, error) {
	f := stream.NewForm()
	defer func() { _ = f.Close() }() // files that were only read lose nothing
	if err := l.fill(f); err != nil {
		return transport.Answer{}, &desk.Error{Code: desk.CodeVanished, Op: k.Op, Subject: k.Subject, Err: err}
	}
	body, size, mediaType, err := f.End()
	if err != nil {
		return transport.Answer{}, &desk.Error{Code: desk.CodeInternal, Op: k.Op, Subject: k.Subject, Err: err}
	}
	k.Header = http.Header{"Content-Type": {mediaType}}
	return b.http.Upload(ctx, k, body, size)
}

func (l letter) fill(f *stream.Form) error {
	fields, err := json.Marshal(l.fields)
	if err != nil {
		return err
	}
	if err := f.Bytes("JSON", "", "application/json", fields); err != nil {
		return err
	}
	for _, blob := range l.blobs {
		if err := f.Blob("Attachments", blob); err != nil {
			return err
		}
	}
	if l.mark || !l.record.Plain() {
		l.record.Files = len(l.blobs)
		raw, err := l.record.Encode()
		if err != nil {
			return err
		}
		if err := f.Bytes("Attachments", record.Name(l.record.Key), "application/json", raw); err != nil {
			return err
		}
	}
	return nil
}
