package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"charte/internal/check"
	"charte/internal/consent"
)

// sentences returns everything that must have a translation, with the place where
// it is written: the formats passed to package message, the texts of the rules, and
// the purposes of known trackers.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"fault": "level", "warning": "level", "notice": "level"}
	for _, rule := range check.Rules() {
		all[rule.Reason], all[rule.Fix] = "reason of "+rule.ID, "fix of "+rule.ID
	}
	for _, p := range check.Person() {
		all[p.What] = "person: " + p.ID
	}
	for _, err := range []error{consent.ErrPurposeID, consent.ErrPurposeClash} {
		all[err.Error()] = "internal/consent"
	}
	var known struct {
		Tool []struct{ Trackers []struct{ Purpose string } }
	}
	if _, err := toml.DecodeFile("../audit/known.toml", &known); err != nil {
		t.Fatal(err)
	}
	for _, tool := range known.Tool {
		for _, tracker := range tool.Trackers {
			all[tracker.Purpose] = "internal/audit/known.toml"
		}
	}
	source(t, func(at string, n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok && isMessage(call.Fun) {
			literal, ok := call.Args[0].(*ast.BasicLit)
			if !ok {
				t.Errorf("%s: the message is not a literal, so it cannot be checked", at)
				return
			}
			all[unquoted(t, literal)] = at
		}
	})
	return all
}

// tools are the folders of the repository that are not part of the program.
var tools = []string{".git", "bench", "deploy", "e2e", "release", "node_modules", "consenttest"}

// source visits every node of the program's source, without tests, generated files
// and package message, whose functions take any text.
func source(t *testing.T, visit func(at string, n ast.Node)) {
	t.Helper()
	root, seen := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(tools, d.Name()):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, "_templ.go"):
			return nil
		}
		seen++
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil || file.Name.Name == "message" {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				visit(files.Position(n.Pos()).String(), n)
			}
			return true
		})
		return nil
	})
	if err != nil || seen < 100 {
		t.Fatalf("%d files of source: %v", seen, err)
	}
}

func unquoted(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	text, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func isMessage(function ast.Expr) bool {
	selector, ok := function.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == "message" && slices.Contains([]string{"Of", "Errorf"}, selector.Sel.Name)
}

// French texts belong in the folder locales, where a person reviews them.
func TestNoStringOfTheProgramIsFrench(t *testing.T) {
	t.Parallel()
	french := regexp.MustCompile(`[àâçéèêëîïôûùüœÀÂÇÉÈÊËÎÏÔÛÙÜŒ«»]|\pL’\pL`)
	source(t, func(at string, n ast.Node) {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING && french.MatchString(unquoted(t, literal)) {
			t.Errorf("%s: %s", at, literal.Value)
		}
	})
}
