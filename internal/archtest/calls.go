package archtest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
)

// CheckCalls finds calls that belong in one place only: the way to the drawing goroutine, and the computer's clock.
func CheckCalls(p *Project) []string {
	var findings []string
	for _, f := range p.Files {
		defaults := f.defaults()
		f.eachUse(func(pkg, name string, use ast.Expr) {
			if why := misplaced(f, pkg, name); why != "" && !defaults[use] {
				findings = append(findings, fmt.Sprintf("%s: %s.%s: %s", f.at(use.Pos()), shortName(pkg), name, why))
			}
		})
	}
	return findings
}

// misplaced gives the reason why f must not use a name of another package, or "" where it may.
func misplaced(f *File, pkg, name string) string {
	switch {
	case pkg == fyne && name == "DoAndWait":
		return "it hangs for ever on the drawing goroutine; hand over through ui/gate and don't wait"
	case pkg == fyne && name == "Do" && f.Folder != "ui/gate":
		return "ui/gate is the only way to the drawing goroutine, because it merges bursts into one"
	case pkg == "time" && (name == "Now" || name == "Since" || name == "Until") && !f.Test && !mayReadClock(f):
		return "take the time from an injected now; only the default of a nil one is the clock"
	}
	return ""
}

func mayReadClock(f *File) bool {
	for pattern := range Clocks {
		if covers(pattern, f.Folder) || pattern == f.Path {
			return true
		}
	}
	return false
}

// defaults are the values that stand in for an option left nil: x.Now = time.Now under if x.Now == nil.
func (f *File) defaults() map[ast.Expr]bool {
	found := map[ast.Expr]bool{}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		branch, ok := n.(*ast.IfStmt)
		if !ok {
			return true
		}
		test, ok := branch.Cond.(*ast.BinaryExpr)
		if !ok || test.Op != token.EQL || types.ExprString(test.Y) != "nil" {
			return true
		}
		for _, statement := range branch.Body.List {
			a, ok := statement.(*ast.AssignStmt)
			if ok && len(a.Lhs) == 1 && types.ExprString(a.Lhs[0]) == types.ExprString(test.X) {
				found[a.Rhs[0]] = true
			}
		}
		return true
	})
	return found
}

// eachUse calls visit for every name of another package that f uses, whether called or passed on as a value.
func (f *File) eachUse(visit func(pkg, name string, use ast.Expr)) {
	packages := map[string]string{} // by the name that the file knows them under
	for _, spec := range f.syntax.Imports {
		full := importName(spec)
		local := shortName(full)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		packages[local] = full
	}
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && packages[x.Name] != "" {
				visit(packages[x.Name], s.Sel.Name, s)
			}
		}
		return true
	})
}

// shortName is what a file calls a package that it gives no other name.
func shortName(full string) string {
	if full == fyne {
		return "fyne" // its path ends in the major version
	}
	return path.Base(full)
}
