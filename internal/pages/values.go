package pages

import (
	"bytes"
	"context"
	"html"
	"slices"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/internal/portal"
	"charte/views"
)

// Values are what goes into the slots of a page for one request, escaped for its place.
// The zero value leaves all slots empty.
type Values [slots][]byte

// VersionDigits is the number of digits of the text version that a page shows.
const VersionDigits = 12

// SetVersion fills in the text version that the form cites. Without it, the page
// accepts refusals only.
func (v *Values) SetVersion(hash string) {
	v.setText(slotText, hash)
	v.setText(slotVersion, hash[:min(VersionDigits, len(hash))])
}

// setReturn fills the return address; empty leaves it empty.
func (v *Values) setReturn(address string) {
	if address == "" {
		return
	}
	v[slotReturnQuery] = []byte("?back=" + portal.Encode(address))
}

// setText fills a slot with plain text.
func (v *Values) setText(at slot, text string) { v[at] = []byte(html.EscapeString(text)) }

// Fill returns the values of a page's slots in a language for one visitor. back is the
// page that the visitor came from. notice is what the page announces, with a link back
// of its own; nil: nothing.
func (p *Pages) Fill(page *Page, lang string, v Visitor, back portal.Address, notice *views.StatusNotice) (Values, error) {
	var fill Values
	fill.setReturn(back.URL)
	if v.Verdict.Valid && slices.Contains(page.slots, slotSince) {
		fill.setText(slotSince, p.words[lang].Date(v.Verdict.Preferences.Day))
		fill.setText(slotUntil, p.lastDay(lang, v.Verdict.Preferences))
	}
	if o := v.Verdict.Preferences.Objection; o.Made() && slices.Contains(page.slots, slotObjected) {
		fill.setText(slotObjected, p.words[lang].Date(o.Day))
		fill.setText(slotObjectedUntil, p.words[lang].Date(v.Verdict.Preferences.LastDay()))
	}
	if notice == nil {
		if back.Portal == "" || !slices.Contains(page.slots, slotWayBack) {
			return fill, nil
		}
		return fill, p.fillWayBack(&fill, lang, back)
	}
	var b bytes.Buffer
	if err := views.Status(*notice).Render(context.Background(), &b); err != nil {
		return fill, err
	}
	fill[slotStatus] = b.Bytes()
	fill.setText(slotTitle, p.words[lang].Say(titlePrefix(*notice)))
	return fill, nil
}

// fillWayBack fills in the link to a portal's page. The link is a page itself, with a
// slot for the address, so that it is rendered once.
func (p *Pages) fillWayBack(fill *Values, lang string, back portal.Address) error {
	link, err := p.page(variant{kind: "way back", lang: lang}, nil, func() templ.Component {
		return views.WayBack(p.words[lang], safe(p.at(slotWayBack)))
	})
	if err != nil {
		return err
	}
	fill.setText(slotWayBack, back.URL)
	fill[slotWayBack] = link.Append(make([]byte, 0, link.Size(fill)), fill)
	return nil
}

// lastDay returns the formatted day on which the browser deletes the choice.
func (p *Pages) lastDay(lang string, had consent.Preferences) string {
	return p.words[lang].Date(consent.Later(had.Day, consent.Months))
}

// titlePrefix returns the id of the text that announces a notice in <title>,
// which a screen reader reads first.
func titlePrefix(n views.StatusNotice) string {
	switch {
	case n.Problem != "":
		return "title_problem"
	case n.Contradicted:
		return "title_contradicted"
	case !n.Kept:
		return "title_not_kept"
	case n.Objection != "":
		return "title_" + string(n.Objection)
	}
	return "title_stored"
}
