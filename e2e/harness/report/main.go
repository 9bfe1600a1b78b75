// Report prints a page of an audit: the browser tests look at it, and a real audit
// would take minutes.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/a-h/templ"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/internal/i18n"
	"charte/locales"
	"charte/static"
	"charte/views"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: report faulty|clean|changes|many LANGUAGE")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "report:", err)
		os.Exit(1)
	}
}

func run(what, language string) error {
	clean, err := audittest.Report()
	if err != nil {
		return err
	}
	faulty, err := withFaults()
	if err != nil {
		return err
	}
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		return err
	}
	words, css := catalog.Words(language), ""
	for _, name := range []string{"tokens.css", "charte.css", "audit.css"} {
		text, err := static.Files.ReadFile(name)
		if err != nil {
			return err
		}
		css += string(text)
	}
	long, err := audittest.Report(many())
	if err != nil {
		return err
	}
	pages := map[string]templ.Component{
		"many":    views.Audit(views.NewAudit(words, css, long)),
		"clean":   views.Audit(views.NewAudit(words, css, clean)),
		"faulty":  views.Audit(views.NewAudit(words, css, faulty)),
		"changes": views.AuditChanges(views.NewAuditChanges(words, css, audit.Since(clean, faulty))),
	}
	if pages[what] == nil {
		return fmt.Errorf("no page %q", what)
	}
	return pages[what].Render(context.Background(), os.Stdout)
}

// withFaults is the corpus's portal with all that can be wrong at once, and a page
// that could not be seen.
func withFaults() (audit.Report, error) {
	all, err := audittest.Faults()
	if err != nil {
		return audit.Report{}, err
	}
	faults := []audittest.Fault{{Add: map[audit.State]audit.Visit{
		audit.Refused: {Pages: []audit.Page{{Address: "https://data.exemple.fr/map/", Status: 200, Troubles: []audit.Trouble{{ID: audit.Late, Count: 30}}}}},
	}}}
	for _, f := range all {
		if len(f.Replace)+len(f.Forget) == 0 && f.Complete == nil && !f.Incomplete {
			faults = append(faults, f)
		}
	}
	return audittest.Report(faults...)
}

// many are 129 cookies that are not declared, each with a finding, in two situations.
func many() audittest.Fault {
	var cookies []audit.Cookie
	for i := range 129 {
		name := fmt.Sprintf("traceur_de_mesure_%03d", i)
		cookies = append(cookies, audit.Cookie{Page: "https://data.exemple.fr/", Name: name, Domain: "data.exemple.fr", Lifetime: 3600e9, AfterChoice: true})
	}
	return audittest.Fault{Add: map[audit.State]audit.Visit{audit.Accepted: {Cookies: cookies}, audit.Undecided: {Cookies: cookies[:5]}}}
}
