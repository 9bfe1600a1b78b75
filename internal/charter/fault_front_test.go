package charter_test

import (
	"testing"
)

func TestFaultsInTheFrontMatterAreReported(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"a charter without front matter", small, "# Charte\n\nTexte.\n",
			"charter.md:1: has no front matter — begin the file with --- and the keys platform, controller, effective, sites, purposes, then ---"},
		{"front matter that is never closed", small, "---\nplatform: https://a.fr\n\n# Charte\n",
			"charter.md:1: the front matter has no closing line — put a line --- under its last key"},
		{"front matter that is not YAML", "effective: 2026-11-23", `effective: "2026`,
			`charter.md:5: the front matter is not YAML (found unexpected end of stream) — indent with spaces, write "key: value", and quote values that hold ": " or "#"`},
		{"an unknown key", "effective: 2026-11-23", "effective: 2026-11-23\neffektive: 2026-11-23",
			`charter.md:6: unknown key "effektive" in the front matter — the keys are lang, platform, controller, effective, sites, nothing_to_ask, accessibility, legal_notice, colour, logo_alt, heights, handle, retention_confirmed, platform_audited, texts_reviewed, purposes, refusal_objects`},
		{"a key that stands twice", "effective: 2026-11-23", "effective: 2026-11-23\neffective: 2026-11-23",
			`charter.md:6: the key "effective" is repeated in the front matter — delete one`},
		{"a missing key", "effective: 2026-11-23\n", "",
			"charter.md:1: the front matter lacks the key effective — add effective: and its value"},
		{"a platform that is not an address", "platform: https://data.example.fr", "platform: data.example.fr",
			`charter.md:2: platform "data.example.fr" is not a web address — write the full address: https://www.example.fr/page`},
		{"a controller without a name", "  name: Port-Lanval Agglomération", "  contact: a@example.fr",
			"charter.md:4: the controller has no name — write name: and the authority's name under controller:"},
		{"a controller that is not a mapping", "controller:\n  name: Port-Lanval Agglomération", "controller: Ville",
			`charter.md:3: controller must be keys with values — write one "key: value" a line`},
		{"a contact that is no address", "  name: Port-Lanval Agglomération", "  name: Port-Lanval Agglomération\n  contact: la mairie",
			`charter.md:5: contact "la mairie" is neither an e-mail nor a web address — write dpo@example.fr or https://www.example.fr/contact`},
		{"an effective date in words", "2026-11-23", "23 novembre 2026",
			`charter.md:5: effective "23 novembre 2026" is not a date — write year-month-day: 2026-11-23`},
		{"an effective date that does not exist", "2026-11-23", "2026-02-30",
			`charter.md:5: effective "2026-02-30" is not a date — write year-month-day: 2026-11-23`},
		{"a site whose origin has a path", "    origin: https://data.example.fr", "    origin: https://data.example.fr/page",
			`charter.md:7: the site's origin "https://data.example.fr/page" is not an origin — write scheme and host only: https://data.example.fr`},
		{"a site whose origin ends in a slash", "    origin: https://data.example.fr", "    origin: https://data.example.fr/",
			`charter.md:7: the site's origin "https://data.example.fr/" is not an origin — write scheme and host only: https://data.example.fr`},
		{"a site whose origin has no scheme", "    origin: https://data.example.fr", "    origin: data.example.fr",
			`charter.md:7: the site's origin "data.example.fr" is not an origin — write scheme and host only: https://data.example.fr`},
		{"a site without a name", "  - name: Données\n    origin", "  - origin",
			"charter.md:7: a site has no name — write name: and the name that visitors know it by"},
		{"sites that are no list", "sites:\n  - name: Données\n    origin: https://data.example.fr", "sites: https://data.example.fr",
			`charter.md:6: sites must be a list — write one "- item" a line under sites:`},
		{"an unknown way of nothing_to_ask", "effective: 2026-11-23", "effective: 2026-11-23\nnothing_to_ask: maybe",
			`charter.md:6: nothing_to_ask "maybe" is not known — write ask, notice, none (the first is the default)`},
		{"an unknown state of accessibility", "effective: 2026-11-23", "effective: 2026-11-23\naccessibility: oui",
			`charter.md:6: accessibility "oui" is not known — write non, partiellement, totalement (the first is the default)`},
		{"a statement whose address runs a script", "effective: 2026-11-23", "effective: 2026-11-23\naccessibility: javascript:alert(1)",
			`charter.md:6: accessibility "javascript:alert(1)" is not known — write non, partiellement, totalement (the first is the default)`},
		{"a percentage in words", "effective: 2026-11-23", "effective: 2026-11-23\naccessibility:\n  percentage: beaucoup",
			`charter.md:7: percentage "beaucoup" is not a number from 0 to 100 — write the percentage of the RGAA criteria that are met, from the audit's report: 76 or 76,5`},
		{"a percentage that is none", "effective: 2026-11-23", "effective: 2026-11-23\naccessibility:\n  percentage: NaN",
			`charter.md:7: percentage "NaN" is not a number from 0 to 100 — write the percentage of the RGAA criteria that are met, from the audit's report: 76 or 76,5`},
		{"a statement with an unknown key", "effective: 2026-11-23", "effective: 2026-11-23\naccessibility:\n  mention: non",
			`charter.md:7: unknown key "mention" in accessibility — the keys are state, established, updated, audited, auditor, percentage, report, nonconformities, burden, out_of_scope, environment, tools, pages, scheme, plan, contact, reply_within`},
		{"a legal notice that is no address", "effective: 2026-11-23", "effective: 2026-11-23\nlegal_notice: javascript:alert(1)",
			`charter.md:6: legal_notice "javascript:alert(1)" is not a web address — write the full address: https://www.example.fr/page`},
		{"a colour without quotes, which YAML reads as a comment", "effective: 2026-11-23", "effective: 2026-11-23\ncolour: #a01a2c",
			`charter.md:6: colour: "" is not a colour as #rrggbb — write it in quotes: colour: "#123f57"`},
		{"a colour by name", "effective: 2026-11-23", "effective: 2026-11-23\ncolour: crimson",
			`charter.md:6: colour: "crimson" is not a colour as #rrggbb — write it in quotes: colour: "#123f57"`},
		{"a YAML alias", "effective: 2026-11-23", "effective: &a 2026-11-23\nlegal_notice: *a",
			"charter.md:6: legal_notice must be a text — write legal_notice: and the text on one line"},
		{"a fault below front matter that begins on line 2", small, "\n---\nplatform: x\n---\n# Charte\n",
			"charter.md:2: the front matter lacks the key controller — add controller: and its value" + "\n" +
				"charter.md:2: the front matter lacks the key effective — add effective: and its value" + "\n" +
				"charter.md:2: the front matter lacks the key sites — add sites: and its value" + "\n" +
				"charter.md:2: the front matter lacks the key purposes — add purposes: and its value" + "\n" +
				`charter.md:3: platform "x" is not a web address — write the full address: https://www.example.fr/page`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.faults(t)
		})
	}
}
