package rt

import (
	"maps"
	"slices"

	"relais/internal/desk"
)

// scale translates between the five levels of Relais and the values of a custom
// field, of which there may be fewer.
type scale struct {
	field  string // name of the custom field; "" when there is none
	id     string // its number, as histories name it
	values map[string]desk.Level
}

// newScale spreads the values of a list, the highest first, over the five levels,
// unless settings say better.
func newScale(field, id string, listed []string, set map[string]desk.Level) scale {
	s := scale{field: field, id: id, values: set}
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

// level is what a value means; 0 when it means nothing known.
func (s scale) level(value string) desk.Level { return s.values[value] }

// value is the value that is nearest to a level, the higher one of two; "" when
// there is none.
func (s scale) value(l desk.Level) string {
	best, distance := "", desk.LevelMax+1
	for _, v := range slices.Sorted(maps.Keys(s.values)) {
		d := s.values[v] - l
		if d < 0 {
			d = -d
		}
		if d < distance || d == distance && s.values[v] > s.values[best] {
			best, distance = v, d
		}
	}
	return best
}

// refine is the level of a value, made finer by what was remembered beside it as
// long as the two agree.
func (s scale) refine(value string, remembered desk.Level) desk.Level {
	if remembered.Valid() && (value == "" || s.value(remembered) == value) {
		return remembered
	}
	return s.level(value)
}

// priority is what a number means: the highest priority whose number it reaches.
func (s Settings) priority(number int) desk.Priority {
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

// number is the number of a priority; 0 for none.
func (s Settings) number(p desk.Priority) int {
	if !p.Valid() {
		return 0
	}
	return s.Priorities[p-1]
}
