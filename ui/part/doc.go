// Package part holds the pieces that screens are built from: text, buttons, cards, chips, fields, rows.
//
// A part is made once by its constructor and told by its setters what to show; it starts nothing, fetches nothing and
// translates nothing. All words come from the caller, already in the reader's language. Everything here belongs to the
// UI goroutine. What can be clicked can be reached with Tab, shows that it has the focus, and answers to Enter and Space.
// Parts are Flowing (see package flow): put them into its layouts to get their height right at once.
package part
