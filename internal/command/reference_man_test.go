package command

import (
	"fmt"
	"strings"
)

const manHead = `.\" Generated from the declarations of the flags: go test ./internal/command -update
.TH CHARTE 1 "" "Charte" "User Commands"
.SH NAME
charte \- cookie charter, consent banner and proof of choice
.SH SYNOPSIS
.B charte
.RI [ command ]
.RI [ flags ]
.SH DESCRIPTION
Charte serves a cookie charter and a consent banner, writes the visitor's choice
into a cookie, and stores a proof of it without personal data.
Each flag can also be given in the environment, by the variable shown beside it;
the flag takes precedence.
.SH COMMANDS
`

const manTail = `.SH EXIT STATUS
0 on success; 1 on an error or a fault, described on standard error; 3 if there
was no record to verify; 4 if an audit is incomplete, so that the absence of
findings proves nothing.
.SH SIGNALS
.TP
.B SIGTERM, SIGINT
complete the requests in flight, then exit.
.TP
.B SIGHUP
reload charter, texts and theme.
.SH FILES
If Charte was installed as a Debian package:
.TP
.I /etc/charte/charte.env
settings, read by the service and by chartectl; chartectl settings prints them
.TP
.I /etc/charte/content
charter, texts and theme; if empty, the built\-in ones are served
.TP
.I /var/lib/charte
the registry and the spool
.TP
.I /usr/sbin/chartectl
runs charte with the service's account and settings
.TP
.I /usr/share/doc/charte
guides in French and English, examples for nginx and Caddy
`

// manPage returns the man page, with macros that every man program has.
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

// roff escapes the characters that are special to troff.
func roff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "…", `...`).Replace(text)
}
