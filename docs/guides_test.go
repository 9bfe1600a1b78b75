package docs_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"charte/tests/freeport"
)

// guides are the French and the English name of each guide.
var guides = map[string]string{
	"README": "README", "installer": "install", "ecrire-la-charte": "write-your-charter",
	"integrer-dans-opendatasoft": "embed-in-opendatasoft", "repondre-a-la-cnil": "answer-the-cnil",
	"sauvegarder": "back-up", "mettre-a-jour": "upgrade", "plusieurs-instances": "several-instances",
	"notice-confidentialite": "privacy-notice", "modele-de-menace": "threat-model", "reference": "reference", "auditer-le-portail": "audit-the-portal",
	"duree-de-conservation": "retention", "navigateurs": "browsers",
	"contrats": "contracts", "choisir-un-kit": "choose-a-kit", "mesure-exemptee": "exempt-measurement", "depannage": "troubleshooting",
	"essayer-un-brouillon": "try-a-draft",
}

var (
	fenced   = regexp.MustCompile("(?ms)^```sh( run| run postgres| run machine)?\n(.*?)^```$")
	runnable = regexp.MustCompile("(?ms)^```sh run\n(.*?)^```$")
	ours     = regexp.MustCompile("(?m)(?:^|`|\\()(?:charte|chartectl) ([a-z]+)([^`\n|>]*)")
	flags    = regexp.MustCompile(`--[a-z-]+`)
	link     = regexp.MustCompile(`\]\(([a-z./-]+\.(?:md|png))\)`)
)

// Every block that is marked as runnable works, in the order of the guide, on a
// service that is installed and has taken two choices.
func TestCommandsOfEachGuideWork(t *testing.T) {
	t.Parallel()
	bin := buildProgram(t)
	for french := range guides {
		script := strings.Builder{}
		for _, block := range runnable.FindAllStringSubmatch(read(t, "fr", french), -1) {
			script.WriteString(block[1])
		}
		if script.Len() == 0 {
			continue
		}
		t.Run(french, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, bin, "sqlite:/var/lib/charte/charte.db")
			if french == "installer" {
				m.unpack(t)
			} else {
				m.run(t, "prepare", prepare)
			}
			output := m.run(t, french, script.String())
			if french == "installer" {
				checkWarningCount(t, output)
			}
		})
	}
}

// checkWarningCount compares the number of warnings that both guides announce at the
// first installation with the number that check printed there.
func checkWarningCount(t *testing.T, output string) {
	t.Helper()
	announced := map[string][2]string{
		"3": {"trois points", "three warnings"}, "4": {"quatre points", "four warnings"}, "5": {"cinq points", "five warnings"},
	}
	counted := regexp.MustCompile(`(\d+) warnings?, `).FindStringSubmatch(output)
	if counted == nil {
		t.Fatal("check printed no number of warnings")
	}
	want, known := announced[counted[1]]
	if !known || !strings.Contains(read(t, "fr", "installer"), want[0]+" à vérifier sont attendus") ||
		!strings.Contains(read(t, "en", "install"), want[1]+" are expected") {
		t.Errorf("check printed %s warnings; correct the number in fr/installer.md and en/install.md", counted[1])
	}
}

// From the package to a banner over TLS: eight commands, and no file edited by hand.
func TestTheInstallationTakesEightCommands(t *testing.T) {
	t.Parallel()
	_, steps, _ := strings.Cut(read(t, "fr", "installer"), "\n## 2. ")
	steps, _, found := strings.Cut(steps, "\n### ")
	count := 0
	for _, block := range fenced.FindAllStringSubmatch(steps, -1) {
		count += strings.Count(block[2], "\n") + strings.Count(block[2], "&&")
	}
	if !found || count == 0 || count > 8 {
		t.Errorf("the guide has %d commands, want 8 at most", count)
	}
}

// Both languages contain the same commands, and link to pages that exist.
func TestBothLanguagesHaveTheSameGuidesAndCommands(t *testing.T) {
	t.Parallel()
	for language, count := range map[string]int{"fr": len(guides), "en": len(guides)} {
		files, err := filepath.Glob(filepath.Join(language, "*.md"))
		if err != nil || len(files) != count {
			t.Errorf("%s has %d guides, want %d: %v", language, len(files), count, err)
		}
	}
	for french, english := range guides {
		fr, en := read(t, "fr", french), read(t, "en", english)
		if a, b := fmt.Sprint(fenced.FindAllString(fr, -1)), fmt.Sprint(fenced.FindAllString(en, -1)); a != b {
			t.Errorf("fr/%s.md and en/%s.md differ in their commands:\n%s\n%s", french, english, a, b)
		}
		if a, b := strings.Count(fr, "\n## "), strings.Count(en, "\n## "); a != b {
			t.Errorf("fr/%s.md has %d sections, en/%s.md %d", french, a, english, b)
		}
		for language, text := range map[string]string{"fr": fr, "en": en} {
			for _, to := range link.FindAllStringSubmatch(text, -1) {
				if _, err := os.Stat(filepath.Join(language, to[1])); err != nil {
					t.Errorf("a guide in %s leads to %v", language, err)
				}
			}
		}
	}
}

// What no test here can type is shell all the same, and names commands and flags
// that there are.
func TestEveryCommandInAGuideIsOneThatExists(t *testing.T) {
	t.Parallel()
	for french := range guides {
		text := read(t, "fr", french)
		for _, block := range fenced.FindAllStringSubmatch(text, -1) {
			if out, err := exec.Command("bash", "-n", "-c", block[2]).CombinedOutput(); err != nil {
				t.Errorf("fr/%s.md: %v\n%s%s", french, err, out, block[2])
			}
		}
		if french == "reference" {
			continue
		}
		for _, command := range ours.FindAllStringSubmatch(text, -1) {
			options := options(t, command[1])
			if options == "" {
				t.Errorf("fr/%s.md: there is no charte %s", french, command[1])
			}
			for _, flag := range flags.FindAllString(command[2], -1) {
				if !strings.Contains(options, "- `"+flag+"`") && !strings.Contains(options, "- `"+flag+"=") {
					t.Errorf("fr/%s.md: charte %s has no %s", french, command[1], flag)
				}
			}
		}
	}
}

// options returns the section of the reference about a command; that of check includes
// the options of serve.
func options(t *testing.T, command string) string {
	t.Helper()
	_, section, _ := strings.Cut(read(t, "fr", "reference"), "\n## `charte "+command+"`\n")
	section, _, _ = strings.Cut(section, "\n## ")
	if strings.Contains(section, "`charte serve`") {
		section += options(t, "serve")
	}
	return section
}

func read(t *testing.T, language, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(language, name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// buildProgram builds the program into a folder for PATH.
func buildProgram(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "charte"), "..").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return bin
}

// prepare is what an operator has done before reading the later guides.
const prepare = `
cp /usr/share/doc/charte/examples/charter*.md /etc/charte/content/
sed -i 's/stmalo-agglomeration.fr/example.fr/g' /etc/charte/content/charter*.md
systemctl start charte.service
` + choices

// choices are a refusal and an acceptance.
const choices = `
ask() { curl -fsS -H 'Host: cookies.example.fr' -H 'Origin: https://cookies.example.fr' "$@"; }
text=$(ask http://127.0.0.1:8080/fr/ | sed -n 's/.*name="text" value="\([0-9a-f]*\)".*/\1/p' | head -1)
ask -d "decision=refuse&surface=charter&return=&text=$text" http://127.0.0.1:8080/fr/choice
ask -d "decision=accept&surface=charter&return=&text=$text" http://127.0.0.1:8080/fr/choice
`

// machine replaces the operator's machine: its folders are temporary, and systemctl
// starts and stops the real program.
type machine struct {
	folder string
	paths  *strings.Replacer
	env    []string
}

func newMachine(t *testing.T, bin, registry string) machine {
	t.Helper()
	folder := t.TempDir()
	examples, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	public, admin := freeport.Get(t), freeport.Get(t)
	m := machine{folder: folder, env: []string{"PATH=" + folder + "/bin:" + bin + ":" + os.Getenv("PATH"), "HOME=" + folder}}
	m.paths = strings.NewReplacer("/etc/charte", folder+"/etc", "/var/lib/charte", folder+"/lib", "/var/backups", folder+"/backups",
		"/usr/share/doc/charte/examples", examples, "/usr/share/charte/verify.py", examples+"/docs/verify.py", "/etc/nginx", folder+"/nginx", ":8080", ":"+public, ":8081", ":"+admin, ":8082", ":"+freeport.Get(t))
	for _, sub := range []string{"bin", "etc/content", "lib"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	m.write(t, "etc/charte.env", "CHARTE_BASE_URL=https://cookies.example.fr\nCHARTE_PORTAL=https://data.example.fr\nCHARTE_COOKIE_DOMAIN=example.fr\n"+
		"CHARTE_LISTEN=127.0.0.1:8080\nCHARTE_ADMIN=127.0.0.1:8081\nCHARTE_REGISTRY="+registry+"\nCHARTE_SPOOL=/var/lib/charte\nCHARTE_CONTENT=/etc/charte/content\n")
	own, err := os.ReadFile("../deploy/deb/chartectl")
	if err != nil {
		t.Fatal(err)
	}
	m.write(t, "bin/chartectl", strings.NewReplacer("runuser -u charte -- ", "", "/usr/bin/", "").Replace(string(own)))
	m.write(t, "bin/systemctl", `#!/bin/bash
set -e
stop() { if [ -e pid ]; then kill $(cat pid); tail --pid=$(cat pid) -f /dev/null; rm pid; fi; }
start() {
  chartectl serve >>log 2>&1 & echo $! >pid
  for _ in {1..400}; do
    if curl -fs http://127.0.0.1:8080/readyz; then return; fi
    kill -0 $(cat pid) && sleep 0.05
  done
  cat log >&2
  exit 1
}
cd `+folder+`
case $1 in stop) stop ;; start | enable) start ;; restart) stop; start ;; *) exit 2 ;; esac
`)
	m.write(t, "bin/chown", "#!/bin/sh\n# There is no account charte here; release-test runs the real one.\ntest -e \"$2\"\n")
	t.Cleanup(func() { m.run(t, "stop", "systemctl stop charte.service") })
	return m
}

// unpack leaves the settings of the package as they are before charte init. The service
// then starts with the ports and folders of this machine.
func (m machine) unpack(t *testing.T) {
	t.Helper()
	shipped, err := os.ReadFile("../deploy/charte.env")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.folder, "etc/charte.env"), shipped, 0o640); err != nil {
		t.Fatal(err)
	}
	m.write(t, "bin/chartectl", "#!/bin/sh\nset -e\nif grep -q '/var/''lib' etc/charte.env; then\n\tsed -i -e 's|/var/''lib/charte|/var/lib/charte|;s|:80''80|:8080|;s|:80''81|:8081|' etc/charte.env\n\techo CHARTE_SPOOL=/var/lib/charte >>etc/charte.env\nfi\n"+
		"exec charte --settings=/etc/charte/charte.env \"$@\"\n")
}

func (m machine) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(m.folder, name), []byte(m.paths.Replace(text)), 0o755); err != nil {
		t.Fatal(err)
	}
}

// run runs a script as an operator would type it, up to the first failure, and
// returns what it printed.
func (m machine) run(t *testing.T, what, script string) string {
	t.Helper()
	shell := exec.Command("bash", "-euxo", "pipefail", "-c", m.paths.Replace(script))
	shell.Dir, shell.Env = m.folder, m.env
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	log, err := os.Create(filepath.Join(t.TempDir(), "log")) // a file: the service outlives the shell
	if err != nil {
		t.Fatal(err)
	}
	shell.Stdout, shell.Stderr = log, log
	err = shell.Run()
	said, _ := os.ReadFile(log.Name())
	t.Logf("%s\n%s", what, said) // shown with -v, and where something fails
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
	return string(said)
}
