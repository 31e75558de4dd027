// Package torture holds the machines that try to break what Relais promises: nothing typed is lost, everything arrives
// exactly once. `make torture` runs them in full, behind the build tag torture; a short slice of each is among the
// ordinary tests.
//
// A run prints its seed. The same seed makes the same plan: what is done in which order, with which files, and which part
// of its usual time a process has left to live. Where exactly a kill meets it is the computer's choice each time. A loss of
// power meets it before a call that was drawn, but threads take turns as they like.
package torture
