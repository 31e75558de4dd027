package gate

import "time"

// bounds are the upper ends of the classes that updates are counted in by how long they took.
var bounds = [...]time.Duration{
	time.Millisecond / 4, time.Millisecond / 2, time.Millisecond, 2 * time.Millisecond, 4 * time.Millisecond,
	batchLimit, frameLimit, 2 * frameLimit, 6 * frameLimit,
}

// Stats says what went through a gate.
type Stats struct {
	Posted  int           // calls of Post while open
	Ran     int           // updates that ran; the others were overtaken by a later one, or wait
	GaveWay int           // batches that ended because their time was up
	Total   time.Duration // time spent in updates
	Longest time.Duration // the longest single update
	classes [len(bounds) + 1]int
}

func (s *Stats) add(took time.Duration) {
	s.Ran++
	s.Total += took
	s.Longest = max(s.Longest, took)
	for i, bound := range bounds {
		if took <= bound {
			s.classes[i]++
			return
		}
	}
	s.classes[len(bounds)]++
}

// Quantile returns a time that the part q of all updates, from 0 to 1, did not exceed. It is exact to the class that
// the update was counted in: 0.25, 0.5, 1, 2, 4, 8, 16, 32 and 96 ms, and the longest.
func (s Stats) Quantile(q float64) time.Duration {
	seen := 0
	for i, n := range s.classes {
		seen += n
		if n > 0 && float64(seen) >= q*float64(s.Ran) {
			if i < len(bounds) {
				return min(bounds[i], s.Longest)
			}
			return s.Longest
		}
	}
	return 0
}

// Slow returns how many updates took longer than a frame of 16 ms.
func (s Stats) Slow() int {
	slow := 0
	for i, n := range s.classes {
		if i == len(bounds) || bounds[i] > frameLimit {
			slow += n
		}
	}
	return slow
}
