package desk

// Level grades impact and urgency: 1 is very low, 5 is very high, 0 is unknown.
type Level int

// Priority orders the work: 1 is very low, 5 very high, 6 major; 0 is unknown.
// Screens show its words, never the number.
type Priority int

// The ends of the two scales, and the priority that only a person sets.
const (
	LevelMin      Level    = 1
	LevelMiddle   Level    = 3
	LevelMax      Level    = 5
	PriorityMin   Priority = 1
	PriorityMax   Priority = 5
	PriorityMajor Priority = 6
)

// Valid tells whether l is on the scale.
func (l Level) Valid() bool { return l >= LevelMin && l <= LevelMax }

// Valid tells whether p is on the scale, major included.
func (p Priority) Valid() bool { return p >= PriorityMin && p <= PriorityMajor }

// Matrix gives the priority for an urgency (row) and an impact (column), both
// counted from 1.
type Matrix [5][5]Priority

// DefaultMatrix is used where the helpdesk has none of its own. It is GLPI's
// default priority matrix.
var DefaultMatrix = Matrix{
	{1, 1, 2, 2, 2},
	{1, 2, 2, 3, 3},
	{2, 2, 3, 4, 4},
	{2, 3, 4, 4, 5},
	{2, 3, 4, 5, 5},
}

// Priority looks up the priority. An unknown impact or urgency counts as the
// middle of its scale, so that a ticket with half of the facts is not lost at
// the bottom of a list.
func (m Matrix) Priority(impact, urgency Level) Priority {
	return m[orMiddle(urgency)-1][orMiddle(impact)-1]
}

func orMiddle(l Level) Level {
	if !l.Valid() {
		return LevelMiddle
	}
	return l
}
