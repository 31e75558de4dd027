package kbfile

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"relais/internal/kbfile/webpage"
)

// patience is how long a page may take: one with a meaning takes a moment.
const patience = 10 * time.Second

// html reads one page of a site.
func (r *Reader) html(file string, raw []byte) {
	ctx, stop := context.WithTimeout(r.ctx, patience)
	defer stop()
	p, err := webpage.Read(ctx, raw, MaxBody)
	switch {
	case r.ended() != nil:
		return
	case errors.Is(err, webpage.ErrLong):
		r.Tell(remark(file, 0, Large, nil))
		return
	case err != nil:
		r.Tell(remark(file, 0, Unread, err))
		return
	}
	if p.Pictures > 0 {
		r.Tell(Remark{File: file, Reason: Pictures, Detail: strconv.Itoa(p.Pictures)})
	}
	id, lang := named(file)
	r.add(file, 0, fields{
		ID: ID(cmp.Or(p.Meta["id"], id)), Lang: cmp.Or(p.Lang, lang), Title: p.Title, Body: p.Body, Category: p.Meta["category"],
		Keywords: split(p.Meta["keywords"]), Products: split(p.Meta["products"]),
		Audience: p.Meta["audience"], State: p.Meta["state"], Until: p.Meta["until"],
	}, slices.Collect(maps.Keys(p.Meta)))
}
