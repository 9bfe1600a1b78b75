package setup

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/message"
)

// Every language has the words of every kind of tool and of every known use.
func TestEveryLanguageHasTheWordsOfEveryKnownTool(t *testing.T) {
	t.Parallel()
	tools, err := audit.Known()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range Languages() {
		w := loaded()[code]
		for _, id := range order {
			if k := w.Kinds[id]; k.Title == "" || k.Text == "" || (k.Without == "") != (loaded()["fr"].Kinds[id].Without == "") {
				t.Errorf("%s: the kind %s lacks words", code, id)
			}
		}
		for _, tool := range tools {
			if id := (Use{Tool: tool}).purpose(); !isOwn(tool) && !slices.Contains(order, id) {
				t.Errorf("%s belongs to no purpose: %q", tool.Name, id)
			}
			for _, tracker := range tool.Trackers {
				if tracker.Purpose != "" && code != "en" && w.use(tracker.Purpose) == tracker.Purpose {
					t.Errorf("%s: %q is not translated", code, tracker.Purpose)
				}
				if d := w.duration(tracker); code == "de" && strings.ContainsAny(d, "0123456789") && d == tracker.Lasts {
					t.Errorf("%s: %q is not translated", code, d)
				}
			}
		}
	}
}

// On a terminal, each question is asked until its answer is valid; Enter takes the value
// in brackets.
func TestQuestionsAreAskedUntilTheAnswerIsValid(t *testing.T) {
	t.Parallel()
	a := &Answers{}
	questions, err := a.Questions(func(flag string) bool { return flag == "contact" })
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	err = Ask(strings.NewReader("Régie #1\n\ndata.example.fr\ncookies.example.fr\n\nnonsense\nmatomo:exempt\n\n"), &out, message.Words(nil), questions)
	if err != nil || a.Authority != "Régie #1" || a.Portal != "https://data.example.fr" || !slices.Equal(a.Languages, []string{"fr", "en"}) || len(a.Tools) != 1 || !a.Tools[0].Exempted {
		t.Errorf("%v: %+v\n%s", err, a, out.String())
	}
	if asked := strings.Count(out.String(), "Host name of the portal"); asked != 2 || strings.Contains(out.String(), "of the controller") {
		t.Errorf("%s", out.String())
	}
	if err := Ask(strings.NewReader("Régie\n"), &out, nil, questions); err == nil {
		t.Error("no error for answers that end early")
	}
}
