package check

import (
	"fmt"

	"charte/internal/charter"
	"charte/internal/consent"
)

// platformRules are about the portal's own tools and about asking ahead.
func platformRules() []Rule {
	return []Rule{
		{"platform-unaudited", Warning, "What the platform runs for a visitor without a choice is not known: it may take silence for consent.", "C-01; S-06; LD §26-27",
			"Switch no tracker of the platform on before somebody has looked, with a new browser profile; then write platform_audited: and the day.", unaudited},
		{"nothing-to-ask", Notice, "Nothing needs consent today: whether to ask all the same is a choice with a price.", "C-08",
			"Leave it if it is meant; nothing_to_ask takes ask, notice or none.", tradeOff},
		{"heights-default", Warning, "A banner that is higher than its frame must be scrolled.", "A-16; RGAA 10.11",
			"Measure the banner and write heights: in the front matter.", defaultHeights},
	}
}

func unaudited(in *Input) []Finding {
	if in.Charter == nil || !in.Charter.PlatformAudited.IsZero() {
		return nil
	}
	return declared(in, func(p consent.Purpose, _ charter.Declaration) string {
		if len(p.PlatformKeys) == 0 {
			return ""
		}
		return fmt.Sprintf("the purpose %q opens a tool of the platform, and nobody has looked at what the portal runs before a choice", p.ID)
	})
}

// tradeOff explains the three ways.
func tradeOff(in *Input) []Finding {
	if in.Charter == nil || !consent.NothingToAsk(in.Charter.Purposes) {
		return nil
	}
	return in.front("nothing_to_ask", map[charter.NothingToAsk]string{
		charter.Ask:    "ask: every visitor meets a banner although nothing is set; their answers hold for no tracker, and the first one asks everyone again",
		charter.Notice: "notice: every visitor meets a banner that asks nothing and counts as neither consent nor refusal; the law does not require it",
		charter.None:   "none: no banner, and the law requires none; visitors learn of the charter by the handle and the footer's link alone",
	}[in.Charter.NothingToAsk])
}

// defaultHeights compares the text with the one that the built-in table was
// measured with. Where the charter has a table, nobody but a browser can tell.
func defaultHeights(in *Input) []Finding {
	if in.Charter == nil || in.Charter.HasKey("heights") {
		return nil
	}
	n := FirstLayer(in.Charter)
	if n <= in.Measured {
		return nil
	}
	return in.front("heights", fmt.Sprintf("the banner's text has %d characters; the built-in heights were measured with %d", n, in.Measured))
}
