package views

import "testing"

func TestTitlesHaveAtMost70Characters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		room  int
		parts []string
		want  string
	}{
		{unprefixed, []string{"Charte cookies", "Port-Lanval Agglomération"}, "Charte cookies – Port-Lanval Agglomération"},
		{unprefixed, []string{"Charte cookies de Port-Lanval Agglomération", "Port-Lanval Agglomération"}, "Charte cookies de Port-Lanval Agglomération"},
		{unprefixed, []string{"Charte relative aux cookies", "Saint-Malo Agglomération"}, "Charte relative aux cookies"},
		{maxTitle, []string{"Un texte tel qu’il a été affiché", "Pages de l’exploitant", "Saint-Malo Agglomération"}, "Un texte tel qu’il a été affiché – Pages de l’exploitant"},
	} {
		if got := documentTitle(test.room, test.parts...); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
