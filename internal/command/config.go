package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"charte/internal/message"
)

// cli declares every command and its flags. Each flag can also be given in the
// environment, as CHARTE_ and its name.
type cli struct {
	settingsFlags
	PrintVersion versionFlag `name:"version" help:"Print the version."`

	Serve   serveCommand    `cmd:"" default:"withargs" help:"Serve the charter and the banner (the default command). Exits with 78 if a flag, a setting or the charter must be corrected first."`
	Init    initCommand     `cmd:"" help:"Write a content folder, the settings and the proxy's site for a portal, or add a known tool to a folder."`
	Check   checkCommand    `cmd:"" help:"Check everything that serve would read, and report faults and points to confirm. Exits with 1 on a fault."`
	Embed   embedCommand    `cmd:"" help:"Print the lines that a webmaster pastes into the portal."`
	Verify  verifyCommand   `cmd:"" help:"Verify that no record was changed, removed or added, and name the first that was. Exits with 1 on a fault, with 3 if there is no record to verify."`
	Export  exportCommand   `cmd:"" help:"Export the records of a range of days, for a spreadsheet or a program."`
	Replay  replayCommand   `cmd:"" help:"Write the page that a visitor was shown, byte for byte."`
	Dossier dossierCommand  `cmd:"" help:"Write the file for an inspection: records, texts, trackers, history, a verifier, and an explanation of what each part proves."`
	Backup  backupCommand   `cmd:"" help:"Copy the SQLite registry to a file while the service runs, verify the copy, and write its head beside it."`
	Purge   purgeCommand    `cmd:"" help:"Remove the records that are older than the retention."`
	Audit   auditCommands   `cmd:"" help:"Visit a portal in a real browser and compare what it sets with what the charter declares."`
	Show    settingsCommand `cmd:"" name:"settings" help:"Print every setting in use and its source, without passwords. Exits with 1 if a setting is ignored, for example because its name is misspelt."`
	Status  statusCommand   `cmd:"" help:"Report on one screen whether all is well: registry, chain, last decision, retention, content in force, portal, last audit. Exits with 0 if it is, with 1 if something needs attention, with 2 if something could not be seen."`
	Version versionCommand  `cmd:"" help:"Print the version."`
}

// addressFlags are the flags for the addresses of the service and the portals.
type addressFlags struct {
	Listen  string   `default:"localhost:8080" placeholder:"HOST:PORT" help:"Address to listen on, in plain HTTP; a reverse proxy terminates TLS."`
	BaseURL string   `name:"base-url" placeholder:"URL" help:"Public URL of this service: a host name of its own, or a path on the portal's host, such as https://data.example.fr/charte, which the proxy passes on unchanged. Requests for another host are rejected, and those outside the path answered with 404. Default: http:// and the --listen address."`
	Portal  []string `placeholder:"ORIGIN" sep:"," help:"Origin of the portal, which may frame the banner and to which visitors return; repeat for several. Visitors without a return address go to the first. Default if the base URL is on loopback: the base URL."`
}

// cookieFlag is the flag for the name of the choice's cookie.
type cookieFlag struct {
	CookieName string `default:"cookies_preferences" placeholder:"NAME" help:"Name of the cookie that stores the choice. The portal's platform reads the default name only."`
}

// serveCommand holds the flags of serve, unchecked.
type serveCommand struct {
	timed
	addressFlags
	contentFlags
	registryFlag
	recordFlags
	adminFlags
	againstFlag
	CookieDomain string `placeholder:"DOMAIN" help:"Domain of the cookie that stores the choice, a parent of the base URL's host. Default: that host only, so that no portal can read the choice."`
	cookieFlag
	RateLimit    string   `default:"600/1m" placeholder:"N/TIME" help:"Maximum number of choices per client address in a time; \"off\" for no limit. Above it, refusals are honoured without a record and nothing is granted."`
	Strict       bool     `help:"Reject any fault that charte check reports, at start and after an edit. Without this flag, a fault of wording is served with a warning, and a start with a broken edit serves the content that was served last."`
	Handle       string   `default:"on" enum:"on,off" help:"Small link in the portal's corner after a choice: on or off. If it is off, visitors can change their choice only if the portal links to this service."`
	TrustedProxy []string `default:"127.0.0.0/8,::1" placeholder:"NETWORK" sep:"," help:"Networks of the proxies whose X-Forwarded-For is trusted, for the rate limit only."`
	// env is the environment that the flags were read from.
	env *environment
}

func (c *serveCommand) setEnvironment(env *environment) { c.env = env }

// Run runs the command line args and returns its error instead of exiting. environ holds
// NAME=value entries; charters holds the built-in charter.md and its translations.
func Run(ctx context.Context, clock Clock, args, environ []string, stdout, stderr io.Writer, charters fs.FS) error {
	env := newEnvironment(environ)
	chosen, err := parse(args, env, stdout)
	if err != nil || chosen == nil {
		return misconfigured(err)
	}
	if err := env.report(chosen, stderr); err != nil {
		return misconfigured(err)
	}
	if c, ok := chosen.(interface{ setBuiltIn(fs.FS) }); ok {
		c.setBuiltIn(charters)
	}
	if c, ok := chosen.(interface{ setClock(Clock) }); ok {
		c.setClock(clock)
	}
	if c, ok := chosen.(interface{ setStateDirectory(string) }); ok {
		c.setStateDirectory(env.get("STATE_DIRECTORY"))
	}
	if c, ok := chosen.(interface{ setEnvironment(*environment) }); ok {
		c.setEnvironment(env)
	}
	if serving, ok := chosen.(*serveCommand); ok { // it must not fail because its one line cannot be printed
		return serving.Run(ctx, stdout, stderr)
	}
	return runToEnd(ctx, chosen, wordsOf(environ), stdout, stderr)
}

// command is a command that was parsed.
type command interface {
	Run(ctx context.Context, stdout, stderr io.Writer) error
}

// errHelp stops parsing after --help was printed.
var errHelp = errors.New("help was printed")

// parse parses the command line. It returns nil without an error if --help was printed.
func parse(args []string, env *environment, stdout io.Writer) (command, error) {
	var flags cli
	parser, err := kong.New(&flags,
		kong.Name("charte"),
		kong.Description("A consent service: cookie charter, banner, proof of choice."),
		kong.Writers(stdout, stdout),
		kong.Exit(func(int) { panic(errHelp) }),
		kong.Resolvers(resolver(env)),
		kong.Bind(env),
		kong.ValueFormatter(helpWithVariable),
		kong.Help(helpIn(wordsOf(env.environ()))),
	)
	if err != nil {
		return nil, err
	}
	if environmentLanguage(env.get) == "fr" {
		french, err := frenchHelp()
		if err != nil {
			return nil, err
		}
		translateHelp(parser.Model.Node, french)
	}
	env.flags = variables(parser.Model.Node)
	parsed, err := parseOrHelp(parser, withHelp(args))
	if errors.Is(err, errHelp) {
		return nil, nil
	}
	if err != nil {
		return nil, ofUsage(err)
	}
	env.use(parsed)
	chosen, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return nil, message.Errorf("the command %q cannot be run", parsed.Command())
	}
	if _, ok := chosen.(*serveCommand); ok { // earlier versions started with an empty flag
		return chosen, nil
	}
	return chosen, emptyFlag(parsed)
}

// withHelp turns "help verify" into "verify --help".
func withHelp(args []string) []string {
	if len(args) > 0 && args[0] == "help" {
		return append(slices.Clone(args[1:]), "--help")
	}
	return args
}

// parseOrHelp returns errHelp where kong calls Exit, because that must not end the
// process.
func parseOrHelp(parser *kong.Kong, args []string) (parsed *kong.Context, err error) {
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case errHelp:
			err = errHelp
		default:
			panic(cause)
		}
	}()
	return parser.Parse(args)
}

// variable returns the environment variable of a flag.
func variable(flag string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// hasVariable reports whether a flag has an environment variable.
func hasVariable(flag string) bool {
	return flag != "help" && flag != "version" && !isSettingsFlag(flag)
}

// helpWithVariable returns the help of a flag with its environment variable.
func helpWithVariable(value *kong.Value) string {
	if value.Flag == nil || !hasVariable(value.Name) {
		return value.Help
	}
	return value.Help + " ($" + variable(value.Name) + ")"
}

// variables maps the environment variable of each flag of each command to the flag.
func variables(node *kong.Node) map[string]string {
	all := map[string]string{}
	for _, flag := range node.Flags {
		if hasVariable(flag.Name) {
			all[variable(flag.Name)] = flag.Name
		}
	}
	for _, child := range node.Children {
		maps.Copy(all, variables(child))
	}
	return all
}

// resolver returns the value of a flag's variable, such as CHARTE_BASE_URL for
// --base-url.
func resolver(env *environment) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if value := env.get(variable(flag.Name)); value != "" && hasVariable(flag.Name) {
			return value, nil
		}
		return nil, nil
	})
}
