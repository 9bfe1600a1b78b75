package charter

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/phrase"

	"gopkg.in/yaml.v3"
)

// declared is a purpose as the front matter declares it.
type declared struct {
	consent.Purpose
	line    int // of its id
	reasons []string
}

// settings reads the front matter of the original.
func (d *document) settings() (Settings, []declared) {
	if d.front == nil {
		d.report.fault(d.name, 1, phrase.Of("has no front matter"), phrase.Of("begin the file with --- and the keys platform, controller, effective, sites, purposes, then ---"))
		return Settings{}, nil
	}
	f := d.mapping(d.front, phrase.Of("the front matter"), "platform", "controller", "effective", "sites",
		"nothing_to_ask", "accessibility", "legal_notice", "logo_alt", "heights", "handle",
		"retention_confirmed", "platform_audited", "purposes")
	d.required(f, "platform", "controller", "effective", "sites", "purposes")
	s := Settings{
		Platform:      d.address(f["platform"], "platform"),
		Controller:    d.controller(f["controller"]),
		Effective:     d.date(f["effective"], "effective"),
		NothingToAsk:  NothingToAsk(d.oneOf(f["nothing_to_ask"], "nothing_to_ask", string(Ask), string(Notice), string(None))),
		Accessibility: d.oneOf(f["accessibility"], "accessibility", "non", "partiellement", "totalement"),
		LegalNotice:   d.address(f["legal_notice"], "legal_notice"),
		Heights:       d.heights(f["heights"]),
		Handle:        d.handle(f["handle"]),

		RetentionConfirmed: d.words(f["retention_confirmed"], "retention_confirmed"),
		PlatformAudited:    d.date(f["platform_audited"], "platform_audited"),
	}
	d.logoAlt = d.words(f["logo_alt"], "logo_alt")
	for _, node := range d.list(f["sites"], "sites") {
		s.Sites = append(s.Sites, d.site(node))
	}
	return s, d.purposes(f["purposes"])
}

func (d *document) required(f map[string]*yaml.Node, keys ...string) {
	for _, key := range keys {
		node := f[key]
		if node == nil || node.Tag == "!!null" || node.Kind != yaml.ScalarNode && len(node.Content) == 0 ||
			node.Kind == yaml.ScalarNode && node.Value == "" {
			d.report.fault(d.name, d.frontLine, phrase.Of("the front matter does not say %s", key), phrase.Of("add the key %s with its value", key))
			if key == "controller" {
				d.report.about(AboutController)
			}
		}
	}
}

func (d *document) controller(node *yaml.Node) Controller {
	f := d.mapping(node, phrase.Plain("controller"), "name", "contact", "dpo")
	c := Controller{Name: d.words(f["name"], "name"), Contact: d.contact(f["contact"], "contact"), DPO: d.contact(f["dpo"], "dpo")}
	if node != nil && node.Kind == yaml.MappingNode && c.Name == "" {
		d.faultAt(node, phrase.Of("the controller has no name"), phrase.Of("write name: and the authority's name under controller:"))
		d.report.about(AboutController)
	}
	return c
}

func (d *document) site(node *yaml.Node) Site {
	f := d.mapping(node, phrase.Of("a site"), "name", "origin")
	s := Site{Name: d.words(f["name"], "name"), Origin: d.words(f["origin"], "origin")}
	if s.Name == "" {
		d.faultAt(node, phrase.Of("a site has no name"), phrase.Of("write name: and the name that visitors know it by"))
	}
	u, err := url.Parse(s.Origin)
	if err != nil || !isWeb(u) || u.Scheme+"://"+u.Host != strings.ToLower(s.Origin) {
		d.faultAt(node, phrase.Of("the site's origin %q is not an origin", s.Origin), phrase.Of("write scheme and host only: https://data.example.fr"))
	}
	return s
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.Opaque == ""
}

// address reads a web address, or nothing.
func (d *document) address(node *yaml.Node, key string) string {
	text := d.words(node, key)
	if u, err := url.Parse(text); text != "" && (err != nil || !isWeb(u)) {
		d.faultAt(node, phrase.Of("%s %q is not a web address", key, text), phrase.Of("write it whole: https://www.example.fr/page"))
		return ""
	}
	return text
}

// contact reads an e-mail or web address, or nothing.
func (d *document) contact(node *yaml.Node, key string) string {
	text := d.words(node, key)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if a, errMail := mail.ParseAddress(text); (errMail != nil || a.Address != text) && (err != nil || !isWeb(u)) {
		d.faultAt(node, phrase.Of("%s %q is neither an e-mail nor a web address", key, text), phrase.Of("write dpo@example.fr or https://www.example.fr/contact"))
		return ""
	}
	return text
}

func (d *document) date(node *yaml.Node, key string) time.Time {
	text := d.words(node, key)
	day, err := time.Parse(time.DateOnly, text)
	if text != "" && err != nil {
		d.faultAt(node, phrase.Of("%s %q is not a date", key, text), phrase.Of("write year-month-day: 2026-11-23"))
	}
	return day
}

// oneOf reads one of the allowed words; the first is the default.
func (d *document) oneOf(node *yaml.Node, key string, allowed ...string) string {
	text := d.words(node, key)
	if text == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		d.faultAt(node, phrase.Of("%s %q is not known", key, text), phrase.Of("write %s (the first is the default)", strings.Join(allowed, ", ")))
		return allowed[0]
	}
	return text
}
