package check

import (
	"slices"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// platformRules are about the tools of the platform and the frame in the portal.
func platformRules() []Rule {
	return []Rule{
		{"platform-unaudited", Warning, Silent, "The platform may run trackers before a visitor has chosen; only an audit shows whether it does.", "C-01; S-06; LD §26-27",
			"Enable no tracker of the platform until a complete audit (charte audit) shows that nothing runs before a choice; then write platform_audited: and the date.", unaudited},
		{"nothing-to-ask", Notice, Silent, "Nothing requires consent today: a banner would still interrupt every visitor.", "C-08",
			"If this is intended, do nothing; nothing_to_ask may be ask, notice or none.", tradeOff},
		{"heights-default", Warning, Silent, "If the frame is too low for the banner, visitors must scroll to read it.", "A-16; RGAA 10.11",
			"Run charte embed --measure on a machine that has Chromium, or write heights: in the front matter.", defaultHeights},
		{"heights-stale", Warning, Silent, "The frame has the size of an earlier text: visitors must scroll the banner, or see a gap in the page.", "A-16; RGAA 10.11",
			"Measure again: charte embed --measure. The kit already pasted into the portal does not change.", staleHeights},
	}
}

func unaudited(in *Input) []Finding {
	if in.Charter == nil || !in.Charter.PlatformAudited.IsZero() {
		return nil
	}
	return declared(in, func(p consent.Purpose, _ charter.Declaration) message.Text {
		if len(p.PlatformKeys) == 0 || p.Exempt { // an exempt tool runs before a choice
			return message.Text{}
		}
		return message.Of("the purpose %q enables a tool of the platform, but no audit has shown what the portal runs before a choice", p.ID)
	})
}

// tradeOff describes the consequence of the current value of nothing_to_ask.
func tradeOff(in *Input) []Finding {
	if in.Charter == nil || !consent.NothingToAsk(in.Charter.Purposes) || len(consent.Asked(in.Charter.Purposes)) == 0 {
		return nil
	}
	return in.front("nothing_to_ask", map[charter.NothingToAsk]message.Text{
		charter.Ask:    message.Of("ask: every visitor sees a banner although nothing requires consent; the answers cover no tracker, and adding the first one asks again those who accepted"),
		charter.Notice: message.Of("notice: every visitor sees a banner that asks nothing and counts as neither consent nor refusal; the law does not require it"),
		charter.None:   message.Of("none: no banner is shown, and the law does not require one; visitors find the charter only through the handle and the footer link"),
	}[in.Charter.NothingToAsk])
}

// defaultHeights reports built-in sizes used with a different banner. It cannot
// check heights written by hand: that takes a browser.
func defaultHeights(in *Input) []Finding {
	if in.Charter == nil || in.Shown == "" || in.Measured != "" || in.Shown == in.BuiltInShown {
		return nil
	}
	if heights := in.Charter.Heights; !slices.Equal(heights, in.BuiltInHeights) && !slices.Equal(heights, charter.DefaultHeights()) {
		return nil
	}
	return in.front("heights", message.Of("the heights are those of the built-in banner, but this banner differs from it"))
}

func staleHeights(in *Input) []Finding {
	if in.Measured == "" || in.Shown == "" || in.Measured == in.Shown {
		return nil
	}
	return []Finding{{File: "kit-heights.json", Problem: message.Of("the banner or the handle has changed since the measurement of %s", in.MeasuredOn)}}
}
