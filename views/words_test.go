package views_test

import (
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"charte/internal/i18n"
	"charte/locales"
)

var place = regexp.MustCompile(`{{\.\w+}}`)

// forms lists the plural forms that a text with a number must have.
var forms = map[string][]string{"fr": {"many", "one", "other"}, "en": {"one", "other"}, "de": {"one", "other"}, "es": {"many", "one", "other"}}

// texts returns the texts of the files of the given kinds in a language: "active" for
// visitors, "operator-pages" for operators.
func texts(t *testing.T, language string, kinds ...string) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, kind := range kinds {
		content, err := fs.ReadFile(locales.Files, kind+"."+language+".toml")
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(content, &all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestLanguagesHaveTheSameTexts(t *testing.T) { // H-09
	t.Parallel()
	compareTexts(t, "active", languages)
	compareTexts(t, "operator-pages", reported)
}

func compareTexts(t *testing.T, kind string, languages []string) {
	t.Helper()
	original := texts(t, "fr", kind)
	for _, language := range languages {
		other := texts(t, language, kind)
		for id := range other {
			if original[id] == nil {
				t.Errorf("%s has %q, French has not", language, id)
			}
		}
		for id, text := range original {
			if text, plain := text.(string); plain {
				translated, _ := other[id].(string)
				want, got := place.FindAllString(text, -1), place.FindAllString(translated, -1)
				slices.Sort(want)
				slices.Sort(got)
				if translated == "" || !slices.Equal(want, got) {
					t.Errorf("%s %s: %q with places %q, want %q", language, id, translated, got, want)
				}
				continue
			}
			plural, _ := other[id].(map[string]any)
			for _, form := range forms[language] {
				if plural[form] == nil || len(plural) != len(forms[language]) {
					t.Errorf("%s %s: the forms are %v", language, id, plural)
				}
			}
		}
	}
}

func TestEveryTextOfAPageExists(t *testing.T) {
	t.Parallel()
	call := regexp.MustCompile(`(?:Say|Count)\("([a-z_0-9]+)"( \+)?`)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	known, found := texts(t, "fr", "active", "operator-pages"), 0
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".templ") && !strings.HasSuffix(entry.Name(), "text.go") {
			continue
		}
		source, err := os.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range call.FindAllStringSubmatch(string(source), -1) {
			found++
			if match[2] == "" && known[match[1]] == nil {
				t.Errorf("%s uses the text %q, which does not exist", entry.Name(), match[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d texts found: the test no longer sees them", found)
	}
}

// The test above cannot see ids that are put together at run time.
func TestEveryTextWithAComposedIDExists(t *testing.T) {
	t.Parallel()
	known := texts(t, "fr", "active")
	for prefix, ends := range map[string]string{
		"error_":                 "bad_request forbidden sandboxed unproven not_found method_not_allowed too_large unsupported_media_type misdirected headers_too_large internal unavailable",
		"problem_":               "text_stale text_missing decision purpose form objection unavailable rate",
		"outcome_":               "accepted refused partial seen signal nothing",
		"handle_":                "accepted refused partial signal",
		"decision_":              "accept refuse custom seen",
		"":                       "foreign unlisted plain_portal",
		"month_":                 "1 2 3 4 5 6 7 8 9 10 11 12",
		"accessibility_mention_": "non partiellement totalement",
	} {
		for end := range strings.FieldsSeq(ends) {
			ids := []string{prefix + end}
			switch prefix {
			case "error_":
				ids = []string{prefix + end + "_title", prefix + end + "_text"}
			case "accessibility_mention_":
				ids = append(ids, prefix+end+"_why")
			}
			for _, id := range ids {
				if known[id] == nil {
					t.Errorf("the text %q is missing", id)
				}
			}
		}
	}
}

func TestWordsAreSetAsTheirLanguageAsks(t *testing.T) {
	t.Parallel()
	const space = `[^\x{00a0}\x{202f}]`
	wrong := map[string]map[string]*regexp.Regexp{
		"fr": {
			"no no-break space before : ; ! ?": regexp.MustCompile(space + `[;!?]|` + space + `:(?:[^/]|$)`),
			"no no-break space inside « »":     regexp.MustCompile(`«` + space + `|` + space + `»`),
			"a straight apostrophe or quote":   regexp.MustCompile(`['"]`),
			"a bare capital":                   regexp.MustCompile(`\b(Etat|Ecrire|Etes|A quoi)\b`),
		},
		"en": {
			"a space before : ; ! ?":         regexp.MustCompile(`\s[:;!?]`),
			"a straight apostrophe or quote": regexp.MustCompile(`['"]`),
		},
		"de": {
			"a space before : ; ! ?":               regexp.MustCompile(`\s[:;!?]`),
			"a straight or foreign quote":          regexp.MustCompile(`['"”«»]`),
			"quotes that are not „ and “":          regexp.MustCompile(`„[^“]*(„|$)|(^|“)[^„]*“`),
			"no no-break space after Nr. or z. B.": regexp.MustCompile(`\b(Nr\.|z\.) |z\.B\.`),
			"ss for ß":                             regexp.MustCompile(`(?i)\b(gross|ausser|schliess|strasse|gemaess)`),
		},
		"es": {
			"a space before : ; ! ?":               regexp.MustCompile(`\s[:;!?]`),
			"a straight or foreign quote":          regexp.MustCompile(`['"“”„]`),
			"a space inside « »":                   regexp.MustCompile(`«\s|\s»`),
			"a question without ¿, or ! without ¡": regexp.MustCompile(`^[^¿]*\?|^[^¡]*!`),
			"no no-break space after n.º":          regexp.MustCompile(`n\.º `),
		},
	}
	kinds := map[string][]string{"fr": {"active", "operator-pages"}, "en": {"active", "operator-pages"}, "de": {"active"}, "es": {"active"}}
	actions := regexp.MustCompile(`{{[^}]*}}`)
	for language, rules := range wrong {
		for id, text := range texts(t, language, kinds[language]...) {
			sentence, plain := text.(string)
			if plural, counted := text.(map[string]any); !plain && counted {
				for _, form := range plural {
					sentence += form.(string) + "\n"
				}
			}
			sentence = actions.ReplaceAllString(sentence, "x")
			for rule, pattern := range rules {
				if at := pattern.FindString(sentence); at != "" {
					t.Errorf("%s %s: %s at %q", language, id, rule, at)
				}
			}
		}
	}
}

func TestDatesAndCountsFollowTheLanguage(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"fr": {"0 cookie", "1 cookie", "2 cookies"},
		"en": {"0 cookies", "1 cookie", "2 cookies"},
		"de": {"0 Cookies", "1 Cookie", "2 Cookies"},
		"es": {"0 cookies", "1 cookie", "2 cookies"},
	} {
		for n, text := range want {
			if got := in(t, language).words.Count("trackers", n); got != text {
				t.Errorf("%s: %q, want %q", language, got, text)
			}
		}
	}
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range languages {
		if missing := catalog.Missing(language); len(missing) > 0 {
			t.Errorf("%s lacks %q", language, missing)
		}
	}
	day := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for language, want := range map[string][2]string{
		"fr": {"1er\u00a0mai 2026", "3\u00a0mai 2026"}, "en": {"1\u00a0May 2026", "3\u00a0May 2026"},
		"de": {"1.\u00a0Mai 2026", "3.\u00a0Mai 2026"}, "es": {"1\u00a0de mayo de 2026", "3\u00a0de mayo de 2026"},
	} {
		if got := [2]string{catalog.Words(language).Date(day), catalog.Words(language).Date(day.AddDate(0, 0, 2))}; got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}

// A sentence that instructs the reader to press a control quotes its words.
func TestSentencesQuoteTheWordsOfTheControls(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		w := in(t, language).words
		for sentence, control := range map[string]string{
			"refusal_objects": "refuse", "refusal_does_not_object": "refuse", "error_misdirected_text": "manage",
		} {
			if !strings.Contains(w.Say(sentence), w.Say(control)) {
				t.Errorf("%s: %q does not quote %q", language, w.Say(sentence), w.Say(control))
			}
		}
	}
}

// The banner names the way to change a choice so that it is right with the handle and, after
// --handle off, with the portal's own link: both are about cookies, and neither is quoted.
func TestTheBannerNamesEveryWayToChangeAChoice(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		w := in(t, language).words
		sentence := w.Say("banner_withdraw")
		for _, text := range []string{sentence, w.Say("handle"), w.Say("manage")} {
			if !strings.Contains(strings.ToLower(text), "cookie") {
				t.Errorf("%s: %q is not about cookies", language, text)
			}
		}
		if strings.ContainsAny(sentence, "«“„") {
			t.Errorf("%s: %q quotes a control that --handle off removes", language, sentence)
		}
	}
}

func TestSpanishListsChangeYBeforeTheSoundI(t *testing.T) {
	t.Parallel()
	w := in(t, "es").words
	for last, want := range map[string]string{"vídeos": "mapas y vídeos", "imágenes": "mapas e imágenes", "Índices": "mapas e Índices", "historias": "mapas e historias", "hilos": "mapas e hilos"} {
		if got := w.Say("list_and", i18n.Data{"Some": "mapas", "Last": last}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
