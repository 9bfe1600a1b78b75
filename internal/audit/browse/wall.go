package browse

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"charte/internal/audit"
	"charte/internal/check"
)

// notPortal returns why the page in the tab is not the portal's. The portal's page is a
// successful response with an HTML document that has painted its text.
func (t *tab) notPortal(asked string, found []frameContent) troubles {
	status, loaded := t.response()
	switch kind := t.contentType(); {
	case status != 0 && (status < 200 || status > 299):
		return troubles{{ID: audit.Status, Detail: strconv.Itoa(status)}}
	case status != 0 && kind != "text/html" && kind != "application/xhtml+xml":
		return troubles{{ID: audit.NotHTML, Detail: truncate(kind)}}
	case len(found) == 0 || !loaded || status == 0:
		return troubles{{ID: audit.Unreadable}}
	}
	main := found[0]
	landed := cmp.Or(main.Address, asked)
	switch {
	case leadsToLogin(asked, landed) || main.Password && main.Text < littleText:
		return troubles{{ID: audit.Login, Detail: redact(landed)}}
	case !sameHost(asked, landed):
		return troubles{{ID: audit.Elsewhere, Detail: redact(landed)}}
	case main.Text == 0:
		return troubles{{ID: audit.Blank}}
	case main.wall():
		return troubles{{ID: audit.Wall, Detail: truncate(firstRunes(main.Start, 120))}}
	}
	return nil
}

// A wall has little text and few links; a portal's page has more.
const (
	littleText = 1000 // characters
	fewLinks   = 10   // links
	scantText  = 100  // characters: with less and without any link it is a wall whatever its words
)

// wall reports whether the page is a challenge, a denial or a maintenance page instead
// of the portal.
func (i frameContent) wall() bool {
	switch {
	case i.Text < scantText && len(i.Links) == 0:
		return true
	case i.Text < littleText && len(i.Links) < fewLinks:
		return check.Mentions("wall", i.Start)
	}
	return false
}

// leadsToLogin reports whether the address asked redirected to a login page.
func leadsToLogin(asked, landed string) bool {
	a, errAsked := url.Parse(asked)
	l, errLanded := url.Parse(landed)
	if errAsked != nil || errLanded != nil {
		return false
	}
	return l.Path != a.Path && check.Mentions("login", l.Path) || !sameHost(asked, landed) && check.Mentions("login", l.Hostname())
}

// sameHost reports whether two addresses have the same host, apart from "www.".
func sameHost(a, b string) bool {
	return strings.TrimPrefix(host(a), "www.") == strings.TrimPrefix(host(b), "www.")
}

// firstRunes returns at most the given number of characters of a text.
func firstRunes(text string, limit int) string {
	if all := []rune(text); len(all) > limit {
		return string(all[:limit]) + "…"
	}
	return text
}
