// Package journey holds the tests that play what people do: the programs as they are shipped, a window on a real
// display, a helpdesk of its own for each test, clicks and keys as a hand gives them. They are behind the build tag
// journey; scripts/journeys.sh gives them a display.
//
// A journey finds controls by name, asks the window where they are, and never guesses a pixel. What it claims, it reads
// from the helpdesk. The pictures that it leaves are for people.
package journey
