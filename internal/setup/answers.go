package setup

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"

	"charte/internal/audit"
	"charte/internal/message"
	"charte/internal/portal"
)

// maxName is the greatest length of the authority's name, in characters.
const maxName = 300

// Answers holds the operator's answers about the portal. The Set methods check and store
// one answer as it was typed.
type Answers struct {
	Authority    string
	Portal       string   // origin
	Service      string   // address of the service: an origin, or a path of the portal's
	CookieDomain string   // set by Complete; empty under a path of the portal's host
	Languages    []string // the first is that of charter.md
	Tools        []Use
	Contact, DPO string // e-mail or web addresses; may be empty
	Effective    time.Time
	// Opendatasoft reports whether the portal is one of Opendatasoft's, whose cookies are
	// then declared.
	Opendatasoft bool
}

// Use is a known tool, and whether it is used without consent.
type Use struct {
	audit.Tool
	Exempted bool
}

// SetAuthority stores the name of the controller. Runs of spaces become one space, and a
// letter with a separate accent becomes one character, as the charter reads it.
func (a *Answers) SetAuthority(text string) error {
	text = norm.NFC.String(strings.Join(strings.Fields(text), " "))
	switch {
	case text == "":
		return message.Errorf("--authority is missing: give the name of the authority, as visitors know it")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, isInvisible):
		return message.Errorf("--authority %q: contains a character that cannot be printed; delete it", text)
	case utf8.RuneCountInString(text) > maxName:
		return message.Errorf("--authority: %d characters; write %d at most", utf8.RuneCountInString(text), maxName)
	}
	a.Authority = text
	return nil
}

// isInvisible reports whether a name must not contain c. The two joiners are part of the
// spelling of Persian and of several languages of India.
func isInvisible(c rune) bool { return !unicode.IsPrint(c) && c != '\u200c' && c != '\u200d' }

// SetPortal stores the origin of the portal, given as a host name or an origin.
func (a *Answers) SetPortal(text string) (err error) {
	a.Portal, err = address("--portal", text, portal.ParseOrigin)
	return err
}

// SetService stores the address of the service, given with or without https://: a host, or
// a path of the portal's host.
func (a *Answers) SetService(text string) (err error) {
	a.Service, err = address("--service", text, func(text string) (string, error) {
		base, err := portal.ParseBase(text)
		return base.String(), err
	})
	return err
}

func address(flag, text string, parse func(string) (string, error)) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", message.Errorf("%s is missing: give a host name, such as data.example.fr", flag)
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	found, err := parse(text)
	if err != nil {
		return "", message.Errorf("%s: %w", flag, err)
	}
	return found, nil
}

// SetLanguages stores a list of language codes.
func (a *Answers) SetLanguages(text string) error {
	var codes []string
	for _, code := range list(text) {
		if code = strings.ToLower(code); !slices.Contains(Languages(), code) {
			return message.Errorf("--languages: %q is not one of %s; for another, see the guide on the charter", code, strings.Join(Languages(), ", "))
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return message.Errorf("--languages is empty: give codes such as fr,en")
	}
	a.Languages = codes
	return nil
}

// SetContact stores the address of the controller; it may be empty.
func (a *Answers) SetContact(text string) (err error) {
	a.Contact, err = contact("--contact", text)
	return err
}

// SetDPO stores the address of the data-protection officer; it may be empty.
func (a *Answers) SetDPO(text string) (err error) {
	a.DPO, err = contact("--dpo", text)
	return err
}

func contact(flag, text string) (string, error) {
	text = strings.TrimSpace(text)
	if u, err := url.Parse(text); text == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && u.User == nil {
		return text, nil
	}
	if address, err := mail.ParseAddress(text); err != nil || address.Address != text {
		return "", message.Errorf("%s %q is neither an e-mail nor a web address", flag, text)
	}
	return text, nil
}

// Complete derives the domain of the cookie and fails if service and portal have none in
// common, because the portal could then not read the choice. A service under a path of the
// portal's host needs none.
func (a *Answers) Complete() error {
	if a.underPortal() {
		return nil
	}
	service, portal := host(a.Service), host(a.Portal)
	switch u, err := url.Parse(a.Service); {
	case service == portal:
		return message.Errorf("--service %s is the portal's own host name: add a path, as in %s/charte, or give the service another name in the same domain", service, portal)
	case err != nil || u.Path != "":
		return message.Errorf("--service %s: a path is possible on the portal's own host only; give the host name alone", a.Service)
	}
	for domain := portal; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		if suffix, _ := publicsuffix.PublicSuffix(domain); suffix == domain {
			break
		}
		if strings.HasSuffix(service, "."+domain) {
			a.CookieDomain = domain
			return nil
		}
	}
	return message.Errorf("--service %s and --portal %s have no domain in common: give the service another name under the portal's domain, such as cookies.%s", service, portal, parent(portal))
}

// underPortal reports whether the service has a path of the portal's host.
func (a *Answers) underPortal() bool { return strings.HasPrefix(a.Service, a.Portal+"/") }

// parent returns the domain that a portal's host is in, or the host itself if that
// is a registered domain.
func parent(host string) string {
	if registered, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return registered
	}
	return host
}

// host returns the host name of an origin.
func host(origin string) string {
	u, err := url.Parse(origin)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// list splits an answer at commas and drops empty items.
func list(text string) (items []string) {
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
