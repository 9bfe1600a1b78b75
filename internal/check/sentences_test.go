package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/consent"
)

// sentences are all that a report may hold, with where each is written: what the
// program's source says, and what the rules say.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"fault": "level", "warning": "level", "notice": "level"}
	for _, rule := range check.Rules() {
		all[rule.Reason], all[rule.Mend] = "reason of "+rule.ID, "mend of "+rule.ID
	}
	for _, p := range check.Person() {
		all[p.What] = "person: " + p.ID
	}
	for _, err := range []error{consent.ErrPurposeID, consent.ErrPurposeClash} {
		all[err.Error()] = "internal/consent"
	}
	err := filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && filepath.Dir(name) != "../phrase" {
			written(t, name, all)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// written adds the sentences that a file gives to phrase.Of and phrase.Errorf.
func written(t *testing.T, name string, all map[string]string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !isPhrase(call.Fun) {
			return true
		}
		literal, ok := call.Args[0].(*ast.BasicLit)
		if !ok {
			t.Errorf("%s: the sentence is no literal, so its words cannot be found", files.Position(call.Pos()))
			return true
		}
		english, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		all[english] = files.Position(call.Pos()).String()
		return true
	})
}

func isPhrase(function ast.Expr) bool {
	selector, ok := function.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	of, ok := selector.X.(*ast.Ident)
	return ok && of.Name == "phrase" && slices.Contains([]string{"Of", "Errorf"}, selector.Sel.Name)
}
