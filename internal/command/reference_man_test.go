package command

import (
	"fmt"
	"strings"
)

const manHead = `.\" Made from the flags' declarations: go test ./internal/command -update
.TH CHARTE 1 "" "Charte" "User Commands"
.SH NAME
charte \- cookie charter, consent banner and proof of choice
.SH SYNOPSIS
.B charte
.RI [ command ]
.RI [ flags ]
.SH DESCRIPTION
Charte serves a cookie charter and a consent banner, writes the visitor's choice
into a cookie, and keeps a proof of it that names nobody.
Each flag can also be given in the environment, by the variable named after it;
the flag wins.
.SH COMMANDS
`

const manTail = `.SH EXIT STATUS
0 when all is well; 1 when something is wrong, with one line on standard error
that names what, and what is allowed; 4 when an audit could not see everything,
so that it proves nothing.
.SH SIGNALS
.TP
.B SIGTERM, SIGINT
finish what is in flight, then end.
.TP
.B SIGHUP
read charter, texts and theme again.
.SH FILES
Where Charte was installed as a Debian package:
.TP
.I /etc/charte/charte.env
settings, read by the service and by chartectl; chartectl settings prints them
.TP
.I /etc/charte/content
charter, texts and theme; empty, the built\-in ones are served
.TP
.I /var/lib/charte
the record
.TP
.I /usr/sbin/chartectl
runs charte with the service's account and settings
.TP
.I /usr/share/doc/charte
guides in French and English, examples for nginx and Caddy
`

// manPage writes the man page, in the macros that man has everywhere.
func manPage(commands []described) string {
	var b strings.Builder
	b.WriteString(manHead)
	for _, c := range commands {
		fmt.Fprintf(&b, ".SS charte %s\n%s\n", c.name, roff(c.help))
		switch {
		case c.asServe && len(c.options) > 0:
			fmt.Fprintf(&b, "%s\n", roff("All flags of charte serve, and:"))
		case c.asServe:
			fmt.Fprintf(&b, "%s\n", roff("All flags of charte serve."))
		}
		for _, o := range c.options {
			fmt.Fprintf(&b, ".TP\n\\fB%s\\fR", roff(o.form))
			if o.variable != "" {
				fmt.Fprintf(&b, "  %s", o.variable)
			}
			fmt.Fprintf(&b, "\n%s", roff(o.help))
			if o.standard != "" {
				fmt.Fprintf(&b, " Default: %s.", roff(o.standard))
			}
			b.WriteByte('\n')
		}
	}
	return b.String() + manTail
}

// roff escapes what troff would read as its own.
func roff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "…", `...`).Replace(text)
}
