//go:build !journey

package main

// drive is for journeys through the real window, which a build of its own answers.
func (a *app) drive() {}
