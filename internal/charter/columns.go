package charter

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// role is what a column says of a tracker.
type role byte

const (
	unknown role = iota
	provider
	service
	name
	purpose
	duration
)

// headers are the words by which a column is known, without accents, in French
// and English. The first rule that fits wins: "Durée du cookie" is a duration
// before it is a cookie, "Nom du prestataire" a provider before it is a name.
var headers = []struct {
	role  role
	words []string
}{
	{unknown, []string{"type", "categorie", "category", "exempt", "consentement", "consent"}},
	{duration, []string{"duree", "duration", "lifetime", "lifespan", "expir", "retention", "validite", "conservation"}},
	{purpose, []string{"finalite", "purpose", "role", "objectif", "utilite", "utilisation", "usage", "description", "fonction"}},
	{provider, []string{"prestataire", "provider", "fournisseur", "editeur", "emetteur", "societe", "entreprise",
		"vendor", "supplier", "company", "publisher", "tiers", "third", "depose par", "set by"}},
	{service, []string{"service", "emplacement", "location", "domaine", "domain", "outil", "tool", "host", "hote"}},
	{name, []string{"cookie", "traceur", "tracker", "nom", "name"}},
}

// roleOf reads a column's header.
func roleOf(header string) role {
	header = foldCase(header)
	for _, h := range headers {
		if slices.ContainsFunc(h.words, func(w string) bool { return strings.Contains(header, w) }) {
			return h.role
		}
	}
	return unknown
}

// foldCase writes text in lower case without accents.
func foldCase(text string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}
