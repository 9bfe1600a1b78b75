package browse

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"charte/internal/audit"
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
		return wallWords.MatchString(i.Start)
	}
	return false
}

// wallWords matches words of such pages, in French and English.
var wallWords = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`checking your browser`, `just a moment`, `verif(y|ying) (that )?you are (a )?human`, `not a (ro)?bot`, `enable (javascript|cookies)`,
	`attention required`, `pardon our interruption`, `access (to this page )?(has been )?denied`, `forbidden`, `unauthori[sz]ed`,
	`too many requests`, `unusual traffic`, `are you a robot`, `\bcaptcha`, `ddos`, `under (maintenance|construction)`, `maintenance mode`,
	`(temporarily|currently) unavailable`, `service unavailable`, `bad gateway`, `internal server error`, `(page )?not found`, `be back (soon|shortly)`,
	`un instant`, `vérification (de votre navigateur|que vous êtes)`, `pas un robot`, `activez (javascript|les cookies)`, `acc[eè]s (refusé|interdit|non autorisé)`,
	`trop de requêtes`, `trafic inhabituel`, `en (cours de )?(maintenance|construction|travaux)`, `(maintenance|opération) (en cours|programmée)`,
	`(momentanément|temporairement|actuellement) (indisponible|inaccessible)`, `service indisponible`, `page (introuvable|non trouvée)`, `bientôt de retour`,
	`bloqué`, `blocked`, `robots? (détecté|interdit)`, `automated (access|requests)`, `accès automatis`,
}, "|"))

// loginWords matches parts of the path or the host of a login page.
var loginWords = regexp.MustCompile(`(?i)(^|[/._-])(log-?in|sign-?in|connexion|se-connecter|authentification|auth|oauth2?|openid-connect|sso|saml2?|cas|idp|authorize|authenticate|keycloak)([/._-]|$)`)

// leadsToLogin reports whether the address asked redirected to a login page.
func leadsToLogin(asked, landed string) bool {
	a, errAsked := url.Parse(asked)
	l, errLanded := url.Parse(landed)
	if errAsked != nil || errLanded != nil {
		return false
	}
	return l.Path != a.Path && loginWords.MatchString(l.Path) || !sameHost(asked, landed) && loginWords.MatchString(l.Hostname())
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
