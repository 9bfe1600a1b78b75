package check_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/BurntSushi/toml"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/message"
)

// sentences returns everything that must have a translation, with the place where
// it is written: the formats passed to package message, the texts of the rules, and
// the purposes of known trackers.
func sentences(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{"fault": "level", "warning": "level", "notice": "level"}
	cite := func(source, at string) {
		for part := range strings.SplitSeq(source, "; ") {
			if !sameEverywhere.MatchString(part) {
				all[part] = "source of " + at
			}
		}
	}
	for _, rule := range check.Rules() {
		all[rule.Reason], all[rule.Fix] = "reason of "+rule.ID, "fix of "+rule.ID
		cite(rule.Source, rule.ID)
	}
	for _, p := range check.Person() {
		all[p.What] = "person: " + p.ID
		cite(p.Source, p.ID)
	}
	for _, word := range system() {
		all[word] = "the operating system"
	}
	for _, err := range []error{consent.ErrPurposeID, consent.ErrPurposeClash, consent.ErrNotFound} {
		all[err.Error()] = "internal/consent"
	}
	for _, fault := range []consent.Fault{consent.Changed, consent.Deleted, consent.Inserted, consent.Reordered, consent.Truncated} {
		english, _ := (&consent.ChainError{Fault: fault}).Sentence()
		all[english] = "internal/consent"
	}
	for _, name := range configurations(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, comment := range message.CommentsOf(string(text)) {
			all[comment] = name
		}
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
			for _, argument := range formats(call) {
				literal, ok := argument.(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: the message is not a literal, so it cannot be checked", at)
					return
				}
				all[unquoted(t, literal)] = at
			}
		}
	})
	return all
}

// configurations returns the files whose comments an operator reads.
func configurations(t *testing.T) []string {
	t.Helper()
	all := []string{"../../deploy/charte.env", "../../deploy/nginx.conf", "../../deploy/Caddyfile", "../../deploy/apache.conf"}
	for _, pattern := range []string{"../kit/*.conf", "../kit/*.vcl"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(found), err)
		}
		all = append(all, found...)
	}
	return all
}

// sameEverywhere matches the sources that are the same in each language: ids of the
// compliance checklist, technical standards and commands.
var sameEverywhere = regexp.MustCompile(`^([A-Z]-\d\d|(RGAA|WCAG) .*|charte .*)$`)

// system lists the words of errors of files and of the network, which package message
// translates one by one.
func system() []string {
	words := []string{"%s %s: %v", "open", "read", "stat", "lstat", "mkdir", "write", "rename", "remove", "fork/exec"}
	for _, number := range []syscall.Errno{syscall.ENOENT, syscall.EACCES, syscall.EPERM, syscall.EISDIR, syscall.ENOTDIR, syscall.EEXIST, syscall.ENOSPC, syscall.EROFS, syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EHOSTUNREACH, syscall.ENETUNREACH} {
		words = append(words, number.Error())
	}
	return words
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
	return ok && of.Name == "message" && slices.Contains([]string{"Of", "Errorf", "Count"}, selector.Sel.Name)
}

// formats returns the arguments of a call that are formats: two of Count, else the first.
func formats(call *ast.CallExpr) []ast.Expr {
	if call.Fun.(*ast.SelectorExpr).Sel.Name == "Count" {
		return call.Args[1:3]
	}
	return call.Args[:1]
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

// sentence matches two words in a row.
var sentence = regexp.MustCompile(`[a-z]{2,} [a-z]{2,}`)

// internal are errors that no operator sees.
var internal = []string{"help was printed"}

// What a command prints, and each error that it ends with, goes through package message, so
// that it exists in French. The service's log is in English.
func TestCommandsPrintNoSentenceThatCannotBeTranslated(t *testing.T) {
	t.Parallel()
	printing := []string{"errors.New", "fmt.Errorf", "fmt.Fprint", "fmt.Fprintf", "fmt.Fprintln", "fmt.Sprintf"}
	inCommands := regexp.MustCompile(`/internal/(chromium|command|proof|setup|store|systemd|placement)/`)
	seen := 0
	source(t, func(at string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || !inCommands.MatchString(filepath.ToSlash(at)) {
			return
		}
		function, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return
		}
		from, ok := function.X.(*ast.Ident)
		if !ok || !slices.Contains(printing, from.Name+"."+function.Sel.Name) {
			return
		}
		seen++
		for _, argument := range call.Args {
			literal, ok := argument.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				continue
			}
			if text := unquoted(t, literal); sentence.MatchString(verb.ReplaceAllString(text, "")) && !slices.Contains(internal, text) {
				t.Errorf("%s: %q is printed in English only: use message.Errorf, or say with message.Of", at, text)
			}
		}
	})
	if seen == 0 {
		t.Error("no call was checked")
	}
}
