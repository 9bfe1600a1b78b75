package browse

import (
	"cmp"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"charte/internal/audit"
)

// unseen returns why the page that the tab shows is not the portal's: a page counts
// as seen if it answered with success and an HTML document that painted its text.
func (t *tab) unseen(asked string, found []inside) troubles {
	status, loaded := t.shown()
	switch kind := t.contentType(); {
	case status != 0 && (status < 200 || status > 299):
		return troubles{{ID: audit.Status, Detail: strconv.Itoa(status)}}
	case status != 0 && kind != "text/html" && kind != "application/xhtml+xml":
		return troubles{{ID: audit.NotHTML, Detail: cut(kind)}}
	case len(found) == 0 || !loaded || status == 0:
		return troubles{{ID: audit.Unreadable}}
	}
	shown := found[0]
	landed := cmp.Or(shown.Address, asked)
	switch {
	case leadsToLogin(asked, landed) || shown.Password && shown.Text < littleText:
		return troubles{{ID: audit.Login, Detail: told(landed)}}
	case !sameHost(asked, landed):
		return troubles{{ID: audit.Elsewhere, Detail: told(landed)}}
	case shown.Text == 0:
		return troubles{{ID: audit.Blank}}
	case shown.wall():
		return troubles{{ID: audit.Wall, Detail: cut(first(shown.Start, 120))}}
	}
	return nil
}

// Walls have little text and lead nowhere; a portal's page has more.
const (
	littleText = 1000 // characters
	fewLinks   = 10   // links
	scantText  = 100  // characters, without any link: no page of a portal, whatever it is
)

// wall reports whether the page asks to wait, to prove that one is no robot or to
// come back later, instead of showing the portal.
func (i inside) wall() bool {
	switch {
	case i.Text < scantText && len(i.Links) == 0:
		return true
	case i.Text < littleText && len(i.Links) < fewLinks:
		return walls.MatchString(i.Start)
	}
	return false
}

// walls are words of such pages, in the languages of the charters.
var walls = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`checking your browser`, `just a moment`, `verif(y|ying) (that )?you are (a )?human`, `not a (ro)?bot`, `enable (javascript|cookies)`,
	`attention required`, `pardon our interruption`, `access (to this page )?(has been )?denied`, `forbidden`, `unauthori[sz]ed`,
	`too many requests`, `unusual traffic`, `are you a robot`, `\bcaptcha`, `ddos`, `under (maintenance|construction)`, `maintenance mode`,
	`(temporarily|currently) unavailable`, `service unavailable`, `bad gateway`, `internal server error`, `(page )?not found`, `be back (soon|shortly)`,
	`un instant`, `vérification (de votre navigateur|que vous êtes)`, `pas un robot`, `activez (javascript|les cookies)`, `acc[eè]s (refusé|interdit|non autorisé)`,
	`trop de requêtes`, `trafic inhabituel`, `en (cours de )?(maintenance|construction|travaux)`, `(maintenance|opération) (en cours|programmée)`,
	`(momentanément|temporairement|actuellement) (indisponible|inaccessible)`, `service indisponible`, `page (introuvable|non trouvée)`, `bientôt de retour`,
	`bloqué`, `blocked`, `robots? (détecté|interdit)`, `automated (access|requests)`, `accès automatis`,
}, "|"))

// logins are the words of a login's path or host, each as a part of its own.
var logins = regexp.MustCompile(`(?i)(^|[/._-])(log-?in|sign-?in|connexion|se-connecter|authentification|auth|oauth2?|openid-connect|sso|saml2?|cas|idp|authorize|authenticate|keycloak)([/._-]|$)`)

// leadsToLogin reports whether an address led to a page of login.
func leadsToLogin(asked, landed string) bool {
	a, errAsked := url.Parse(asked)
	l, errLanded := url.Parse(landed)
	if errAsked != nil || errLanded != nil {
		return false
	}
	return l.Path != a.Path && logins.MatchString(l.Path) || !sameHost(asked, landed) && logins.MatchString(l.Hostname())
}

// sameHost reports whether two addresses are on one host; www is no other.
func sameHost(a, b string) bool {
	return strings.TrimPrefix(host(a), "www.") == strings.TrimPrefix(host(b), "www.")
}

// first returns the beginning of a text, of so many characters.
func first(text string, most int) string {
	if all := []rune(text); len(all) > most {
		return string(all[:most]) + "…"
	}
	return text
}
