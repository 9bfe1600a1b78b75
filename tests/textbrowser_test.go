package tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// textBrowsers are commands that print a page as a visitor sees it in a text browser.
var textBrowsers = [][]string{{"lynx", "-dump", "-nolist", "-width=80"}, {"w3m", "-dump", "-cols", "80"}}

// Text browsers show headings, paragraphs, and the name and the effect of a purpose on
// separate lines.
func TestTextBrowsersShowEachPartOnItsOwnLine(t *testing.T) {
	t.Parallel()
	socket, address := listeningSocket(t)
	newChild(t, socket, "--admin", "off", "--portal", portalOrigin, "--base-url", "http://"+address,
		"--registry", "sqlite:"+filepath.Join(t.TempDir(), "missing", "charte.db")) // cannot start
	p, exempt := start(t, "--content", demo()), start(t, "--content", ordinary())
	for page, want := range map[string][]string{
		p.base + "/fr/":              {"Aller au contenu", "Port-Lanval Agglomération", "Charte cookies de Port-Lanval Agglomération", "Vos choix"},
		p.base + "/fr/choice":        {"Vos cookies, votre choix", "Port-Lanval Agglomération vous demande votre accord, sur ses 2 sites :", "Mesurer la fréquentation", "Compter les visites et savoir quelles données sont consultées.", "Cookies"},
		p.base + "/fr/missing":       {"Erreur – page introuvable", "Il n’y a pas de page à cette adresse. Vérifiez-la, ou ouvrez la charte.", "Code technique : 404"},
		exempt.base + "/fr/":         {"Mesure de la fréquentation"},
		"http://" + address + "/fr/": {"Ce service est en panne.", "Rien n’a été accepté en votre nom.", "Réessayez dans quelques minutes."},
	} {
		for _, browser := range textBrowsers {
			lines := linesIn(t, browser, page)
			for _, part := range want {
				if !slices.Contains(lines, part) {
					t.Errorf("%s %s: no line %q:\n%s", browser[0], page, part, strings.Join(lines, "\n"))
				}
			}
		}
	}
}

// A sentence and the link after it do not run together.
func TestTextBrowsersSeparateASentenceFromTheLinkAfterIt(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	const want = "Google Ireland Limited, Google LLC. 2 cookies"
	for _, browser := range textBrowsers {
		if text := strings.Join(linesIn(t, browser, p.base+"/fr/"), " "); !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", browser[0], want, text)
		}
	}
}

// linesIn returns the lines of a page in a text browser, without indentation and bullets.
func linesIn(t *testing.T, browser []string, page string) (lines []string) {
	t.Helper()
	show := exec.CommandContext(t.Context(), browser[0], append(browser[1:], page)...)
	show.Env = []string{"HOME=" + t.TempDir(), "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH")}
	out, err := show.Output() // lynx exits with 1 for an answer that is an error, and shows its page
	if len(out) == 0 {
		t.Fatalf("%v: %v; tools/install.sh installs it", browser, err)
	}
	for line := range strings.Lines(strings.ReplaceAll(string(out), "\u00a0", " ")) {
		lines = append(lines, strings.Trim(line, " \n*+•"))
	}
	return lines
}

// A visitor accepts, reads the result and takes everything back, in lynx, which has
// neither scripts nor styles nor the header Origin.
func TestAVisitorChoosesInLynx(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	folder := t.TempDir()
	settings := filepath.Join(folder, "lynx.cfg")
	write(t, settings, "PERSISTENT_COOKIES:TRUE\nACCEPT_ALL_COOKIES:TRUE\nCOOKIE_FILE:"+folder+"/cookies\nCHARACTER_SET:utf-8\nINFOSECS:0\nMESSAGESECS:0\nALERTSECS:0\n")
	env := []string{"HOME=" + folder, "TERM=vt100", "LANG=C.UTF-8", "PATH=" + os.Getenv("PATH")}
	for _, step := range []struct{ path, button, result string }{
		{"/fr/choice", "accept", "Vous avez tout accepté."},
		{"/fr/", "refuse", "Vous avez tout refusé."},
	} {
		again := p.visitor(t)
		if choice := cookieOf(t, folder+"/cookies"); choice != "" {
			again.give("cookies_preferences", choice)
		}
		write(t, folder+"/keys", strings.Repeat("key Down Arrow\n", fieldsBefore(t, again.open(step.path).doc, step.button))+"key ^J\nkey q\nkey y\n")
		// lynx draws on a terminal, which script gives it.
		walk := exec.CommandContext(t.Context(), "script", "-qec", fmt.Sprintf("lynx -cfg=%s -cmd_script=%s/keys %s%s", settings, folder, p.base, step.path), "/dev/null")
		walk.Env = env
		if out, err := walk.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		show := exec.CommandContext(t.Context(), "lynx", "-cfg="+settings, "-dump", "-nolist", p.base+"/fr/choice")
		show.Env = env
		if out, err := show.Output(); err != nil || !strings.Contains(string(out), step.result) {
			t.Errorf("after %s: %v\n%s", step.button, err, out)
		}
	}
	p.stop()
	if records := p.records(t); len(records) != 2 || !records[0].Choice.Grants() || records[1].Choice.Grants() {
		t.Errorf("the record has %+v, want an acceptance and a refusal", records)
	}
}

// fieldsBefore returns how many links and fields are before a button.
func fieldsBefore(t *testing.T, doc *html.Node, button string) int {
	t.Helper()
	all := findAll(doc, func(n *html.Node) bool {
		return n.Data == "a" && attr(n, "href") != "" || n.Data == "button" || n.Data == "input" && attr(n, "type") != "hidden"
	})
	i := slices.IndexFunc(all, func(n *html.Node) bool { return n.Data == "button" && attr(n, "value") == button })
	if i < 0 {
		t.Fatalf("the page has no button %s", button)
	}
	return i
}

// cookieOf returns the choice in a file of cookies, or an empty string.
func cookieOf(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) == 7 && fields[5] == "cookies_preferences" {
			return fields[6]
		}
	}
	return ""
}
