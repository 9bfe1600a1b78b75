package setup

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

var (
	purposesKey = regexp.MustCompile(`^purposes:\s*(#.*)?$`)
	noneToday   = regexp.MustCompile(`^\s+none_today:\s*true\s*(#.*)?$`)
	flowKeys    = regexp.MustCompile(`^(\s+platform_keys:\s*\[)([^\]]*)(\].*)$`)
	blockKeys   = regexp.MustCompile(`^(\s+)platform_keys:`)
)

// front adds the purpose to the front matter of the original, or its without: to that of
// a translation.
func (a addition) front(original bool) error {
	p := purpose{a.purpose(), []Use{a.Use}}
	switch i := a.index(); {
	case original && i >= 0:
		return a.change(i)
	case original:
		return a.append(p.entry(a.words, a.charter.Controller.Name))
	case i < 0 && a.words.Kinds[p.id].Without != "":
		return a.append("  - id: " + p.id + "\n    without: " + a.words.Kinds[p.id].Without + "\n")
	}
	return nil
}

// append adds an entry to the list of purposes, or a front matter with it.
func (a addition) append(entry string) error {
	opening, closing := a.file.front()
	if closing == 0 {
		a.file.insert(1, "---\npurposes:\n"+entry+"---\n\n")
		return nil
	}
	first, last, indent := a.file.purposes(opening, closing)
	switch {
	case first == 0:
		a.file.insert(closing, "purposes:\n"+entry)
	case last == first:
		return message.Fault{File: a.file.name, Line: first, Problem: message.Of("the purposes are not written one to a line; nothing was changed"), Fix: message.Of("write each \"- id: …\" on its own line under purposes:")}
	default:
		a.file.insert(last+1, strings.ReplaceAll("\n"+entry, "\n  ", "\n"+indent)[1:])
	}
	return nil
}

// change deletes the line none_today of a purpose and adds the tool's key.
func (a addition) change(i int) error {
	_, closing := a.file.front()
	at := a.charter.Declared[i].Line
	end := at + 1
	for end < closing && !strings.HasPrefix(strings.TrimSpace(a.file.text(end)), "- id:") {
		end++
	}
	key := a.key()
	if slices.Contains(a.charter.Purposes[i].PlatformKeys, key) {
		key = ""
	}
	for n := at + 1; n < end; n++ {
		line := a.file.text(n)
		switch found := flowKeys.FindStringSubmatch(line); {
		case noneToday.MatchString(line):
			a.file.remove(n)
		case found != nil && key != "":
			list := key
			if strings.TrimSpace(found[2]) != "" {
				list = found[2] + ", " + key
			}
			a.file.replace(n, found[1]+list+found[3])
			key = ""
		case blockKeys.MatchString(line) && key != "" && n+1 < end && strings.HasPrefix(strings.TrimSpace(a.file.text(n+1)), "- "):
			next := a.file.text(n + 1)
			a.file.insert(n+1, next[:strings.IndexByte(next, '-')]+"- "+key+"\n")
			key = ""
		}
	}
	if key != "" {
		line := a.file.text(at)
		indent := strings.Repeat(" ", strings.Index(line, "id:"))
		a.file.insert(at+1, indent+"platform_keys: ["+key+"]\n")
	}
	return nil
}

// front returns the lines of the opening and the closing --- of the front matter; 0 if
// there is none.
func (e *edited) front() (opening, closing int) {
	opening = 1
	if e.text(1) == "" {
		opening = 2
	}
	if !strings.HasPrefix(e.text(opening), "---") {
		return 0, 0
	}
	for n := opening + 1; n <= len(e.lines); n++ {
		if e.text(n) == e.text(opening) {
			return opening, n
		}
	}
	return 0, 0
}

// purposes returns the line of the key purposes, the last line of its list, and the
// indent of its items. first is 0 without the key; last is first if the list is not a
// block.
func (e *edited) purposes(opening, closing int) (first, last int, indent string) {
	indent = "  "
	for n := opening + 1; n < closing; n++ {
		text := e.text(n)
		trimmed := strings.TrimSpace(text)
		switch {
		case first == 0 && (purposesKey.MatchString(text) || strings.HasPrefix(text, "purposes:")):
			first, last = n, n
		case first == 0 || trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case text == trimmed && !strings.HasPrefix(text, "-"):
			return first, last, indent // the next key
		default:
			if last == first {
				indent = text[:strings.IndexByte(text, trimmed[0])]
			}
			last = n
		}
	}
	return first, last, indent
}
