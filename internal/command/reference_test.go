package command

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write the man page and the references")

// The man page and both reference pages are generated from the declarations of the
// flags. docs/reference.fr.toml translates each English sentence, so that the test fails
// if one changes without the other.
func TestManPageAndReferencesMatchHelp(t *testing.T) {
	t.Parallel()
	commands := model(t)
	french := translate(t, commands)
	for file, want := range map[string]string{
		"../../docs/charte.1":        manPage(commands),
		"../../docs/en/reference.md": page(commands, english),
		"../../docs/fr/reference.md": page(commands, french),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if have, err := os.ReadFile(file); err != nil || string(have) != want {
			t.Errorf("%s is out of date: go test ./internal/command -update (%v)", file, err)
		}
	}
}

// runnable returns the commands, with a group of commands replaced by its members.
func runnable(nodes []*kong.Node) (all []*kong.Node) {
	for _, node := range nodes {
		if node.Leaf() {
			all = append(all, node)
			continue
		}
		all = append(all, runnable(node.Children)...)
	}
	return all
}

// commandLine returns a command as users type it: the default of a group is typed as the
// name of the group.
func commandLine(node *kong.Node) string {
	if parent := node.Parent; parent.DefaultCmd == node && parent.Type == kong.CommandNode {
		return parent.Path()
	}
	return node.Path()
}

// option is a flag or an argument of a command.
type option struct{ form, help, variable, standard string }

type described struct {
	name, help string
	options    []option
	asServe    bool // takes all options of serve; options lists only the others
}

// model reads the commands as kong does.
func model(t *testing.T) []described {
	t.Helper()
	parser, err := kong.New(&cli{}, kong.Name("charte"))
	if err != nil {
		t.Fatal(err)
	}
	var all []described
	for _, node := range runnable(parser.Model.Children) {
		d := described{name: commandLine(node), help: node.Help}
		for _, p := range node.Positional {
			d.options = append(d.options, option{form: strings.ToUpper(p.Name), help: p.Help})
		}
		for _, f := range node.Flags {
			if hasVariable(f.Name) {
				d.options = append(d.options, option{form(f), f.Help, variable(f.Name), f.Default})
			}
		}
		if len(all) > 0 {
			d.asServe = !slices.ContainsFunc(all[0].options, func(o option) bool { return !slices.Contains(d.options, o) })
		}
		if d.asServe {
			d.options = slices.DeleteFunc(d.options, func(o option) bool { return slices.Contains(all[0].options, o) })
		}
		all = append(all, d)
	}
	return append(all, shared(parser.Model.Node))
}

// shared describes the flags that every command takes.
func shared(root *kong.Node) described {
	d := described{name: "COMMAND", help: "Flags that every command takes."}
	for _, f := range root.Flags {
		if f.Name != "help" {
			d.options = append(d.options, option{form: form(f), help: f.Help})
		}
	}
	return d
}

func form(f *kong.Flag) string {
	switch {
	case f.IsBool():
		return "--" + f.Name
	case f.Enum != "":
		return "--" + f.Name + "=" + strings.ReplaceAll(f.Enum, ",", "|")
	}
	return "--" + f.Name + "=" + f.PlaceHolder
}

// language holds the fixed texts of a reference page and translates the others.
type language struct {
	title, intro, standard, asServe, onlyServe string
	translate                                  func(english string) string
}

var english = language{
	title:     "# Reference of the command line",
	intro:     "Each flag can also be given in the environment, by the variable named beside it; the flag takes precedence.\nThis page, `charte --help` and `man charte` are generated from one source.",
	standard:  "Default: `%s`.",
	asServe:   "All flags of `charte serve`, and:",
	onlyServe: "All flags of `charte serve`.",
	translate: func(s string) string { return s },
}

// translate reads the French sentences. It fails unless they are exactly those of the
// English ones.
func translate(t *testing.T, commands []described) language {
	t.Helper()
	var pairs struct {
		Sentence []struct{ En, Fr string }
	}
	if _, err := toml.DecodeFile("../../docs/reference.fr.toml", &pairs); err != nil {
		t.Fatal(err)
	}
	french := map[string]string{}
	for _, p := range pairs.Sentence {
		french[p.En] = p.Fr
	}
	used := map[string]bool{}
	for _, c := range commands {
		used[c.help] = true
		for _, o := range c.options {
			used[o.help] = true
		}
	}
	for sentence := range used {
		if french[sentence] == "" {
			t.Errorf("docs/reference.fr.toml has no French for %q", sentence)
		}
	}
	for sentence := range french {
		if !used[sentence] {
			t.Errorf("docs/reference.fr.toml has a sentence that --help does not contain: %q", sentence)
		}
	}
	return language{
		title:     "# Référence de la ligne de commande",
		intro:     "Chaque option peut aussi être donnée dans l’environnement, par la variable indiquée à côté\u00a0; l’option l’emporte.\nCette page, `charte --help` et `man charte` sont produits à partir d’une seule source.",
		standard:  "Valeur par défaut\u00a0: `%s`.",
		asServe:   "Toutes les options de `charte serve`, et\u00a0:",
		onlyServe: "Toutes les options de `charte serve`.",
		translate: func(s string) string { return french[s] },
	}
}

// page returns a reference page.
func page(commands []described, l language) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n", l.title, l.intro)
	for _, c := range commands {
		fmt.Fprintf(&b, "\n## `charte %s`\n\n%s\n", c.name, l.translate(c.help))
		switch {
		case c.asServe && len(c.options) > 0:
			fmt.Fprintf(&b, "\n%s\n", l.asServe)
		case c.asServe:
			fmt.Fprintf(&b, "\n%s\n", l.onlyServe)
		}
		for _, o := range c.options {
			fmt.Fprintf(&b, "\n- `%s`", o.form)
			if o.variable != "" {
				fmt.Fprintf(&b, " (`%s`)", o.variable)
			}
			fmt.Fprintf(&b, "  \n  %s", l.translate(o.help))
			if o.standard != "" {
				fmt.Fprintf(&b, " "+l.standard, o.standard)
			}
		}
		if len(c.options) > 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
