// Package account holds the screens about the person and this computer: signing
// in, settings, and what waits to be sent.
//
// Each screen is built once and told by Render what to show. It calls the
// actions that it was given and starts nothing of its own. Everything here
// belongs to the UI goroutine.
package account
