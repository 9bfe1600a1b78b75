package command

import (
	"cmp"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/pages"
	"charte/internal/portal"
	"charte/locales"
)

// embedCommand prints the lines of a kit.
type embedCommand struct {
	addressFlags
	contentFlags
	cookieFlag
	Kit     int    `default:"1" enum:"1,2,3,4" help:"1: a frame, no script; 2: a script; 3: a link; 4: a part of the page that the portal's proxy includes, for a --base-url with a path of the portal's host."`
	Proxy   string `default:"nginx" enum:"nginx,varnish" help:"Kit 4: the proxy whose configuration is printed."`
	Lang    string `placeholder:"CODE" help:"Language of the frame's title, of the link and of the explanations. Default: the charter's first."`
	Classes bool   `help:"Kit 1 with classes and a separate style sheet, for portals that forbid style attributes."`
	Measure bool   `help:"Measure banner and handle in every language with an installed Chromium, store their sizes in --content and print the kit with these sizes."`
	browserFlags
	Look   string `placeholder:"URL" help:"Open this page of the portal with an installed Chromium in windows of 360, 768 and 1280 px, write a picture of each into the working directory and report where the banner cannot be seen or clicked, and why."`
	Footer bool   `help:"Kit 1 with space at the end of the page, so that the banner does not cover its last line."`

	language string // of the environment
}

// setEnvironment stores the environment's language, in which the faults of --look are
// printed.
func (c *embedCommand) setEnvironment(env *environment) { c.language = environmentLanguage(env.get) }

// Run prints the parts of the kit, each under a comment that names its place.
func (c *embedCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	base, content, err := c.read(ctx, stderr)
	if err != nil {
		return err
	}
	language := cmp.Or(c.Lang, content.Charter.Languages[0])
	if !slices.Contains(content.Charter.Languages, language) {
		return message.Errorf("--lang %q: the charter has %s", c.Lang, strings.Join(content.Charter.Languages, ", "))
	}
	words := content.Texts.Words(language)
	made, err := kitOf(base, c.Listen, c.CookieName, content.Charter, words)
	if err != nil {
		return err
	}
	if c.Look != "" {
		return c.look(ctx, stdout, base, made)
	}
	comments, err := message.Load(locales.Operator)
	if err != nil {
		return err
	}
	for _, part := range c.parts(made, comments[language]) {
		opening, closing := part.Place.Comment()
		fmt.Fprintf(stdout, "%s%s%s\n%s\n", opening, words.Say(string(part.Place)), closing, part.Code)
	}
	return nil
}

// read returns the address of the service and the content. With --measure it measures
// the banner first.
func (c *embedCommand) read(ctx context.Context, stderr io.Writer) (portal.Base, *content.Content, error) {
	base, err := c.baseURL(c.Listen)
	if err != nil {
		return base, nil, err
	}
	portals, err := c.portals(base)
	if err != nil {
		return base, nil, err
	}
	if err := c.possible(base, portals); err != nil {
		return base, nil, err
	}
	for _, portal := range portals {
		warnForeign(stderr, base.Hostname(), portal)
	}
	read, err := c.source().Read()
	if err == nil && c.Measure {
		read, err = c.measure(ctx, stderr, read)
	}
	if err != nil {
		return base, nil, err
	}
	return base, read, checkBuiltIn(read, base, portals)
}

// possible fails if kit 4 cannot be used there, or if no choice can be stored.
func (c *embedCommand) possible(base portal.Base, portals []string) error {
	if c.Kit == 4 && !(kit.Portal{Service: base}).CanInclude(portals) {
		return message.Errorf("--kit 4: --base-url must be a path of a portal's own host, for example https://data.example.fr/charte with --portal https://data.example.fr")
	}
	return c.cookieFlag.check()
}

// measure measures banner and handle, stores their sizes in the content folder and
// returns the content read again.
func (c *embedCommand) measure(ctx context.Context, stderr io.Writer, from *content.Content) (*content.Content, error) {
	if c.Content == "" {
		return nil, message.Errorf("--measure needs --content: the sizes are stored in that folder, as %s", kit.SizesFile)
	}
	rendered, err := preview(from)
	if err != nil {
		return nil, err
	}
	sizes, err := measure(ctx, c.Browser, rendered, time.Now())
	if err != nil {
		return nil, err
	}
	if err := writeSizes(c.Content, sizes); err != nil {
		return nil, message.Errorf("--measure: %w", err)
	}
	for _, width := range sizes.Windows() {
		say(stderr, message.Of("from %d px: %d px", width, sizes.Heights[width]))
	}
	say(stderr, message.Of("handle: %d × %d px", sizes.Handle[0], sizes.Handle[1]))
	say(stderr, message.Of("stored in %s", filepath.Join(c.Content, kit.SizesFile)))
	return c.source().Read()
}

// kitOf returns what the kits contain, in the language of words.
func kitOf(base portal.Base, listen, cookie string, c *charter.Charter, words *i18n.Words) (kit.Portal, error) {
	script, err := pages.Script()
	if err != nil {
		return kit.Portal{}, err
	}
	sum := sha512.Sum384(script)
	made := kit.Portal{
		Service: base, Listen: listen, Title: words.Say("kit_title"), Skip: words.Say("skip_to_frame"), Link: words.Say("manage"),
		Cookie: cookie, Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
	}
	if asked := consent.Asked(c.Purposes); len(asked) > 0 {
		made.Purpose = asked[0].ID
	}
	for _, h := range c.Heights {
		made.Windows, made.Heights = append(made.Windows, h.Width), append(made.Heights, h.Height)
	}
	return made, nil
}

// parts returns the parts of the kit chosen by --kit, with comments in the language of words.
func (c *embedCommand) parts(made kit.Portal, words message.Words) []kit.Part {
	switch c.Kit {
	case 2:
		return made.Script()
	case 3:
		return made.Anchor()
	case 4:
		return made.Include(c.Proxy, c.Lang, words)
	}
	return made.Frame(c.Classes, c.Footer)
}

// warnForeign warns if a portal is of another site than the service: browsers would not
// send it the cookie of the choice (B-04).
func warnForeign(stderr io.Writer, host, portal string) {
	_, address, _ := strings.Cut(portal, "://")
	address, _, _ = strings.Cut(address, ":")
	ours, err := publicsuffix.EffectiveTLDPlusOne(host)
	theirs, errTheirs := publicsuffix.EffectiveTLDPlusOne(address)
	if err == nil && errTheirs == nil && ours != theirs {
		say(stderr, message.Of("warning: %s is not of the same site as %s: it cannot read the choice; give the service a host name under %s", portal, host, theirs))
	}
}
