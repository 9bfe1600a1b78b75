package charter_test

import (
	"strings"
	"testing"
)

// undescribed is reported where visitors can object to the purpose "necessary" of small.
const undescribed = `charter.md:21: the purpose "necessary" is not described — write a paragraph under its heading`

// toTitle is small from its exempt purpose to its title.
var toTitle = small[strings.Index(small, "exempt: true") : strings.Index(small, "# Charte\n")+len("# Charte\n")]

func TestFaultsInPurposesAreReported(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"no purposes", small[strings.Index(small, "purposes:"):strings.Index(small, "\n---\n#")], "purposes: []",
			"charter.md:1: the front matter lacks the key purposes — add purposes: and its value"},
		{"a purpose without an id", "  - id: video\n    none_today: true", "  - id: video\n    none_today: true\n  - exempt: true",
			"charter.md:16: a purpose has no id — write id: and a short name in lower case, such as statistics"},
		{"a purpose id in capitals", "  - id: video\n    none_today: true", "  - id: video\n    none_today: true\n  - id: Audience\n    exempt: true",
			`charter.md:16: the purpose id "Audience" is not valid — a purpose id is 1 to 32 characters: a lower-case letter, then letters, digits or _` + "\n" +
				`charter.md:16: the purpose "Audience" has no section — write its heading: #### … {#Audience short="…"}`},
		{"a purpose id that the cookie uses itself", "  - id: video\n    none_today: true", "  - id: video\n    none_today: true\n  - id: timestamp\n    exempt: true",
			`charter.md:16: the purpose id "timestamp" is not valid — this id is a key that the cookie uses itself; choose another` + "\n" +
				`charter.md:16: the purpose "timestamp" has no section — write its heading: #### … {#timestamp short="…"}`},
		{"a purpose that stands twice", "  - id: video\n    none_today: true", "  - id: video\n    none_today: true\n  - id: statistics",
			`charter.md:16: the purpose "statistics" is already declared on line 12 — delete one, or give it another id`},
		{"exempt that is neither true nor false", "exempt: true", "exempt: oui",
			"charter.md:11: exempt must be true or false — write exempt: true, or delete the line"},
		{"an unknown key of a purpose", "exempt: true", "exempt: true\n    lawful: true",
			`charter.md:12: unknown key "lawful" in a purpose — the keys are id, exempt, exempt_reasons, none_today, platform_keys, providers, without, objection, self_assessment, opt_out_cookies`},
		{"an exempt purpose with none_today", "exempt: true", "exempt: true\n    none_today: true",
			`charter.md:12: the exempt purpose "necessary" has none_today, which is only for purposes that need consent — delete the line`},
		{"an exempt purpose with platform keys", "exempt: true", "exempt: true\n    platform_keys: [ga]",
			`charter.md:12: the exempt purpose "necessary" has platform_keys, but visitors cannot object to it — write objection: true, or delete the line`},
		{"an opt-out cookie without objection", "exempt: true", "exempt: true\n    opt_out_cookies: [mtm_consent_removed=1]",
			`charter.md:12: the exempt purpose "necessary" has opt_out_cookies, but visitors cannot object to it — write objection: true, or delete the line`},
		{"objection to a purpose that needs consent", "[matomo]", "[matomo]\n    objection: true",
			`charter.md:14: the purpose "statistics" has objection, but needs consent: visitors accept or refuse it — delete the line, or write exempt: true if the law exempts every one of its trackers`},
		{"a self-assessment that is no address", "exempt: true", "exempt: true\n    self_assessment: yes, we did",
			`charter.md:12: self_assessment "yes, we did" is not a web address — write the full address: https://www.example.fr/page`},
		{"an opt-out cookie without a value", "exempt: true", "exempt: true\n    objection: true\n    opt_out_cookies: [mtm_consent_removed]",
			`charter.md:13: the opt-out cookie "mtm_consent_removed" is not name=value — write the cookie as the tool sets it when a visitor opts out, at most 100 characters: mtm_consent_removed=1` + "\n" + undescribed},
		{"an opt-out cookie with attributes", "exempt: true", "exempt: true\n    objection: true\n    opt_out_cookies: ['a=1; Domain=fr']",
			`charter.md:13: the opt-out cookie "a=1; Domain=fr" is not name=value — write the cookie as the tool sets it when a visitor opts out, at most 100 characters: mtm_consent_removed=1` + "\n" + undescribed},
		{"objection, and a heading of that name", toTitle, strings.Replace(toTitle, "exempt: true", "exempt: true\n    objection: true", 1) + "\n## Objections\n",
			`charter.md:20: the heading's id "objections" is reserved for the page itself — choose another` + "\n" + strings.ReplaceAll(undescribed, "21", "22")},
		{"objection without a description", "exempt: true", "exempt: true\n    objection: true", strings.ReplaceAll(undescribed, "21", "20")},
		{"refusal_objects with nothing to object to", "purposes:", "refusal_objects: false\npurposes:",
			`charter.md:9: refusal_objects is set, but visitors can object to no purpose — write objection: true in an exempt purpose, or delete the line`},
		{"a purpose that is not exempt with a reason to be", "[matomo]", "[matomo]\n    exempt_reasons: [choice]",
			`charter.md:14: the purpose "statistics" has exempt_reasons, but is not exempt — delete the line, or write exempt: true if the law exempts every one of its trackers`},
		{"an unknown platform key", "[matomo]", "[matomoo]",
			`charter.md:13: the platform key "matomoo" is not known — the platform reads ga, matomo, xiti, at, piano, eulerian`},
		{"a platform key without a tracker of that tool", "[matomo]", "[matomo, ga]",
			`charter.md:12: the purpose "statistics" lists the platform key "ga", but declares no tracker of that tool — declare the tool's cookies in the purpose's table, or delete the key`},
		{"platform keys that are no list", "[matomo]", "matomo",
			`charter.md:13: platform_keys must be a list — write one "- item" a line under platform_keys:`},
		{"a purpose without a section", `## Vidéos {#video short="Vidéos"}`, "## Vidéos",
			`charter.md:14: the purpose "video" has no section — write its heading: #### … {#video short="…"}`},
		{"a purpose with neither trackers nor none_today", "    none_today: true\n", "",
			`charter.md:32: the purpose "video" declares no tracker — add its table, or write none_today: true on line 14 if nothing is set today`},
		{"a purpose with trackers and none_today", "    platform_keys: [matomo]", "    platform_keys: [matomo]\n    none_today: true",
			`charter.md:12: the purpose "statistics" has none_today, but line 32 declares a tracker — delete none_today, or the table`},
		{"a heading of 61 characters without a short name", `## Vidéos {#video short="Vidéos"}`, "## ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé {#video}",
			`charter.md:33: the purpose "video" has no name for the banner — write it in the heading: {#video short="…"}`},
		{"a short name of 61 characters", `short="Vidéos"`, `short="ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"`,
			"charter.md:33: short has 61 characters; the banner has room for 60 — shorten it"},
		{"a purpose that is not described", "Voir des vidéos.\n", "",
			`charter.md:33: the purpose "video" is not described — write a paragraph under its heading`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.faults(t)
		})
	}
}
