package handlers

import (
	"fmt"
	"net/http"
	"strings"

	"charte/internal/portal"
)

// Search engines get what they need in headers: the pages, whose text is evidence, do not
// change with the address of the service.

// charterLinks returns the Link header of the charter page in each language: its address
// without a query, and those of its translations. The root negotiates the language.
func charterLinks(base portal.Base, languages []string) map[string][]string {
	alternates := []string{fmt.Sprintf(`<%s>; rel="alternate"; hreflang="x-default"`, base.URL("/"))}
	for _, lang := range languages {
		alternates = append(alternates, fmt.Sprintf(`<%s>; rel="alternate"; hreflang=%q`, base.URL("/"+lang+"/"), lang))
	}
	all := map[string][]string{}
	for _, lang := range languages {
		all[lang] = []string{fmt.Sprintf(`<%s>; rel="canonical", %s`, base.URL("/"+lang+"/"), strings.Join(alternates, ", "))}
	}
	return all
}

// describe sets the headers of the charter page for search engines: its address in each
// language, and noindex if the query holds a return address or an act to confirm,
// because such a page is one visitor's.
func (a *answers) describe(w http.ResponseWriter, r *http.Request, lang string) {
	w.Header()["Link"] = a.headers.links[lang]
	if has(r, "back") || has(r, "return") || has(r, "done") {
		hide(w)
	}
}

// hide keeps an answer out of search engines.
func hide(w http.ResponseWriter) { w.Header()["X-Robots-Tag"] = noIndex }

var noIndex = []string{"noindex"}
