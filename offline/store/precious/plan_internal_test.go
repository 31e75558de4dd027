package precious

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"relais/offline/store/row"
)

func TestWhatIsAskedForEachOperationReadsOnlyWhatItFinds(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "precious.db"), row.How{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, query := range []string{"SELECT row FROM operation " + ofLane, liveTickets, touched, touchedLive, renaming, insertion} {
		args := make([]any, strings.Count(query, "?")-strings.Count(query, "?1")/2)
		err := s.db.Read(t.Context(), func(tx *sql.Tx) error {
			rows, err := tx.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
			if err != nil {
				return err
			}
			defer rows.Close()
			for rows.Next() {
				var skip int
				var line string
				if err := rows.Scan(&skip, &skip, &skip, &line); err != nil {
					return err
				}
				if strings.Contains(line, "SCAN operation") {
					t.Errorf("%s\n%s", query, line)
				}
			}
			return rows.Err()
		})
		if err != nil {
			t.Error(err)
		}
	}
}
