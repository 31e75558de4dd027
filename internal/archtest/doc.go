// Package archtest keeps the architecture of Relais true. Its tests read the imports and a few calls of every file of
// the project and compare them with the table in table.go; each forbidden arrow fails with its reason. The layers in
// README.md are drawn from the same table.
//
// A new package needs a row (or a pattern that covers it) in Table, and a line in Expected, so that it cannot vanish
// unnoticed. When the table itself was right to change, draw it again:
//
//	go test ./internal/archtest -update
//
// Files are read under every build tag and for every system at once: an arrow that is forbidden on Linux is forbidden
// on Windows too. Folders named testdata, folders that Go ignores and nested modules are left out.
package archtest
