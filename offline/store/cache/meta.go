package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"relais/internal/desk"
	"relais/offline/store/row"
)

// What the cache remembers besides rows.
const (
	metaCursor   = "cursor"
	metaWelcome  = "welcome"
	metaState    = "state"
	metaOverlay  = "overlay"  // the generation of operations that the overlay shows
	metaMark     = "mark"     // given to each row that a pull tells of
	metaSweeping = "sweeping" // "1": what lacks the mark goes at the end of the pull
	metaRev      = "rev"
	metaName     = "name" // of this cache, which no other has
)

// metaValue is an expression of SQL for what is remembered; ” for nothing.
func metaValue(name string) string {
	return "coalesce((SELECT value FROM meta WHERE name = '" + name + "'), '')"
}

func getMeta(ctx context.Context, tx *sql.Tx, name string) (string, error) {
	var v string
	err := tx.QueryRowContext(ctx, "SELECT value FROM meta WHERE name = ?", name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

func setMeta(ctx context.Context, tx *sql.Tx, name, value string) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

func getNumber(ctx context.Context, tx *sql.Tx, name string) (int64, error) {
	v, err := getMeta(ctx, tx, name)
	if err != nil || v == "" {
		return 0, err
	}
	return strconv.ParseInt(v, 10, 64)
}

func setNumber(ctx context.Context, tx *sql.Tx, name string, n int64) error {
	return setMeta(ctx, tx, name, strconv.FormatInt(n, 10))
}

// load reads a value that save kept; v stays as it is when there is none.
func (s *Store) load(ctx context.Context, name string, v any) error {
	return row.Fail("read "+name, s.db.Read(ctx, func(tx *sql.Tx) error { return getJSON(ctx, tx, name, v) }))
}

func getJSON(ctx context.Context, tx *sql.Tx, name string, v any) error {
	raw, err := getMeta(ctx, tx, name)
	if err != nil || raw == "" {
		return err
	}
	return row.Decode([]byte(raw), v)
}

func (s *Store) save(ctx context.Context, name string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return row.Fail("write "+name, err)
	}
	return row.Fail("write "+name, s.db.Write(ctx, func(tx *sql.Tx) error { return setMeta(ctx, tx, name, string(raw)) }))
}

// Hello is what a helpdesk said at sign-in, kept for a start without a network.
type Hello struct {
	Welcome      desk.Welcome      `json:"welcome"`
	Capabilities desk.Capabilities `json:"capabilities"`
	At           time.Time         `json:"at,omitzero"` // when it said so
}

// Hello reads what the helpdesk said last; the zero Hello when it never did.
func (s *Store) Hello(ctx context.Context) (h Hello, err error) {
	err = s.load(ctx, metaWelcome, &h)
	return h, err
}

// Says tells whether two say the same, whenever it was.
func (h Hello) Says(other Hello) bool {
	h.At, other.At = time.Time{}, time.Time{}
	return fmt.Sprint(h) == fmt.Sprint(other)
}

// SetHello keeps what the helpdesk said. When it is something else than before, what
// waits is shown anew, or neither is kept: it may be of a person who was not known
// before.
func (s *Store) SetHello(ctx context.Context, h Hello) error {
	const op = "write " + metaWelcome
	raw, err := json.Marshal(h)
	if err != nil {
		return row.Fail(op, err)
	}
	return row.Fail(op, s.db.Write(ctx, func(tx *sql.Tx) error {
		known, err := hello(ctx, tx)
		if err == nil && !h.Says(known) {
			err = forgetOverlay(ctx, tx)
		}
		if err != nil {
			return err
		}
		return setMeta(ctx, tx, metaWelcome, string(raw))
	}))
}

// Edition tells which cache this is, by a name that no other has, and its revision:
// what was made from a cache of the same name needs only what is new since.
func (s *Store) Edition(ctx context.Context) (name string, rev int64, err error) {
	read := func(tx *sql.Tx) (err error) {
		if name, err = getMeta(ctx, tx, metaName); err == nil {
			rev, err = getNumber(ctx, tx, metaRev)
		}
		return err
	}
	if err = s.db.Read(ctx, read); err == nil && name == "" {
		err = s.db.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "INSERT INTO meta (name, value) VALUES (?, hex(randomblob(16))) ON CONFLICT DO NOTHING", metaName)
			return errors.Join(err, read(tx))
		})
	}
	return name, rev, row.Fail("read edition", err)
}

// ForgetOverlay drops what was computed from operations; it is made again from
// all of them.
func (s *Store) ForgetOverlay(ctx context.Context) error {
	return row.Fail("forget overlay", s.db.Write(ctx, func(tx *sql.Tx) error { return forgetOverlay(ctx, tx) }))
}

func forgetOverlay(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM overlay"); err != nil {
		return err
	}
	return setNumber(ctx, tx, metaOverlay, 0)
}

// State reads what SetState kept into v, which stays as it is when that was
// never called.
func (s *Store) State(ctx context.Context, v any) error { return s.load(ctx, metaState, v) }

// SetState keeps how the last sync went, for a restart and for other processes.
func (s *Store) SetState(ctx context.Context, v any) error { return s.save(ctx, metaState, v) }
