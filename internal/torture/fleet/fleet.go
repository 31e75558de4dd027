// Package fleet is the machine that sees whether the programs of a big company ask their helpdesk calmly: 5,000 real desks
// with the real client, in a few processes, before one real relaisd that wishes to be asked every two minutes. They start
// within ten minutes, the helpdesk is killed, and comes back. In no ten seconds may it be asked 1.5 times as often as on
// an ordinary day.
//
//	go test -tags torture -v -timeout 60m ./internal/torture/fleet
//	FLEET=400 go test …    fewer desks, for a look at the machine itself
//
// It runs in real time, behind the build tag torture. The rhythm alone, with a made-up clock, is a test of package engine.
package fleet
