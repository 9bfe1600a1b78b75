package systemd

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"charte/internal/message"
)

// UnitPath is where systemd looks for the units of the system, the folder that wins
// first. The variable SYSTEMD_UNIT_PATH, when it is set, replaces it.
const UnitPath = "/etc/systemd/system.control:/run/systemd/system.control:/run/systemd/transient:" +
	"/etc/systemd/system:/run/systemd/system:/usr/local/lib/systemd/system:/usr/lib/systemd/system:/lib/systemd/system"

// Unit is what the unit file and the drop-ins of a service set in [Service].
type Unit struct{ settings []setting }

type setting struct {
	file       string
	line       int
	key, value string
}

// FindUnit reads a service's unit file and its drop-ins from the folders of path, a
// list with colons. Of charte@NAME.service, it reads the file of that name or the template
// charte@.service, with NAME for %i. It returns a Unit without settings where there is no
// such service.
func FindUnit(path, name string) (Unit, error) {
	names := []string{name}
	instance := ""
	if before, rest, found := strings.Cut(name, "@"); found {
		instance = strings.TrimSuffix(rest, ".service")
		names = append(names, before+"@.service")
	}
	var files []string
	for _, name := range names {
		for folder := range strings.SplitSeq(path, ":") {
			if file := filepath.Join(folder, name); folder != "" && len(files) == 0 && exists(file) {
				files = append(files, file)
			}
		}
	}
	if len(files) == 0 {
		return Unit{}, nil
	}
	var unit Unit
	for _, file := range append(files, dropIns(path, names)...) {
		data, err := os.ReadFile(file)
		if err != nil {
			return Unit{}, message.Errorf("cannot read a unit of systemd: %w", err)
		}
		unit.read(file, strings.ReplaceAll(string(data), "%i", instance))
	}
	return unit, nil
}

// exists is also true for a path that cannot be examined: reading it then reports the
// error.
func exists(file string) bool {
	_, err := os.Stat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// dropIns returns the drop-ins in the order in which systemd applies them. Of several
// with one file name the first counts.
func dropIns(path string, names []string) []string {
	var files []string
	var folders []string
	for _, name := range append(names, "service") {
		folders = append(folders, name+".d")
	}
	for _, folder := range folders {
		for parent := range strings.SplitSeq(path, ":") {
			found, _ := filepath.Glob(filepath.Join(parent, folder, "*.conf")) // fails on a bad pattern only
			for _, file := range found {
				same := func(other string) bool { return filepath.Base(other) == filepath.Base(file) }
				if parent != "" && !slices.ContainsFunc(files, same) {
					files = append(files, file)
				}
			}
		}
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(filepath.Base(a), filepath.Base(b)) })
	return files
}

// read appends the settings of one file. A line that ends with a backslash continues
// on the next line that is not a comment.
func (u *Unit) read(file, text string) {
	section, begun, start := "", "", 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, ";") {
			continue
		}
		if begun == "" {
			start = i + 1
		}
		if rest, more := strings.CutSuffix(line, `\`); more {
			begun += rest + " "
			continue
		}
		line, begun = begun+line, ""
		if strings.HasPrefix(line, "[") {
			section = line
		}
		if key, value, found := strings.Cut(line, "="); found && section == "[Service]" {
			u.settings = append(u.settings, setting{file, start, strings.TrimSpace(key), strings.TrimSpace(value)})
		}
	}
}

// all returns the settings of a key that count: an empty one clears those before it.
func (u Unit) all(key string) []setting {
	var all []setting
	for _, s := range u.settings {
		if s.key == key && s.value == "" {
			all = nil
		} else if s.key == key {
			all = append(all, s)
		}
	}
	return all
}
