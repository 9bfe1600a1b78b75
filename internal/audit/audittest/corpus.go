// Package audittest provides a fictitious portal that matches its charter, and a
// corpus of faults, one per file: what is seen if the portal has the fault, and the
// expected findings. It is for tests of packages that create or render reports.
package audittest

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing/fstest"

	"charte/internal/audit"
	"charte/internal/charter"
)

//go:embed charter.md clean.json corpus/*.json
var files embed.FS

// Fault is one file of the corpus.
type Fault struct {
	// Sentence describes what is wrong, or what looks wrong but is correct.
	Sentence string `json:"sentence"`
	// Replace are pairs of a text of charter.md and its replacement.
	Replace [][2]string `json:"replace"`
	// Forget are names of cookies to remove from the observations.
	Forget []string `json:"forget"`
	// Add is what is seen in addition, by state. Complete is false if the audit was
	// aborted.
	Add      map[audit.State]audit.Visit `json:"add"`
	Complete *bool                       `json:"complete"`
	// Lookups are the answers of DNS.
	Lookups []audit.Lookup `json:"lookups"`
	// Every replaces every page in every state. Unreached are states to remove.
	Every     *audit.Page   `json:"every"`
	Unreached []audit.State `json:"unreached"`
	// Incomplete is true if the audit must be reported as incomplete.
	Incomplete bool `json:"incomplete"`
	// Expect are all expected findings.
	Expect []audit.Finding `json:"expect"`
}

// Faults returns the corpus, by file name.
func Faults() (map[string]Fault, error) {
	names, err := fs.Glob(files, "corpus/*.json")
	if err != nil {
		return nil, err
	}
	all := map[string]Fault{}
	for _, name := range names {
		var f Fault
		if err := decode(name, &f); err != nil {
			return nil, err
		}
		all[strings.TrimSuffix(strings.TrimPrefix(name, "corpus/"), ".json")] = f
	}
	return all, nil
}

// Report applies faults to the portal and its charter and compares the two. Without
// faults there is no finding.
func Report(faults ...Fault) (audit.Report, error) {
	var seen audit.Observations
	if err := decode("clean.json", &seen); err != nil {
		return audit.Report{}, err
	}
	var replace [][2]string
	for _, f := range faults {
		replace = append(replace, f.Replace...)
	}
	declared, err := Charter(replace...)
	if err != nil {
		return audit.Report{}, err
	}
	if slices.Contains(audit.StatesFor(declared.Purposes), audit.Objected) {
		object(&seen)
	}
	for _, f := range faults {
		f.put(&seen)
	}
	return audit.Compare(declared, seen)
}

// object adds the state after an objection, in which nothing but what is necessary and
// the choice cookie is seen.
func object(seen *audit.Observations) {
	before, _ := seen.Visit(audit.Undecided)
	before.State = audit.Objected
	before.Cookies = slices.Clone(before.Cookies)
	refused, _ := seen.Visit(audit.Refused)
	for _, k := range refused.Cookies {
		if k.Name == audit.Preferences {
			before.Cookies = append(before.Cookies, k)
		}
	}
	seen.Visits = slices.Insert(seen.Visits, 3, before)
}

// put applies a fault to the observations.
func (f Fault) put(seen *audit.Observations) {
	seen.Lookups = append(seen.Lookups, f.Lookups...)
	seen.Complete = seen.Complete && (f.Complete == nil || *f.Complete)
	seen.Visits = slices.DeleteFunc(seen.Visits, func(v audit.Visit) bool { return slices.Contains(f.Unreached, v.State) })
	for i := range seen.Visits {
		if f.Every != nil {
			f.wall(&seen.Visits[i])
		}
		v, more := &seen.Visits[i], f.Add[seen.Visits[i].State]
		v.Cookies = slices.DeleteFunc(v.Cookies, func(c audit.Cookie) bool { return slices.Contains(f.Forget, c.Name) })
		v.Troubles = append(v.Troubles, more.Troubles...)
		v.Pages = append(v.Pages, more.Pages...)
		v.Cookies = append(v.Cookies, more.Cookies...)
		v.Stored = append(v.Stored, more.Stored...)
		v.Requests = append(v.Requests, more.Requests...)
	}
}

// wall replaces every page of a visit by f.Every.
func (f Fault) wall(v *audit.Visit) {
	for i, p := range v.Pages {
		v.Pages[i] = *f.Every
		v.Pages[i].Address, v.Pages[i].Wall = p.Address, p.Wall
	}
	v.Cookies, v.Stored, v.Requests = []audit.Cookie{}, []audit.Stored{}, []audit.Request{}
}

// Charter returns the charter of the portal, with texts replaced.
func Charter(replace ...[2]string) (*charter.Charter, error) {
	text, err := files.ReadFile("charter.md")
	if err != nil {
		return nil, err
	}
	for _, r := range replace {
		if !bytes.Contains(text, []byte(r[0])) {
			return nil, fmt.Errorf("the charter of the corpus does not contain %q", r[0])
		}
		text = bytes.ReplaceAll(text, []byte(r[0]), []byte(r[1]))
	}
	return charter.Load(fstest.MapFS{"charter.md": {Data: text}})
}

// decode rejects unknown keys, because a misspelt key would have no effect.
func decode(name string, into any) error {
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
