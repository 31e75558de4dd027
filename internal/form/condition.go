package form

import "slices"

// Condition holds when a question was answered with one of the options.
type Condition struct {
	Question string   `json:"question"`
	Options  []string `json:"options"`
}

// Conditions are what all has to hold for the question to be asked, in the order of
// the file; none when it is always asked.
func (q *Question) Conditions() []Condition {
	var list []Condition
	for _, c := range q.when {
		list = append(list, Condition{c.question, slices.Clone(c.options)})
	}
	return list
}
