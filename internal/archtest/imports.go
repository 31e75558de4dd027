package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// CheckImports compares every import with the table and gives one sentence, with its reason, for each forbidden arrow.
func CheckImports(p *Project) []string {
	var findings []string
	for _, f := range p.Files {
		rule, ok := ruleFor(f.Folder)
		if !ok {
			continue // CheckPackages names it
		}
		for _, spec := range f.syntax.Imports {
			if why := forbidden(f, rule, spec); why != "" {
				findings = append(findings, fmt.Sprintf("%s: %s must not import %s: %s",
					f.at(spec.Pos()), f.Folder, importName(spec), why))
			}
		}
	}
	return findings
}

func ruleFor(folder string) (Rule, bool) {
	i := slices.IndexFunc(Table, func(r Rule) bool { return anyCovers(r.Packages, folder) })
	if i < 0 {
		return Rule{}, false
	}
	return Table[i], true
}

// family reports whether one tree of the rule covers both packages.
func (r Rule) family(a, b string) bool {
	return slices.ContainsFunc(r.Packages, func(pattern string) bool {
		return strings.HasSuffix(pattern, "/...") && covers(pattern, a) && covers(pattern, b)
	})
}

// forbidden gives the reason why f must not have an import, or "" where it may.
func forbidden(f *File, rule Rule, spec *ast.ImportSpec) string {
	name := importName(spec)
	if why := reserved(f, name); why != "" {
		return why
	}
	if ours(spec) && (name == f.Folder || rule.family(f.Folder, name) || anyCovers(rule.May, name)) {
		return ""
	}
	if f.Test && (standard(spec) || ours(spec) && anyCovers(ForTests, name)) {
		return ""
	}
	for _, ban := range rule.Never {
		if covers(ban.Import, name) {
			return ban.Why
		}
	}
	if ours(spec) || rule.StdOnly && !standard(spec) && !f.Test {
		return rule.Why
	}
	return ""
}

func reserved(f *File, name string) string {
	for _, only := range Reserved {
		if !covers(only.Import, name) || anyCovers(only.By, f.Folder) || f.Test && !only.Tests {
			continue
		}
		return only.Why
	}
	return ""
}

// CheckWindowless follows imports from the programs without a window and gives the chain by which one reaches Fyne.
func CheckWindowless(p *Project) []string {
	graph := map[string][]string{}
	for _, f := range p.Files {
		if f.Test {
			continue
		}
		for _, spec := range f.syntax.Imports {
			graph[f.Folder] = append(graph[f.Folder], importName(spec))
		}
	}
	var findings []string
	for _, program := range Windowless {
		if chain := chainTo(graph, program, fyne+"/...", map[string]bool{}); chain != nil {
			findings = append(findings, fmt.Sprintf("%s: a program for the terminal must start without display and OpenGL",
				strings.Join(chain, " → ")))
		}
	}
	return findings
}

// chainTo finds a way through the imports from a package to one that the pattern covers, or nil.
func chainTo(graph map[string][]string, from, pattern string, seen map[string]bool) []string {
	if covers(pattern, from) {
		return []string{from}
	}
	if seen[from] {
		return nil
	}
	seen[from] = true
	for _, next := range graph[from] {
		if chain := chainTo(graph, next, pattern, seen); chain != nil {
			return append([]string{from}, chain...)
		}
	}
	return nil
}

// CheckPackages finds packages that no rule covers, packages with a name that says nothing, and expected packages that
// are not there.
func CheckPackages(p *Project, expected []string) []string {
	var findings []string
	folders := p.Folders()
	for _, folder := range folders {
		if _, ok := ruleFor(folder); !ok {
			findings = append(findings, folder+": no rule covers this package; give it a row in internal/archtest/table.go")
		}
		if base := folder[strings.LastIndex(folder, "/")+1:]; slices.Contains(Meaningless, base) {
			findings = append(findings, folder+": the name says nothing; name the package after what it knows")
		}
	}
	for _, name := range expected {
		there := slices.ContainsFunc(folders, func(folder string) bool { return covers(name+"/...", folder) })
		if !there {
			findings = append(findings, name+": the design has this package and the project does not; "+
				"take it off Expected in internal/archtest/table.go if that is right")
		}
	}
	return findings
}
