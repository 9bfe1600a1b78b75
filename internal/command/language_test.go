package command

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

func TestTheLanguageIsThatOfTheFirstLocaleVariableSet(t *testing.T) {
	t.Parallel()
	for want, environments := range map[string][]map[string]string{
		"fr": {{"LANG": "fr_FR.UTF-8"}, {"LANG": "fr"}, {"LANG": "fr_CA@euro"}, {"LC_MESSAGES": "fr_FR.UTF-8", "LANG": "en_GB.UTF-8"},
			{"LC_ALL": "fr_BE.UTF-8", "LC_MESSAGES": "en_GB", "LANG": "C"}},
		"en": {{"LANG": "en_GB.UTF-8"}, {"LC_ALL": "en_US", "LANG": "fr_FR.UTF-8"}},
		"c":  {{"LC_ALL": "C.UTF-8", "LANG": "fr_FR.UTF-8"}},
		"":   {{}, {"LANGUAGE": "fr"}},
	} {
		for _, environment := range environments {
			if got := environmentLanguage(func(name string) string { return environment[name] }); got != want {
				t.Errorf("%v gives %q, want %q", environment, got, want)
			}
		}
	}
}

// Text is in the language of the environment, JSON in English unless --lang is given.
func TestCheckReportsInTheRequestedLanguage(t *testing.T) {
	t.Parallel()
	const french, english = "cette durée n’est pas confirmée", "this period is not confirmed"
	fr, de := map[string]string{"LANG": "fr_FR.UTF-8"}, map[string]string{"LANG": "de_DE.UTF-8"}
	for sentence, c := range map[string]struct {
		environment map[string]string
		args        []string
		want        string
	}{
		"no environment":                  {nil, nil, english},
		"French environment":              {fr, nil, french},
		"environment without translation": {de, nil, english},
		"flag":                            {nil, []string{"--lang", "fr"}, french},
		"flag and other environment":      {fr, []string{"--lang", "en"}, english},
		"variable of the flag":            {map[string]string{"CHARTE_LANG": "fr"}, nil, french},
		"JSON, French environment":        {fr, []string{"--format", "json"}, english},
		"JSON, French flag":               {nil, []string{"--format", "json", "--lang", "fr"}, french},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			out, err := checked(t, c.environment, c.args...)
			other := map[string]string{french: english, english: french}[c.want]
			if err != nil || !strings.Contains(out, c.want) || strings.Contains(out, other) {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// The error that Run returns is in the language of the report.
func TestTheErrorOfCheckIsInTheLanguageOfItsReport(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"--against\u00a0: «\u00a0exemple.fr\u00a0» n’est pas une origine\u00a0: écrivez https://hôte": {"--against", "exemple.fr"},
		"1 faute, 0 point à vérifier, 0 point à connaître":                                            {"--content", "/no/such/folder"},
		`--lang "de": the report is available in en, fr`:                                              {"--lang", "de"},
	} {
		if _, err := checked(t, map[string]string{"LANG": "fr_FR.UTF-8"}, args...); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func checked(t *testing.T, environment map[string]string, args ...string) (string, error) {
	t.Helper()
	var out, log bytes.Buffer
	var environ []string
	for name, value := range environment {
		environ = append(environ, name+"="+value)
	}
	err := Run(t.Context(), SystemClock(), append([]string{"check"}, args...), environ, &out, &log, os.DirFS("../.."))
	return out.String(), err
}
