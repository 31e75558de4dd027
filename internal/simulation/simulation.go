// Package simulation holds the machine that lets Relais live through made-up
// histories: several devices with their own engines and files, one helpdesk, a
// network that delays, drops, repeats and cuts, programs that crash, clocks that
// move, people who act in between. Time, chance and network are simulated, so a
// history is a function of its seed; the devices, engines and files are the real
// ones.
//
// At the end the network calms down, and must then hold what Relais promises:
// nothing typed is lost, nothing arrives twice, everybody sees the same, nobody's
// work is overwritten without being asked. `make torture` makes 100,000 histories,
// behind the build tag torture; a short slice is among the ordinary tests.
package simulation
