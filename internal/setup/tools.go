package setup

import (
	"slices"
	"strings"
	"unicode"

	"charte/internal/audit"
	"charte/internal/message"
)

// exemptable maps the tools that can be set up to need no consent (CNIL 2020-091 §50)
// to their key in the platform's cookie; keys holds those of the tools that cannot.
var (
	exemptable = map[string]string{"Matomo": "matomo", "Piano Analytics": "piano", "AT Internet (XiTi)": "xiti", "Eulerian": "eulerian"}
	keys       = map[string]string{"Google Analytics": "ga"}
)

// Names returns the names of the tools that can be declared, in alphabetical order.
func Names() ([]string, error) {
	tools, err := audit.Known()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, t := range tools {
		if !isOwn(t) {
			names = append(names, t.Name)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return names, nil
}

// isOwn reports whether every new charter declares the tool, or none does: a tag manager
// sets nothing itself.
func isOwn(t audit.Tool) bool {
	return t.Name == "Charte" || t.Name == "Opendatasoft" || t.Kind == "tags"
}

// SetTools stores a list of tools in use, each a name of the known list with ":exempt"
// behind it if it is used without consent.
func (a *Answers) SetTools(text string) error {
	var all []Use
	for _, item := range list(text) {
		use, err := Find(item)
		if err != nil {
			return err
		}
		if i := slices.IndexFunc(all, func(o Use) bool { return o.Name == use.Name }); i >= 0 {
			return message.Errorf("--tools: %s is given twice", use.Name)
		}
		all = append(all, use)
	}
	a.Tools = all
	return nil
}

// Find returns the known tool that an operator means: capitals, spaces and signs do not
// matter.
func Find(text string) (Use, error) {
	name, mode, hasMode := strings.Cut(text, ":")
	tools, err := audit.Known()
	if err != nil {
		return Use{}, err
	}
	i := slices.IndexFunc(tools, func(t audit.Tool) bool {
		return plain(name) != "" && (plain(t.Name) == plain(name) || Use{Tool: t}.key() == plain(name))
	})
	if i < 0 { // "xiti", "tag manager"
		i = slices.IndexFunc(tools, func(t audit.Tool) bool {
			return len(plain(name)) > 3 && strings.Contains(plain(t.Name), plain(name))
		})
	}
	if i < 0 {
		names, _ := Names()
		return Use{}, message.Errorf("unknown tool %q; the known tools are: %s", name, strings.Join(names, ", "))
	}
	switch t := tools[i]; {
	case t.Kind == "tags":
		return Use{}, message.Errorf("%s sets no tracker itself: name the tools that it loads", t.Name)
	case isOwn(t):
		return Use{}, message.Errorf("%s is declared in every new charter; leave it out", t.Name)
	case hasMode && mode != "exempt" && mode != "asked":
		return Use{}, message.Errorf("%q: write %s:exempt or %s:asked", text, t.Name, t.Name)
	case mode == "exempt" && !t.Exempt && exemptable[t.Name] == "":
		return Use{}, message.Errorf("%s cannot be used without consent: write %s:asked", t.Name, t.Name)
	default:
		return Use{t, mode == "exempt"}, nil
	}
}

// plain returns the letters and digits of a name in lower case.
func plain(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, name)
}

// purpose returns the id of the purpose that the tool belongs to.
func (u Use) purpose() string {
	switch {
	case u.Exempt:
		return "necessary"
	case u.Exempted:
		return "audience"
	}
	return u.Kind
}

// key returns the tool's key in the platform's cookie, or "".
func (u Use) key() string {
	if key := exemptable[u.Name]; key != "" {
		return key
	}
	return keys[u.Name]
}
