package precious

import "context"

// maxSaid is how many operations Said lists.
const maxSaid = 2000

// Said lists the operations that teach, oldest first: the live ones, or all that
// were ever kept here, the newest 2,000.
func (s *Store) Said(ctx context.Context, all bool) ([]Entry, error) {
	const newest = "verb IN ('outcome', 'forget') ORDER BY row DESC LIMIT ?"
	if all {
		return s.entries(ctx, "WHERE row IN (SELECT row FROM operation WHERE "+newest+") ORDER BY row", maxSaid)
	}
	return s.entries(ctx, "WHERE row IN (SELECT row FROM operation WHERE live = 1 AND "+newest+") ORDER BY row", maxSaid)
}
