package message_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"charte/internal/message"
)

func TestLoadReadsAFileForEachLanguage(t *testing.T) {
	t.Parallel()
	c, err := message.Load(fstest.MapFS{
		"operator.fr.toml": {Data: []byte("\"%q is no port\" = \"« %s » n’est pas un port\"\n")},
		"operator.br.toml": {Data: []byte("\"is missing\" = \"a vank\"\n")},
		"active.fr.toml":   {Data: []byte("refuse = \"Tout refuser\"\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Languages(); !slices.Equal(got, []string{"en", "br", "fr"}) {
		t.Errorf("the languages are %q", got)
	}
	if got := c["fr"].Say(message.Of("%q is no port", "x")); got != "« x » n’est pas un port" {
		t.Errorf("in French: %q", got)
	}
	for code, want := range map[string]string{"fr": "fr", "br": "br", "en": "en", "de": "en", "": "en"} {
		if got := c.Nearest(code); got != want {
			t.Errorf("a reader of %q gets %s, want %s", code, got, want)
		}
	}
	if got := c["de"].Say(message.Of("is missing")); got != "is missing" {
		t.Errorf("without words: %q", got)
	}
}

func TestLoadFailsIfASentenceOccursTwice(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"twice":   "\"is missing\" = \"manque\"\n\"is missing\" = \"est absent\"\n",
		"no TOML": "is missing\n",
	} {
		if _, err := message.Load(fstest.MapFS{"operator.fr.toml": {Data: []byte(text)}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
