package simulation_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"relais/client/memory"
	"relais/internal/desk"
)

// wire is a helpdesk as one program reaches it over the network. Of the methods that it does not have the engine needs
// none here.
type wire struct {
	*memory.Backend
	p *process
}

// fate is what the network does to one call.
type fate struct {
	there, back time.Duration // how long it takes
	fails       desk.Code     // what comes back instead of an answer; "" for the answer
	undone      bool          // the request never arrives
	again       time.Duration // when it arrives a second time; 0 for never
	wait        time.Duration // that the helpdesk asks for
}

const (
	patience = 30 * time.Second // how long a client waits for an answer
	late     = time.Minute      // the network keeps no request longer
	grace    = 20 * time.Second // how long the helpdesk may hide what it did
)

// fate draws what happens to the next call of a device.
func (d *device) fate(write bool) fate {
	r := d.chance
	f := fate{there: time.Duration(5+r.IntN(45)) * time.Millisecond, back: time.Duration(5+r.IntN(45)) * time.Millisecond}
	dice := r.IntN(10)
	long := time.Duration(r.IntN(10_000)) * time.Millisecond
	switch d.w.weather {
	case "slow":
		f.there, f.back = f.there+2*long, f.back+2*long/3
	case "lossy":
		if dice < 7 {
			f.fails, f.undone = desk.CodeInterrupted, dice < 3
		}
	case "cut":
		f.fails, f.undone = desk.CodeUnreachable, true
	case "broken":
		if dice < 7 {
			f.fails, f.undone = desk.CodeUnavailable, dice < 4
			f.wait = long * time.Duration(dice%2)
		}
	case "throttled":
		if dice < 5 {
			f.fails, f.undone, f.wait = desk.CodeThrottled, true, 9*long
		}
	case "late":
		if dice < 6 {
			f.fails, f.there = desk.CodeInterrupted, patience+long
		}
	case "twice":
		if dice < 6 && write && d.w.p.Promise == desk.Keyed { // who knows no keys takes two requests for two requests
			f.again = f.there + 4*long
		}
	}
	return f
}

// stale tells whether what is read next is what was read before, as from a copy of the helpdesk that lags behind.
func (d *device) stale() bool { return d.w.weather == "stale" && d.chance.IntN(2) == 0 }

// call lets the network carry one call. do is what the helpdesk does with it; it goes on without the program.
func call[T any](ctx context.Context, b wire, what string, write bool, do func() (T, error)) (T, error) {
	var none T
	if b.p.dead() {
		return none, &desk.Error{Code: desk.CodeCanceled, Op: what, Err: errAlone}
	}
	d := b.p.d
	f := d.fate(write)
	reply := make(chan reply[T], 1)
	send := func(after time.Duration) {
		time.Sleep(d.w.moment(after))
		v, err := do()
		d.tell("arrived: %s: %v", what, desk.CodeOf(err))
		time.Sleep(d.w.moment(f.back))
		select {
		case reply <- struct {
			v   T
			err error
		}{v, err}:
		default: // the first one was enough
		}
	}
	if !f.undone {
		d.w.going.Go(func() { send(f.there) })
	}
	if f.again > 0 {
		d.w.going.Go(func() { send(f.again) })
	}
	limit := patience
	if f.undone || f.fails != "" && f.there < patience {
		limit = f.there + f.back
	}
	timer := time.NewTimer(d.w.moment(limit))
	defer timer.Stop()
	var v T
	var err error
	select {
	case <-ctx.Done():
		err = given(what, write)
	case <-timer.C:
		err = &desk.Error{Code: orInterrupted(f.fails), Op: what, RetryAfter: f.wait}
	case r := <-reply:
		v, err = r.v, r.err
		if f.fails != "" {
			v, err = none, &desk.Error{Code: f.fails, Op: what, RetryAfter: f.wait}
		}
	}
	d.tell("%s: %v", what, desk.CodeOf(err))
	if b.p.dead() {
		return none, &desk.Error{Code: desk.CodeCanceled, Op: what, Err: errAlone}
	}
	return v, err
}

type reply[T any] = struct {
	v   T
	err error
}

func orInterrupted(c desk.Code) desk.Code {
	if c == "" {
		return desk.CodeInterrupted
	}
	return c
}

// given is the error of a call that its caller gave up.
func given(what string, write bool) error {
	if write {
		return &desk.Error{Code: desk.CodeInterrupted, Op: what, Err: context.Canceled}
	}
	return &desk.Error{Code: desk.CodeCanceled, Op: what, Err: context.Canceled}
}

// Capabilities tell how long a write may stay hidden from its sender: a request may be late before the helpdesk does it.
func (b wire) Capabilities() desk.Capabilities {
	c := b.Backend.Capabilities()
	c.Grace = late + grace
	return c
}

func (b wire) Welcome(ctx context.Context) (desk.Welcome, error) {
	return call(ctx, b, "welcome", false, func() (desk.Welcome, error) { return b.Backend.Welcome(context.Background()) })
}

func (b wire) Pull(ctx context.Context, since desk.Cursor) (desk.Page, error) {
	stale := since != "" && b.p.d.stale()
	return call(ctx, b, "pull "+string(since), false, func() (desk.Page, error) {
		if stale {
			return desk.Page{Next: since, Poll: b.p.d.w.p.Poll}, nil
		}
		return b.Backend.Pull(context.Background(), since)
	})
}

func (b wire) Conversation(ctx context.Context, id string) (desk.Conversation, error) {
	d := b.p.d
	old, known := d.read[id]
	stale := known && d.stale()
	return call(ctx, b, "read "+id, false, func() (desk.Conversation, error) {
		if stale {
			return old, nil
		}
		c, err := b.Backend.Conversation(context.Background(), id)
		if err == nil {
			d.read[id] = c
		}
		return c, err
	})
}

func (b wire) Find(ctx context.Context, key desk.Key) (desk.Written, error) {
	return call(ctx, b, "find "+key.Short(), false, func() (desk.Written, error) { return b.Backend.Find(context.Background(), key) })
}

// refused tells whether the helpdesk takes no such words, today or tomorrow.
func refused(words string) bool {
	return len(words) > 0 && strings.ContainsRune("37", rune(words[len(words)-1]))
}

// refuses is its answer to them.
func refuses(m *desk.NewMessage) error {
	if m != nil && (refused(m.Body) || m.HandOver != nil && refused(m.HandOver.Happening)) {
		return &desk.Error{Code: desk.CodeTooLarge, Op: "write"}
	}
	return nil
}

func (b wire) Create(ctx context.Context, key desk.Key, t desk.NewTicket) (desk.Written, error) {
	t.Message = *loaded(&t.Message)
	b.p.d.w.leaves(key)
	return call(ctx, b, "create "+key.Short(), true, func() (desk.Written, error) {
		if err := refuses(&t.Message); err != nil {
			return desk.Written{}, err
		}
		v, err := b.Backend.Create(context.Background(), key, t)
		b.p.d.w.did(key, nil, "", err)
		return v, err
	})
}

func (b wire) Update(ctx context.Context, key desk.Key, id, version string, c desk.Change) (desk.Written, error) {
	c.Message = loaded(c.Message)
	b.p.d.w.leaves(key)
	return call(ctx, b, "update "+id+" "+key.Short(), true, func() (desk.Written, error) {
		if err := refuses(c.Message); err != nil {
			return desk.Written{}, err
		}
		over := b.p.d.w.overwrites(key, id, c)
		v, err := b.Backend.Update(context.Background(), key, id, version, c)
		b.p.d.w.did(key, c.Set, over, err)
		return v, err
	})
}

// loaded is a message whose files are in the request: it needs the device no more.
func loaded(m *desk.NewMessage) *desk.NewMessage {
	if m == nil || len(m.Attachments) == 0 {
		return m
	}
	next := *m
	next.Attachments = nil
	for _, a := range m.Attachments {
		var content []byte
		r, err := a.Open()
		if err == nil {
			content, err = io.ReadAll(r)
			_ = r.Close()
		}
		a.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), err }
		next.Attachments = append(next.Attachments, a)
	}
	return &next
}
