package desk

// Answers are what a person said in a guided form: keys, never words, so that a
// French answer reads in English.
type Answers struct {
	Form    string       `json:"form"`
	Version int          `json:"version"` // of the form file
	Given   []Answer     `json:"given"`   // in the order they were asked
	Derived []Derivation `json:"derived,omitempty"`
	Facts   []Fact       `json:"facts,omitempty"`
}

// Answer is one question with what was picked, or written.
type Answer struct {
	Question string   `json:"question"`
	Values   []string `json:"values,omitempty"` // keys of the picked options; empty when it was written
	Text     string   `json:"text,omitempty"`   // a person's own words, never translated
}

// Derivation says which answer gave a field its value, so that a technician can
// see why and correct it.
type Derivation struct {
	Field    Field  `json:"field"`
	Value    string `json:"value"`
	Question string `json:"question,omitempty"` // empty: the form itself, or a default
	Option   string `json:"option,omitempty"`
}

// Fact is one thing that the program found out about the computer, sent only
// with the person's consent.
type Fact struct {
	Key     string `json:"key"`
	Value   string `json:"value"`
	Unusual bool   `json:"unusual,omitempty"`
}
