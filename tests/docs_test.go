package tests

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	docLink  = regexp.MustCompile(`\[([A-Z]\w*)(?:\.([A-Z]\w*))?\]`)
	fileName = regexp.MustCompile(`[\w./]*\w+\.go\b`)
)

// The comment of each package links to names and mentions files that exist.
func TestPackageCommentsNameWhatExists(t *testing.T) {
	t.Parallel()
	for _, folder := range packageFolders(t) {
		comment, symbols := packageComment(t, folder)
		for _, link := range docLink.FindAllStringSubmatch(comment, -1) {
			if !symbols(link[1], link[2]) {
				t.Errorf("%s: the package comment links to %s, which does not exist", folder, link[0])
			}
		}
		for _, name := range fileName.FindAllString(comment, -1) {
			if _, err := os.Stat(filepath.Join("..", folder, name)); err != nil {
				t.Errorf("%s: the package comment: %v", folder, err)
			}
		}
	}
}

// ARCHITECTURE.md names every package of internal/, and its files exist.
func TestArchitectureNamesEveryPackageAndExistingFiles(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range packageFolders(t) {
		if filepath.Dir(folder) == "internal" && !strings.Contains(string(text), "`"+folder+"`") {
			t.Errorf("ARCHITECTURE.md does not name %s", folder)
		}
	}
	for _, name := range fileName.FindAllString(string(text), -1) {
		_, errRoot := os.Stat(filepath.Join("..", name))
		_, errHandlers := os.Stat(filepath.Join("..", "handlers", name))
		if errRoot != nil && errHandlers != nil {
			t.Errorf("ARCHITECTURE.md: %v", errRoot)
		}
	}
}

// packageFolders returns the folders with Go files, relative to the module root.
func packageFolders(t *testing.T) []string {
	t.Helper()
	var all []string
	module := os.DirFS("..")
	err := fs.WalkDir(module, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") && name != "." {
			return fs.SkipDir
		}
		if files, _ := fs.Glob(module, filepath.Join(path, "*.go")); len(files) > 0 {
			all = append(all, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// packageComment returns the comment of the package in folder, and a function that
// reports whether the package declares a name or a type's method.
func packageComment(t *testing.T, folder string) (string, func(name, method string) bool) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if len(files) == 0 {
		return "", nil
	}
	p, err := doc.NewFromFiles(set, files, "charte/"+filepath.ToSlash(folder))
	if err != nil {
		t.Fatal(err)
	}
	found := p.Parser()
	return p.Doc, func(name, method string) bool {
		if method != "" {
			return found.LookupSym(name, method)
		}
		return found.LookupSym("", name)
	}
}
