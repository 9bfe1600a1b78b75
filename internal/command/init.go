package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/mattn/go-isatty"

	"charte/internal/message"
	"charte/internal/setup"
	"charte/locales"
)

// initCommand writes a content folder, the settings and the proxy's site, or adds a known
// tool to a folder.
type initCommand struct {
	timed
	Dir       string `arg:"" name:"dir" help:"Content folder to write, or to add to."`
	Authority string `placeholder:"NAME" help:"Name of the authority, as visitors know it."`
	Portal    string `placeholder:"HOST" help:"Host name or origin of the portal."`
	Service   string `placeholder:"HOST" help:"Host name of this service, in the portal's domain, or a path of the portal's own host, such as data.example.fr/charte; the lines for its proxy are then those of charte embed --kit 4."`
	Languages string `placeholder:"CODES" help:"Languages of the charter, separated by commas, the original first: fr, en, de, es. Default: fr,en."`
	Tools     string `placeholder:"NAMES" help:"Tools in use on the portal, separated by commas, from the list of known tools. NAME:exempt is used without consent, and visitors can object to it."`
	Contact   string `placeholder:"ADDRESS" help:"E-mail or web address of the controller."`
	DPO       string `name:"dpo" placeholder:"ADDRESS" help:"E-mail or web address of the data-protection officer."`
	Platform  string `default:"opendatasoft" enum:"opendatasoft,other" help:"Platform of the portal, whose necessary cookies are declared: opendatasoft or other."`
	Env       string `placeholder:"FILE" help:"File of settings to write. Default: charte.env beside the folder."`
	Proxy     string `default:"nginx" enum:"nginx,caddy,apache,none" help:"Reverse proxy whose site is written: nginx, caddy, apache or none."`
	Site      string `placeholder:"FILE" help:"File of the proxy's site to write. Default: nginx.conf, Caddyfile or apache.conf beside the folder, after NAME- for a town."`
	Town      string `placeholder:"NAME" help:"Name of the town, if the machine serves several with charte@NAME.service. Its settings are then in NAME.env beside the folder."`
	Add       string `placeholder:"TOOL" help:"Add a known tool to the charter in the folder, in every language, and change nothing else."`

	builtIn fs.FS // the built-in charter
	env     *environment
	words   message.Words
}

// townName matches the name of a town, which is in file names, names of units and the path
// of a socket (107 bytes at most).
var townName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,63}$`)

// reservedTowns are the names whose settings belong to other units.
var reservedTowns = []string{"charte", "stamp"}

func (c *initCommand) setEnvironment(env *environment) { c.env = env }
func (c *initCommand) setBuiltIn(charters fs.FS)       { c.builtIn = charters }

// Run writes the files and checks them, or adds a tool.
func (c *initCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return err
	}
	c.words = catalog[environmentLanguage(c.env.get)]
	if err = c.addOrWrite(ctx, stdout, stderr); err != nil {
		return errors.New(c.say(err))
	}
	return nil
}

// say returns the message of an error, or of each of several, in the operator's language.
func (c *initCommand) say(err error) string {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return c.words.Say(message.OfError(err))
	}
	var lines []string
	for _, err := range several.Unwrap() {
		lines = append(lines, c.say(err))
	}
	return strings.Join(lines, "\n")
}

func (c *initCommand) addOrWrite(ctx context.Context, stdout, stderr io.Writer) error {
	if c.Add != "" {
		return c.addTool(stdout)
	}
	if c.Town != "" && (!townName.MatchString(c.Town) || slices.Contains(reservedTowns, c.Town)) {
		return message.Errorf("--town %q: write a name of at most 64 small letters, digits and hyphens, such as lamballe; charte and stamp are taken", c.Town)
	}
	answers := &setup.Answers{Effective: c.clock.Now(), Opendatasoft: c.Platform == "opendatasoft"}
	if err := c.answer(answers); err != nil {
		return err
	}
	if err := c.ask(answers, stdout); err != nil {
		return err
	}
	if err := answers.Complete(); err != nil {
		return err
	}
	files, err := answers.Files(c.places(), c.builtIn, c.words)
	if err != nil {
		return err
	}
	if err := setup.Write(files); err != nil {
		return err
	}
	for _, f := range files {
		fmt.Fprintln(stdout, c.words.Say(message.Of("written: %s", f.Path)))
	}
	fmt.Fprintln(stdout)
	return c.check(ctx, stdout, stderr, answers)
}

// answer stores the answers that flags gave.
func (c *initCommand) answer(a *setup.Answers) error {
	var all []error
	for _, flag := range []struct {
		value string
		set   func(string) error
	}{{c.Authority, a.SetAuthority}, {c.Portal, a.SetPortal}, {c.Service, a.SetService}, {c.Languages, a.SetLanguages},
		{c.Tools, a.SetTools}, {c.Contact, a.SetContact}, {c.DPO, a.SetDPO}} {
		if flag.value != "" {
			all = append(all, flag.set(flag.value))
		}
	}
	return errors.Join(all...)
}

// ask asks on a terminal for what no flag gave. Elsewhere it fails without the three
// answers that have no default.
func (c *initCommand) ask(a *setup.Answers, stdout io.Writer) error {
	values := map[string]string{"authority": c.Authority, "portal": c.Portal, "service": c.Service, "languages": c.Languages,
		"tools": c.Tools, "contact": c.Contact, "dpo": c.DPO}
	given := func(flag string) bool { return values[flag] != "" }
	if isatty.IsTerminal(os.Stdin.Fd()) && !(given("authority") && given("portal") && given("service")) {
		questions, err := a.Questions(given)
		if err != nil {
			return err
		}
		return setup.Ask(os.Stdin, stdout, c.words, questions)
	}
	var all []error
	for flag, set := range map[string]func(string) error{"authority": a.SetAuthority, "portal": a.SetPortal, "service": a.SetService} {
		if !given(flag) {
			all = append(all, set("")) // its error names the flag
		}
	}
	if a.Languages == nil {
		all = append(all, a.SetLanguages("fr,en"))
	}
	return errors.Join(all...)
}

// places returns where the files go. The default is beside the content folder, as in
// /etc/charte.
func (c *initCommand) places() setup.Places {
	beside := filepath.Join(c.Dir, "..") // also of "."
	at := setup.Places{Content: c.Dir, Settings: c.Env, Site: c.Site, Proxy: c.Proxy, Town: c.Town}
	if at.Settings == "" {
		at.Settings = filepath.Join(beside, cmp.Or(c.Town, "charte")+".env")
	}
	if c.Proxy == "none" {
		at.Site = ""
	} else if at.Site == "" {
		name := map[string]string{"nginx": "nginx.conf", "caddy": "Caddyfile", "apache": "apache.conf"}[c.Proxy]
		if c.Town != "" {
			name = c.Town + "-" + name
		}
		at.Site = filepath.Join(beside, name)
	}
	return at
}

// check runs charte check with the settings that were written.
func (c *initCommand) check(ctx context.Context, stdout, stderr io.Writer, a *setup.Answers) error {
	environ := []string{"STATE_DIRECTORY=" + filepath.Join("/var/lib/charte", c.Town)} // as systemd sets it
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		environ = append(environ, name+"="+c.env.get(name))
	}
	args := []string{"check", "--content", c.Dir, "--base-url", a.Service, "--portal", a.Portal}
	if a.CookieDomain != "" {
		args = append(args, "--cookie-domain", a.CookieDomain)
	}
	return Run(ctx, c.clock, args, environ, stdout, stderr, c.builtIn)
}

// addTool adds the tool to the charters of the folder.
func (c *initCommand) addTool(stdout io.Writer) error {
	use, err := setup.Find(strings.TrimSpace(c.Add))
	if err != nil {
		return message.Errorf("--add: %w", err)
	}
	changed, err := setup.Add(c.Dir, use)
	if err != nil {
		return err
	}
	for _, place := range changed {
		fmt.Fprintln(stdout, c.words.Say(message.Of("added %s: %s", use.Name, place)))
	}
	return nil
}
