package message_test

import (
	"errors"
	"io"
	"testing"

	"charte/internal/message"
)

// french translates some sentences, one with another order of the data.
func french() message.Words {
	return message.Words{
		"the %s %q": "%[2]s, %[1]s", "tracker": "traceur", "is missing": "manque", "%q is no port": "« %s » n’est pas un port",
		"--admin: %w": "--admin : %w", "a contrast of %.2f": "un contraste de %.2f", "add it": "ajoutez-le", "EOF": "fin du fichier",
		"%d tracker of %s": "%d suivi de %s", "%d trackers of %s": "%d suivis de %s",
	}
}

func TestTextIsWrittenInTheLanguageOfItsWords(t *testing.T) {
	t.Parallel()
	for sentence, c := range map[string]struct {
		text            message.Text
		english, french string
	}{
		"a sentence":               {message.Of("is missing"), "is missing", "manque"},
		"data in another order":    {message.Of("the %s %q", message.Of("tracker"), "_ga"), `the tracker "_ga"`, "_ga, traceur"},
		"a sentence without words": {message.Of("so many: %d %s", 3, message.Of("tracker")), "so many: 3 tracker", "so many: 3 traceur"},
		"a number with a point":    {message.Of("a contrast of %.2f", 4.484), "a contrast of 4.48", "un contraste de 4,48"},
		"a percent sign":           {message.Plain("100 % sure"), "100 % sure", "100 % sure"},
		"an error of ours":         {message.OfError(message.Errorf("%q is no port", "x")), `"x" is no port`, "« x » n’est pas un port"},
		"an error in an error":     {message.OfError(message.Errorf("--admin: %w", message.Errorf("%q is no port", "x"))), `--admin: "x" is no port`, "--admin : « x » n’est pas un port"},
		"an error of another":      {message.OfError(message.Errorf("--admin: %w", io.EOF)), "--admin: EOF", "--admin : fin du fichier"},
		"a fault": {message.OfError(message.Fault{File: "a.md", Line: 3, Problem: message.Of("is missing"), Fix: message.Of("add it")}),
			"a.md:3: is missing — add it", "a.md:3: manque — ajoutez-le"},
		"one":                  {message.Count(1, "%d tracker of %s", "%d trackers of %s", message.Of("tracker")), "1 tracker of tracker", "1 suivi de traceur"},
		"two":                  {message.Count(int64(2), "%d tracker of %s", "%d trackers of %s", "x"), "2 trackers of x", "2 suivis de x"},
		"no, one in French":    {message.Count(0, "%d tracker of %s", "%d trackers of %s", "x"), "0 trackers of x", "0 suivi de x"},
		"an error that counts": {message.OfError(message.Count(1, "%d tracker of %s", "%d trackers of %s", "x").AsError()), "1 tracker of x", "1 suivi de x"},
		"nothing":              {message.Text{}, "", ""},
		"nothing, or not":      {message.Text{}.Or(message.Of("is missing")), "is missing", "manque"},
	} {
		if english, french := c.text.String(), french().Say(c.text); english != c.english || french != c.french {
			t.Errorf("%s: %q, %q", sentence, english, french)
		}
	}
}

// errors.Is and errors.As see what fmt.Errorf would return.
func TestErrorsStayErrors(t *testing.T) {
	t.Parallel()
	err := message.Errorf("--admin %s: %w", "x", io.EOF)
	if err.Error() != "--admin x: EOF" || !errors.Is(err, io.EOF) || !errors.Is(err, err) {
		t.Error(err)
	}
	fault := message.Fault{File: "theme.css", Problem: message.Of("holds %d bytes", 3)}
	if joined := errors.Join(io.EOF, fault); fault.Error() != "theme.css: holds 3 bytes" || !errors.Is(joined, fault) {
		t.Error(joined)
	}
}
