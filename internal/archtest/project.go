package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Module is the path that our imports begin with.
const Module = "relais"

// A Project is every Go file of the module.
type Project struct {
	Files []*File
}

// A File is one Go file. Its imports of ours are folders ("internal/desk"), the others import paths.
type File struct {
	Path   string // from the root of the project
	Folder string
	Test   bool

	syntax *ast.File
	fset   *token.FileSet
}

// Load parses the module at the root of fsys. It fails on a file that does not parse.
func Load(fsys fs.FS) (*Project, error) {
	p := &Project{}
	fset := token.NewFileSet()
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if leftOut(fsys, name) {
				return fs.SkipDir
			}
			return nil
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		f, err := parse(fsys, fset, name)
		if err != nil {
			return err
		}
		p.Files = append(p.Files, f)
		return nil
	})
	return p, err
}

// leftOut reports whether a folder is none of the module's packages.
func leftOut(fsys fs.FS, name string) bool {
	if name == "." {
		return false
	}
	base := path.Base(name)
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
	return err == nil
}

func parse(fsys fs.FS, fset *token.FileSet, name string) (*File, error) {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	syntax, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	return &File{
		Path:   name,
		Folder: path.Dir(name),
		Test:   strings.HasSuffix(name, "_test.go"),
		syntax: syntax,
		fset:   fset,
	}, nil
}

// Folders lists the folders that hold Go files, in order.
func (p *Project) Folders() []string {
	var folders []string
	for _, f := range p.Files {
		folders = append(folders, f.Folder)
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// importName turns an import path into the name that rules use: ours lose the module's name.
func importName(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return strings.TrimPrefix(name, Module+"/")
}

// ours reports whether spec imports a package of this module.
func ours(spec *ast.ImportSpec) bool {
	return strings.HasPrefix(strings.Trim(spec.Path.Value, "`\""), Module+"/")
}

// standard reports whether spec imports from the standard library, whose paths have no dot in their first element.
func standard(spec *ast.ImportSpec) bool {
	first, _, _ := strings.Cut(importName(spec), "/")
	return !ours(spec) && !strings.Contains(first, ".")
}

// covers reports whether a pattern of the table covers a name.
func covers(pattern, name string) bool {
	if pattern == "..." {
		return true
	}
	if tree, ok := strings.CutSuffix(pattern, "/..."); ok {
		return name == tree || strings.HasPrefix(name, tree+"/")
	}
	if parent, ok := strings.CutSuffix(pattern, "/*"); ok {
		return path.Dir(name) == parent
	}
	return pattern == name
}

func anyCovers(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return covers(pattern, name) })
}

func (f *File) at(pos token.Pos) string {
	return fmt.Sprintf("%s:%d", f.Path, f.fset.Position(pos).Line)
}
