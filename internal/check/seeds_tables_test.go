package check_test

import (
	"fmt"
	"io"
	"io/fs"

	"charte/internal/message"
	"charte/internal/theme"
	"charte/static"
)

// themeFault returns the error of a brand's colour or a theme.css.
func themeFault(colour, css string) error {
	tokens, err := fs.ReadFile(static.Files, "tokens.css")
	if err == nil {
		_, err = theme.Load(tokens, theme.Source{CSS: []byte(css), Name: "/srv/content/theme.css", Colour: colour, Charter: "/srv/content/charter.md", Line: 5})
	}
	return err
}

func startSeeds() []seed {
	return []seed{
		{"charter", "charter.md:7", []edit{{fr, "effective: 2026-09-01", "effective: demain"}}, nil},
		{"controller-missing", "charter.md:4", []edit{{fr, "  name: Port-Lanval Agglomération\n", ""}}, nil},
		{"languages-differ", "charter.en.md:17", []edit{{en, "| `_pk_ses.*` | Port-Lanval Agglomération | Link the pages of a visit | 30 minutes |\n", ""}}, nil},
		{"platform-key", "charter.md:18", []edit{{fr, "[matomo]", "[matomo, piano]"}}, nil},
		{"charter-doubt", "charter.md:26 charter.md:26", []edit{{fr, "Cette page dit", "<b>Cette</b> page dit"}}, nil},
		{"contrast", "theme.css:0", nil, stop(themeFault("", ":root{--charte-muted:#777777}"))},
		{"contrast", "charter.md:5", nil, stop(themeFault("#f5c400", ""))},
		{"theme", "theme.css:3", nil, inFile("theme.css", 3, message.Of("a theme cannot set %q; the known properties are %s", "display", "--charte-ink"), message.Text{})},
		{"setting", "settings", nil, stop(message.Errorf("--rate-limit %q: write it as 600/1m (choices, then a time of at least 1s), or off", "600"))},
		{"content", "locales/active.fr.toml:0", nil, inFile("active.fr.toml", 0, message.Of("is missing: every text must exist in the original language"), message.Text{})},
		{"content", "logo.png:0", nil, inFile("logo.png", 0, message.Of("is not a PNG image (%v)", io.EOF), message.Of("export it as PNG"))},
		{"content", "charter.en.md:0", nil, inFile("charter.en.md", 0, message.Of("has no alternative text for %s", "logo.svg"), message.Of("write logo_alt: and the words of the logo in its front matter"))},
		{"content", "settings", nil, stop(message.Errorf("the saved content cannot be read: %w", io.EOF))},
	}
}

// H-02, C-12.
func trackerSeeds() []seed {
	const row, rowEn = "Relier les pages d’une visite | 30 minutes |", "Link the pages of a visit | 30 minutes |"
	return []seed{
		{"lifetime-missing", "charter.md:43", []edit{{fr, row, "Relier les pages d’une visite | |"}}, nil},
		{"lifetime-missing", "charter.en.md:20", []edit{{en, rowEn, "Link the pages of a visit | |"}}, nil},
		{"provider-missing", "charter.md:44", []edit{
			{fr, "| `_pk_id.*` | Port-Lanval Agglomération |", "| `_pk_id.*` | Société d’exemple, Autre société |"},
			{fr, "[matomo]", "[matomo]\n    providers: [Port-Lanval Agglomération]"},
			{fr, "| `_pk_ses.*` | Port-Lanval Agglomération |", "| `_pk_ses.*` | |"}}, nil},
		{"exempt-row-incomplete", "charter.md:32", []edit{{fr, "| 2 semaines |", "| |"}}, nil},
		{"exempt-row-incomplete", "charter.en.md:9", []edit{{en, "| `sessionid` | Example platform |", "| `sessionid` | |"}}, nil},
		{"lifetime-unreadable", "charter.md:43", []edit{{fr, "| 30 minutes |", "| variable |"}}, nil},
		{"lifetime-differs", "charter.en.md:19", []edit{{en, "13 months", "12 months"}}, nil},
	}
}

// H-03, H-06, C-18.
func exemptSeeds() []seed {
	exempt := func(name, provider, what, lastsFR, lastsEN string) []edit {
		return []edit{
			{fr, "| `sessionid` |", fmt.Sprintf("| `%s` | %s | %s | %s |\n| `sessionid` |", name, provider, what, lastsFR)},
			{en, "| `sessionid` |", fmt.Sprintf("| `%s` | %s | To work | %s |\n| `sessionid` |", name, provider, lastsEN)},
		}
	}
	return []seed{
		{"exempt-reason-missing", "charter.md:15", []edit{{fr, "    exempt_reasons: [authentication, choice]\n", ""}}, nil},
		{"exempt-reason-unknown", "charter.md:15", []edit{{fr, "[authentication, choice]", "[authentication, comfort]"}}, nil},
		{"ga-exempt", "charter.en.md:9 charter.md:32", exempt("_ga_*", "Une société", "Fonctionner", "1 an", "1 year"), nil},
		{"ga-exempt", "charter.en.md:9 charter.md:32", exempt("mesure", "Google Analytics 4", "Fonctionner", "1 an", "1 year"), nil},
		{"audience-lifetime", "charter.en.md:9 charter.md:32", exempt("_pk_ref.*", "Une société", "Fonctionner", "2 ans", "2 years"), nil},
		{"audience-lifetime", "charter.md:32", exempt("compteur", "Une société", "Mesure d’audience", "14 mois", "14 months"), nil},
		{"audience-lifetime", "charter.en.md:11 charter.md:36", append(exempt("compteur", "Une société", "Fonctionner", "400 jours", "400 days"),
			objectable("[audience]", "    objection: true\n    self_assessment: https://www.exemple.fr/evaluation\n")...), nil},
		{"ga-exempt", "charter.md:15", objectable("[authentication, choice]", "    objection: true\n    platform_keys: [ga]\n"), nil},
		{"objection-missing", "charter.md:15", objectable("[choice, audience]", "    self_assessment: https://www.exemple.fr/evaluation\n"), nil},
		{"self-assessment-missing", "charter.md:15", objectable("[choice, audience]", "    objection: true\n"), nil},
		{"refusal-without-objection", "charter.md:2", append(objectable("[choice]", "    objection: true\n"), edit{fr, "---\nplatform:", "---\nrefusal_objects: false\nplatform:"}), nil},
		{"own-cookie-undeclared", "charter.md:14", []edit{
			{fr, "| `__Host-charte-receipt` | Port-Lanval Agglomération | Retrouver la preuve de votre accord | 6 mois |\n", ""},
			{en, "| `__Host-charte-receipt` | Port-Lanval Agglomération | Find the proof of your consent | 6 months |\n", ""}}, nil},
		{"own-cookie-lifetime", "charter.en.md:10 charter.md:33", []edit{
			{fr, "| Garder votre choix | 6 mois |", "| Garder votre choix | 13 mois |"},
			{en, "| Keep your choice | 6 months |", "| Keep your choice | 13 months |"}}, nil},
		{"own-cookie-asked", "charter.en.md:20 charter.md:43", tracker("cookies_*"), nil},
		{"own-cookie-asked", "charter.en.md:20 charter.md:43", tracker("*receipt"), nil},
		{"own-cookie-asked", "charter.en.md:20 charter.md:43", tracker("__Host-*"), nil},
	}
}

// objectable gives the exempt purpose other reasons and more keys, and describes it.
func objectable(reasons, keys string) []edit {
	const headingFR, headingEN = "{#necessary short=\"Cookies nécessaires\"}\n", "{#necessary short=\"Necessary cookies\"}\n"
	return []edit{
		{fr, "    exempt_reasons: [authentication, choice]\n", "    exempt_reasons: " + reasons + "\n" + keys},
		{fr, headingFR, headingFR + "\nFaire fonctionner le portail.\n"},
		{en, headingEN, headingEN + "\nMake the portal work.\n"},
	}
}

// tracker renames a tracker that needs consent.
func tracker(name string) []edit {
	return []edit{{fr, "`_pk_ses.*`", "`" + name + "`"}, {en, "`_pk_ses.*`", "`" + name + "`"}}
}
