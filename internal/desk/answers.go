package desk

// Answers are what a person said in a guided form: keys, so that a French answer
// reads in English, and beside them the words as the person read them.
type Answers struct {
	Form    string       `json:"form"`
	Version int          `json:"version"`        // of the form file
	Given   []Answer     `json:"given"`          // in the order they were asked
	Told    []Told       `json:"told,omitempty"` // the same in words, for who does not know the form
	Derived []Derivation `json:"derived,omitempty"`
	Facts   []Fact       `json:"facts,omitempty"`
}

// Answer is one question with what was picked, or written.
type Answer struct {
	Question string   `json:"question"`
	Values   []string `json:"values,omitempty"` // keys of the picked options; empty when it was written
	Text     string   `json:"text,omitempty"`   // a person's own words, never translated
}

// Told is one question with its answer, in the language of the ticket.
type Told struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
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
