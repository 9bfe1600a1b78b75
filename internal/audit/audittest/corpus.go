// Package audittest holds an invented portal that is as its charter says, and a
// corpus of faults, one in each file: what is seen when the portal has it, and the
// findings that must come of it. Tests of whatever makes or shows reports use it.
//
// It imports audit and charter.
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
	// Sentence says what is wrong, or what looks wrong and is not.
	Sentence string `json:"sentence"`
	// Replace are texts of charter.md with what stands in their place.
	Replace [][2]string `json:"replace"`
	// Forget are names of cookies that nothing sets.
	Forget []string `json:"forget"`
	// Add is what is seen besides, by state; Complete is false where the look was
	// cut short.
	Add      map[audit.State]audit.Visit `json:"add"`
	Complete *bool                       `json:"complete"`
	// Every is what every page answers in every state, in place of the portal;
	// Unreached are states that are not looked at.
	Every     *audit.Page   `json:"every"`
	Unreached []audit.State `json:"unreached"`
	// Incomplete is true where not everything was seen: no answer may reassure.
	Incomplete bool `json:"incomplete"`
	// Expect are the findings, all of them and no other.
	Expect []audit.Finding `json:"expect"`
}

// Faults reads the corpus, by file name.
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

// Report compares the portal with its charter, the faults in both; without faults
// nothing differs.
func Report(faults ...Fault) (audit.Report, error) {
	var seen audit.Observations
	if err := decode("clean.json", &seen); err != nil {
		return audit.Report{}, err
	}
	var replace [][2]string
	for _, f := range faults {
		f.put(&seen)
		replace = append(replace, f.Replace...)
	}
	declared, err := Charter(replace...)
	if err != nil {
		return audit.Report{}, err
	}
	return audit.Compare(declared, seen)
}

// put adds what is seen of a fault.
func (f Fault) put(seen *audit.Observations) {
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

// wall replaces what was seen by the answer that every page gives.
func (f Fault) wall(v *audit.Visit) {
	for i, p := range v.Pages {
		v.Pages[i] = *f.Every
		v.Pages[i].Address, v.Pages[i].Wall = p.Address, p.Wall
	}
	v.Cookies, v.Stored, v.Requests = []audit.Cookie{}, []audit.Stored{}, []audit.Request{}
}

// Charter is the portal's, with texts replaced.
func Charter(replace ...[2]string) (*charter.Charter, error) {
	text, err := files.ReadFile("charter.md")
	if err != nil {
		return nil, err
	}
	for _, r := range replace {
		if !bytes.Contains(text, []byte(r[0])) {
			return nil, fmt.Errorf("the charter of the corpus does not say %q", r[0])
		}
		text = bytes.ReplaceAll(text, []byte(r[0]), []byte(r[1]))
	}
	return charter.Load(fstest.MapFS{"charter.md": {Data: text}})
}

// decode reads a file strictly: a misspelt key would seed nothing.
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
