package mapping

import (
	"maps"
	"slices"

	"relais/internal/desk"
)

// Scale translates between the five levels of Relais and the values of a custom
// field, of which there may be fewer.
type Scale struct {
	Field  string // name of the custom field; "" when there is none
	ID     string // its number, as histories name it
	values map[string]desk.Level
}

// NewScale spreads the values of a list, the highest first, over the five levels,
// unless settings say better.
func NewScale(field, id string, listed []string, set map[string]desk.Level) Scale {
	s := Scale{Field: field, ID: id, values: set}
	if s.values != nil || len(listed) == 0 {
		return s
	}
	s.values = map[string]desk.Level{}
	for i, value := range listed {
		level := desk.LevelMiddle
		if len(listed) > 1 {
			level = desk.LevelMax - desk.Level((i*4+(len(listed)-1)/2)/(len(listed)-1))
		}
		s.values[value] = level
	}
	return s
}

// Empty tells whether there is no value to choose from.
func (s Scale) Empty() bool { return len(s.values) == 0 }

// Level is what a value means; 0 when it means nothing known.
func (s Scale) Level(value string) desk.Level { return s.values[value] }

// Value is the value that is nearest to a level, of two the one that is farther
// from the middle, so that both low levels stay together; "" when there is none.
func (s Scale) Value(l desk.Level) string {
	best, distance := "", desk.LevelMax+1
	for _, v := range slices.Sorted(maps.Keys(s.values)) {
		d := s.values[v] - l
		if d < 0 {
			d = -d
		}
		if d < distance || d == distance && (s.values[v] > s.values[best]) == (l >= desk.LevelMiddle) {
			best, distance = v, d
		}
	}
	return best
}

// Refine is the level of a value, made finer by what was remembered beside it as
// long as the two agree.
func (s Scale) Refine(value string, remembered desk.Level) desk.Level {
	if remembered.Valid() && (value == "" || s.Value(remembered) == value) {
		return remembered
	}
	return s.Level(value)
}

// Priority is what a number means: the highest priority whose number it reaches.
func (s Settings) Priority(number int) desk.Priority {
	var p desk.Priority
	for i, from := range s.Priorities {
		if number >= from {
			p = desk.Priority(i + 1)
		}
	}
	if p == 0 && number > 0 {
		p = desk.PriorityMin
	}
	return p
}

// Number is the number of a priority; 0 for none.
func (s Settings) Number(p desk.Priority) int {
	if !p.Valid() {
		return 0
	}
	return s.Priorities[p-1]
}

// Write sets the field of a request to a level, or clears it.
func (s Scale) Write(custom map[string]any, l desk.Level) {
	switch {
	case s.Field == "":
	case l == 0:
		custom[s.Field] = nil
	default:
		custom[s.Field] = s.Value(l)
	}
}

// Holds tells whether a custom field says a level by itself: its value means just
// this level, and is new, so that nothing remembered beside it counts.
func (s Scale) Holds(value string, before, next desk.Level) bool {
	if before == next {
		return true
	}
	if s.Field == "" {
		return false
	}
	return next == 0 || s.Level(s.Value(next)) == next && s.Value(next) != value
}
