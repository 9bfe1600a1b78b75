package setup

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"charte/internal/message"
)

// Question is one question about the portal. Set checks and stores the answer.
type Question struct {
	Text     message.Text
	Standard string // used for an empty answer
	Set      func(string) error
}

// Questions returns the questions in the order in which they are asked, without those
// that given reports as answered. Its argument is the name of the flag.
func (a *Answers) Questions(given func(flag string) bool) ([]Question, error) {
	names, err := Names()
	if err != nil {
		return nil, err
	}
	var left []Question
	add := func(flag string, q Question) {
		if !given(flag) {
			left = append(left, q)
		}
	}
	add("authority", Question{message.Of("Name of the authority, as visitors know it"), "", a.SetAuthority})
	add("portal", Question{message.Of("Host name of the portal, such as data.example.fr"), "", a.SetPortal})
	add("service", Question{message.Of("Host name of this service, in the same domain, such as cookies.example.fr"), "", a.SetService})
	add("languages", Question{message.Of("Languages, the first is the original (%s)", strings.Join(Languages(), ", ")), "fr,en", a.SetLanguages})
	add("tools", Question{message.Of("Tools in use on the portal, separated by commas, with :exempt after one that is used without consent (%s)", strings.Join(names, ", ")), "", a.SetTools})
	add("contact", Question{message.Of("E-mail or web address of the controller, or nothing"), "", a.SetContact})
	add("dpo", Question{message.Of("E-mail or web address of the data-protection officer, or nothing"), "", a.SetDPO})
	return left, nil
}

// Ask asks the questions in the language of words, each again until its answer is valid.
func Ask(in io.Reader, out io.Writer, words message.Words, questions []Question) error {
	lines := bufio.NewScanner(in)
	for i := 0; i < len(questions); {
		q := questions[i]
		fmt.Fprint(out, words.Say(q.Text))
		if q.Standard != "" {
			fmt.Fprintf(out, " [%s]", q.Standard)
		}
		fmt.Fprint(out, ": ")
		if !lines.Scan() {
			if err := lines.Err(); err != nil {
				return err
			}
			return message.Errorf("the answers ended before the last question; nothing was written")
		}
		answer := strings.TrimSpace(lines.Text())
		if answer == "" {
			answer = q.Standard
		}
		if err := q.Set(answer); err != nil {
			fmt.Fprintln(out, words.Say(message.OfError(err)))
			continue
		}
		i++
	}
	return nil
}
