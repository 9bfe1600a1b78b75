package check

import (
	"slices"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// platformRules are about the portal's own tools and about asking ahead.
func platformRules() []Rule {
	return []Rule{
		{"platform-unaudited", Warning, Silent, "What the platform runs for a visitor without a choice is not known: it may take silence for consent.", "C-01; S-06; LD §26-27",
			"Switch no tracker of the platform on before a complete audit (charte audit) has shown that nothing runs; then write platform_audited: and the day.", unaudited},
		{"nothing-to-ask", Notice, Silent, "Nothing needs consent today: whether to ask all the same is a choice with a price.", "C-08",
			"Leave it if it is meant; nothing_to_ask takes ask, notice or none.", tradeOff},
		{"heights-default", Warning, Silent, "A banner that is higher than its frame must be scrolled.", "A-16; RGAA 10.11",
			"Measure it where a Chromium is installed: charte embed --measure; or write heights: in the front matter.", defaultHeights},
		{"heights-stale", Warning, Silent, "Sizes measured with another text leave a banner to be scrolled, or a gap in the portal's page.", "A-16; RGAA 10.11",
			"Measure again: charte embed --measure. The kit that was pasted stays as it is.", staleHeights},
	}
}

func unaudited(in *Input) []Finding {
	if in.Charter == nil || !in.Charter.PlatformAudited.IsZero() {
		return nil
	}
	return declared(in, func(p consent.Purpose, _ charter.Declaration) message.Text {
		if len(p.PlatformKeys) == 0 {
			return message.Text{}
		}
		return message.Of("the purpose %q opens a tool of the platform, and nobody has looked at what the portal runs before a choice", p.ID)
	})
}

// tradeOff explains the three ways.
func tradeOff(in *Input) []Finding {
	if in.Charter == nil || !consent.NothingToAsk(in.Charter.Purposes) {
		return nil
	}
	return in.front("nothing_to_ask", map[charter.NothingToAsk]message.Text{
		charter.Ask:    message.Of("ask: every visitor meets a banner although nothing is set; their answers hold for no tracker, and the first one asks everyone again"),
		charter.Notice: message.Of("notice: every visitor meets a banner that asks nothing and counts as neither consent nor refusal; the law does not require it"),
		charter.None:   message.Of("none: no banner, and the law requires none; visitors learn of the charter by the handle and the footer's link alone"),
	}[in.Charter.NothingToAsk])
}

// defaultHeights finds the built-in sizes around another banner. Of heights that
// were written by hand, nobody but a browser can tell.
func defaultHeights(in *Input) []Finding {
	if in.Charter == nil || in.Shown == "" || in.Measured != "" || in.Shown == in.BuiltInShown ||
		!slices.Equal(in.Charter.Heights, in.BuiltInHeights) {
		return nil
	}
	return in.front("heights", message.Of("the heights are those of the built-in banner, and this banner is another"))
}

func staleHeights(in *Input) []Finding {
	if in.Measured == "" || in.Shown == "" || in.Measured == in.Shown {
		return nil
	}
	return []Finding{{File: "kit-heights.json", Problem: message.Of("banner or handle have changed since %s, when they were measured", in.MeasuredOn)}}
}
