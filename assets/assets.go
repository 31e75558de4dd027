// Package assets holds the data that the programs carry with them: words, forms, articles, icons and the sample
// helpdesk. It is data only; whoever needs a part of it takes the file system as a value, so that tests can give another.
package assets

import "embed"

var (
	// I18n holds i18n/<area>.<language>.json, flat message files.
	//
	//go:embed all:i18n
	I18n embed.FS

	// Forms holds forms/, the guided questions and the rules that derive impact, urgency and category.
	//
	//go:embed all:forms
	Forms embed.FS

	// KB holds kb/<language>/*.md, the articles that come with the program.
	//
	//go:embed all:kb
	KB embed.FS

	// Icons holds icons/*.svg, drawn on a 24 by 24 grid in currentColor, and icons/*.png for trays and windows.
	//
	//go:embed all:icons
	Icons embed.FS

	// Demo holds demo/, the sample people and tickets of a first look.
	//
	//go:embed all:demo
	Demo embed.FS

	// Sample holds demo/ and kb/ together, what the server's seed reads.
	//
	//go:embed all:demo all:kb
	Sample embed.FS
)
