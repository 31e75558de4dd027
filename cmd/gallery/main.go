// Command gallery shows any screen in any of its states, made up, in a real window or as a picture. It is for those who
// work on Relais.
package main

import (
	"os"

	fyneapp "fyne.io/fyne/v2/app"
)

func main() {
	os.Exit(run(world{args: os.Args[1:], out: os.Stdout, err: os.Stderr, app: fyneapp.New}))
}
