package command

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// serviceLink matches the variables that Kubernetes and Docker links inject for a service
// whose name begins with charte. They are not settings.
var serviceLink = regexp.MustCompile(`^CHARTE(_[A-Z0-9_]+)?_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)$`)

// unused lists the settings without effect: variables that belong to no flag, and lines
// of the file that systemd ignores.
func (e *environment) unused() []message.Text {
	var all []message.Text
	for _, line := range e.ignored {
		all = append(all, message.Of("%s, line %d: systemd ignores this line; write NAME=value, without export", e.file, line))
	}
	for _, name := range e.names() {
		if e.flags[name] != "" || serviceLink.MatchString(name) {
			continue
		}
		if isSettingsFlag(strings.ToLower(strings.TrimPrefix(name, prefix))) {
			all = append(all, message.Of("%s: --settings and --unit have no variable; give them on the command line", name))
			continue
		}
		close := nearest(name, e.flags)
		all = append(all, message.Of("%s is not a variable of Charte; the nearest is %s, of --%s", name, close, e.flags[close]))
	}
	return all
}

// elsewhere lists the settings that the unit adds, which commands cannot read.
func (e *environment) elsewhere() []message.Text {
	var all []message.Text
	for _, d := range e.differences {
		all = append(all, message.Of("%s: %s changes the service's settings, and a command cannot follow; write the setting into %s instead", d.Place, d.Directive, e.file))
	}
	return all
}

// hidden lists the CHARTE_ variables of the process that --settings overrides.
func (e *environment) hidden() []message.Text {
	var all []message.Text
	for _, name := range slices.Sorted(maps.Keys(e.process)) {
		value := e.process[name]
		if e.file != "" && e.flags[name] != "" && value != e.get(name) {
			all = append(all, message.Of("%s of this session is not used: the settings are those of %s", name, e.file))
		}
	}
	return all
}

// report writes to stderr which settings are not used, unless the command reports them
// itself. It fails if the service has other settings than the command, which could then
// read another registry or purge with another retention.
func (e *environment) report(chosen command, stderr io.Writer) error {
	warn := func(problem message.Text) {
		fmt.Fprintln(stderr, wordsOf(e.environ()).Say(message.Of("charte: warning: %s", problem)))
	}
	for _, problem := range e.hidden() {
		warn(problem)
	}
	switch chosen.(type) {
	case *checkCommand, *settingsCommand, *versionCommand:
		return nil
	case *serveCommand: // logs them
	default:
		for _, problem := range e.unused() {
			warn(problem)
		}
	}
	var all []error
	for _, problem := range e.elsewhere() {
		all = append(all, message.Errorf("%s", problem))
	}
	return errors.Join(all...)
}

// nearest returns the key with the fewest edits between it and name.
func nearest(name string, keys map[string]string) string {
	best, least := "", 0
	for key := range keys {
		if d := edits(name, key); best == "" || d < least || d == least && key < best {
			best, least = key, d
		}
	}
	return best
}

// edits returns the Levenshtein distance of a and b, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
