package kit

import "html"

// Portal is what the kits are made for.
type Portal struct {
	// Service is the origin of the consent service.
	Service string
	// Title names the frame, Link the link to the charter: in the portal's language.
	Title, Link string
	// Windows are the widths, in pixels and rising, from which the banner has a
	// height of its own; Heights are those heights.
	Windows, Heights []int
	// Purpose is the id of a purpose that needs consent, for the example of a gate;
	// empty where the charter has only exempt purposes: there is nothing to gate.
	Purpose string
	// Integrity is the hash of the script, as an integrity attribute takes it.
	Integrity string
}

// Place says where in the portal a part belongs; its value is the key of the text
// that says so.
type Place string

// The places.
const (
	Header     Place = "embed_header"
	Stylesheet Place = "embed_stylesheet"
	Footer     Place = "embed_footer"
	Head       Place = "embed_head"
	Pinned     Place = "embed_pinned"
	Gated      Place = "embed_gated"
)

// Part is one piece to paste.
type Part struct {
	Place Place
	Code  string
}

// Script is kit 2, for portals that allow a script. The part that is pinned stands
// for the plain one where the portal must not run a version that nobody read.
func (p Portal) Script() []Part {
	source := `<script src="` + html.EscapeString(p.Service) + `/embed.js"`
	parts := []Part{
		{Head, source + " async></script>\n"},
		{Pinned, source + ` integrity="` + p.Integrity + `" crossorigin="anonymous" async></script>` + "\n"},
	}
	if p.Purpose == "" {
		return parts
	}
	return append(parts, Part{Gated, `<script type="text/plain" data-purpose="` + p.Purpose + `" src="https://…"></script>` + "\n" +
		`<iframe data-src="https://…" data-purpose="` + p.Purpose + `" title="…"></iframe>` + "\n"})
}

// Anchor is kit 3: a link, whose Referer is the way back.
func (p Portal) Anchor() []Part {
	return []Part{{Footer, `<a href="` + html.EscapeString(p.Service) + `/" referrerpolicy="no-referrer-when-downgrade">` +
		html.EscapeString(p.Link) + "</a>\n"}}
}
