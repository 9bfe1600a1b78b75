package charter

import (
	"charte/internal/message"
	"charte/locales"

	"gopkg.in/yaml.v3"
)

// ownTexts is the part of the front matter that each language has its own version of.
type ownTexts struct {
	logoAlt string
	without map[string]without // by the id of the purpose
	// statement has the texts of the accessibility statement.
	statement StatementTexts
}

// readSettings reads the front matter of the original.
func readSettings(f *frontMatter) (Settings, []declaredPurpose, ownTexts) {
	if f.root == nil {
		f.fault(1, message.Of("has no front matter"), message.Of("begin the file with --- and the keys platform, controller, effective, sites, purposes, then ---"))
		return Settings{Language: locales.Original}, nil, ownTexts{}
	}
	m := f.mapping(f.root, message.Of("the front matter"), "lang", "platform", "controller", "effective", "sites",
		"nothing_to_ask", "accessibility", "legal_notice", "colour", "logo_alt", "heights", "handle",
		"retention_confirmed", "platform_audited", "texts_reviewed", "purposes", "refusal_objects")
	requireKeys(m, "platform", "controller", "effective", "sites", "purposes")
	s := Settings{
		Language:      readLanguage(m),
		Platform:      m.address("platform"),
		Controller:    readController(f, m.values["controller"]),
		Effective:     m.date("effective"),
		NothingToAsk:  NothingToAsk(m.oneOf("nothing_to_ask", string(Ask), string(Notice), string(None))),
		Accessibility: readStatement(m),
		LegalNotice:   m.address("legal_notice"),
		Colour:        readColour(m),
		Heights:       readHeights(f, m.values["heights"]),
		Handle:        readHandle(f, m.values["handle"]),

		RetentionConfirmed: m.text("retention_confirmed"),
		PlatformAudited:    m.date("platform_audited"),
		TextsReviewed:      readCodes(m, "texts_reviewed"),
	}
	texts := ownTexts{m.text("logo_alt"), map[string]without{}, s.Accessibility.StatementTexts}
	for _, node := range m.list("sites") {
		s.Sites = append(s.Sites, readSite(f, node))
	}
	declared := readPurposes(m, texts.without)
	s.RefusalObjects = readRefusalObjects(m, declared)
	return s, declared, texts
}

// readOwnTexts reads the front matter of a translation. It may not repeat the
// facts of charter.md.
func readOwnTexts(f *frontMatter, declared []declaredPurpose, statement StatementTexts) ownTexts {
	m := f.mapping(f.root, message.Of("a translation's front matter (the rest belongs in charter.md)"), "logo_alt", "purposes", "accessibility")
	texts := ownTexts{m.text("logo_alt"), map[string]without{}, readTranslatedStatement(f, m.values["accessibility"], statement)}
	for _, item := range m.list("purposes") {
		readTranslatedPurpose(f, item, declared, texts.without)
	}
	return texts
}

// readLanguage returns the language of charter.md: French if the key lang is absent.
func readLanguage(m mapping) string {
	code := m.text("lang")
	if code == "" {
		return locales.Original
	}
	if !languageCode.MatchString(code) {
		m.front.faultAt(m.values["lang"], message.Of("lang: %q is not a language code", code), message.Of("write a code such as fr, de or pt-BR"))
		return locales.Original
	}
	return code
}

// readCodes returns the language codes of a list.
func readCodes(m mapping, key string) []string {
	var codes []string
	for _, node := range m.list(key) {
		if !languageCode.MatchString(node.Value) {
			m.front.faultAt(node, message.Of("%s: %q is not a language code", key, node.Value), message.Of("write codes such as [de, es]"))
			continue
		}
		codes = append(codes, node.Value)
	}
	return codes
}

func requireKeys(m mapping, keys ...string) {
	for _, key := range keys {
		if !m.isEmpty(key) {
			continue
		}
		var topic Topic
		if key == "controller" {
			topic = AboutController
		}
		m.front.faultAbout(topic, m.front.line, message.Of("the front matter lacks the key %s", key), message.Of("add %s: and its value", key))
	}
}

func readController(f *frontMatter, node *yaml.Node) Controller {
	m := f.mapping(node, message.Plain("controller"), "name", "contact", "dpo")
	c := Controller{Name: m.text("name"), Contact: m.contact("contact"), DPO: m.contact("dpo")}
	if node != nil && node.Kind == yaml.MappingNode && c.Name == "" {
		f.faultAbout(AboutController, f.lineOf(node), message.Of("the controller has no name"), message.Of("write name: and the authority's name under controller:"))
	}
	return c
}

func readSite(f *frontMatter, node *yaml.Node) Site {
	m := f.mapping(node, message.Of("a site"), "name", "origin")
	s := Site{Name: m.text("name"), Origin: m.text("origin")}
	if s.Name == "" {
		f.faultAt(node, message.Of("a site has no name"), message.Of("write name: and the name that visitors know it by"))
	}
	if !isOrigin(s.Origin) {
		f.faultAt(node, message.Of("the site's origin %q is not an origin", s.Origin), message.Of("write scheme and host only: https://data.example.fr"))
	}
	return s
}
